import { beforeEach, describe, expect, test } from 'vitest'
import { settingsFrom } from '../theme/settings.ts'
import { isTabName } from '../../worker/protocol.ts'
import { activeFile, close, files, freeName, open, rename, setText, settled } from './files.ts'
import { filesFrom, historyFrom, MAX_HISTORY, MAX_INPUTS, runFrom, workFrom } from './savedWork.ts'

const run = { version: 1, options: { seed: 1, startAt: '2026-11-20T09:00:00Z', nodes: 3 }, inputs: [], position: 4, now: 5 }
const good = { files: { files: [{ path: 'a.yaml', text: 'x' }], active: 'a.yaml' }, run, history: ['kubectl get pods'] }

describe('stored work', () => {
  test('comes back as it was', () => expect(workFrom(structuredClone(good))).toEqual(good))
  test.each([
    ['undefined', undefined], ['null', null], ['a text', 'x'], ['a list', []], ['no files', {}], ['files of nothing', { files: null }], ['an empty list of files', { files: { files: [] } }],
    ['only bad names', { files: { files: [{ path: '<img>.yaml', text: '' }] } }], ['texts that are none', { files: { files: [{ path: 'a.yaml', text: { toString: 'x' } }] } }],
  ])('unusable: %s', (_name, value) => expect(workFrom(value)).toBeUndefined())
  test('what cannot be used is left out, what can is kept', () =>
    expect(workFrom({ files: { files: [null, { path: 'a.yaml', text: 'x' }, { path: 'a.yaml', text: 'again' }, { path: 'b/c.yaml', text: '' }], active: 7 }, run: 'no', history: ['a', 1, null, 'b'] })).toEqual({
      files: { files: [{ path: 'a.yaml', text: 'x' }], active: 'a.yaml' }, history: ['a', 'b'],
    }))
  test.each([
    ['no version', { ...run, version: '1' }], ['a fraction as seed', { ...run, options: { ...run.options, seed: 1.5 } }], ['no date', { ...run, options: { ...run.options, startAt: 'yesterday' } }],
    ['a date that no calendar has', { ...run, options: { ...run.options, startAt: '2026-99-99T99:99:99Z' } }], ['29 February in a year without one', { ...run, options: { ...run.options, startAt: '2027-02-29T09:00:00Z' } }],
    ['a beginning before all time', { ...run, options: { ...run.options, startAt: '0001-01-01T00:00:00Z' } }], ['one after it', { ...run, options: { ...run.options, startAt: '9999-12-31T23:59:59Z' } }],
    ['a date as a number', { ...run, options: { ...run.options, startAt: 0 } }], ['no options', { ...run, options: null }],
    ['too many nodes', { ...run, options: { ...run.options, nodes: 1e9 } }], ['fewer than none', { ...run, options: { ...run.options, nodes: -1 } }], ['position beyond numbers', { ...run, position: Infinity }],
    ['inputs that are none', { ...run, inputs: [{ seq: 0 }] }], ['too many inputs', { ...run, inputs: Array.from({ length: MAX_INPUTS + 1 }, () => ({ seq: 0, at: 0, name: 'x' })) }], ['inputs as a text', { ...run, inputs: 'xx' }],
  ])('a run with %s is none', (_name, value) => expect(runFrom(value)).toBeUndefined())
  test('a leap day and a time zone are good beginnings', () => {
    for (const startAt of ['2028-02-29T00:00:00Z', '2026-10-25T02:59:00+02:00']) expect(runFrom({ ...run, options: { ...run.options, startAt } })?.options.startAt).toBe(startAt)
  })
  test('nothing that was not asked for comes through', () => expect(runFrom({ ...run, extra: 1, options: { ...run.options, evil: true } })).toEqual(run))
  test('a long history keeps its end', () => {
    const lines = Array.from({ length: MAX_HISTORY + 10 }, (_, i) => `line ${i}`)
    expect(historyFrom(lines)).toEqual(lines.slice(10))
    expect(historyFrom(['x'.repeat(20_000)])).toEqual([])
  })
  test('very many files are cut, very long ones too', () => {
    const many = filesFrom({ files: Array.from({ length: 500 }, (_, i) => ({ path: `f${i}.yaml`, text: '' })) })!
    expect(many.files.length).toBe(40)
    expect(filesFrom({ files: [{ path: 'a.yaml', text: 'x'.repeat(3_000_000) }] })!.files[0]!.text.length).toBe(2_000_000)
  })
})

describe('stored settings', () => {
  test.each([
    [{ lang: 'zh', theme: 'dark' }, { lang: 'zh', theme: 'dark', layout: {} }], [null, { lang: 'en', theme: 'system', layout: {} }], [{ lang: 'fr', theme: 7 }, { lang: 'en', theme: 'system', layout: {} }],
    [{ layout: { columns: { left: 30, right: 70 } } }, { lang: 'en', theme: 'system', layout: { columns: { left: 30, right: 70 } } }],
    [{ layout: { columns: { left: 30, right: 30 } } }, { lang: 'en', theme: 'system', layout: {} }], [{ layout: { columns: { left: -5, right: 105 } } }, { lang: 'en', theme: 'system', layout: {} }],
    [{ layout: { 'a b<': { x: 100 }, rows: 'x' } }, { lang: 'en', theme: 'system', layout: {} }],
  ])('%j', (stored, expected) => expect(settingsFrom(stored, 'en')).toEqual(expected))
})

describe('files', () => {
  beforeEach(() => files.setState(settled([{ path: 'a.yaml', text: '1' }, { path: 'b.yaml', text: '2' }], 'a.yaml')))
  test.each([['a.yaml', true], ['a-b_c.2.yml', true], ['x.json', true], ['a.txt', false], ['.yaml', false], ['a/b.yaml', false], ['-a.yaml', false], ['a b.yaml', false], [`${'x'.repeat(80)}.yaml`, false]])('name %s', (name, is) => expect(isTabName(name)).toBe(is))
  test('open shows the same text again instead of a copy', () => {
    expect(open('c.yaml', '3')).toBe('c.yaml')
    setText('c.yaml', '3 changed')
    expect(open('c.yaml', '3')).toBe('c-2.yaml')
    expect(open('c.yaml', '3')).toBe('c-2.yaml')
    expect(files.getState().files.length).toBe(4)
  })
  test('rename', () => {
    expect(rename('a.yaml', 'b.yaml')).toBe('taken')
    expect(rename('a.yaml', 'a')).toBe('bad')
    expect(rename('a.yaml', 'new.yaml')).toBeUndefined()
    expect(activeFile()).toEqual({ path: 'new.yaml', text: '1' })
  })
  test('close shows its neighbour, and can be undone', () => {
    const undo = close('a.yaml')
    expect(files.getState()).toEqual({ files: [{ path: 'b.yaml', text: '2' }], active: 'b.yaml' })
    undo()
    expect(files.getState()).toEqual({ files: [{ path: 'a.yaml', text: '1' }, { path: 'b.yaml', text: '2' }], active: 'a.yaml' })
  })
  test('there is always a file', () => {
    close('a.yaml')
    close('b.yaml')
    expect(files.getState()).toEqual({ files: [{ path: 'manifest.yaml', text: '' }], active: 'manifest.yaml' })
  })
  test('a free name', () => expect([freeName('a.yaml', files.getState().files), freeName('z.yaml', [])]).toEqual(['a-2.yaml', 'z.yaml']))
  test('the same text is no change', () => {
    const before = files.getState()
    setText('a.yaml', '1')
    expect(files.getState()).toBe(before)
  })
})
