import { describe, expect, test } from 'vitest'
import { shortcutOf, shortcuts } from './shortcuts.ts'

const press = (key: string, mods: Partial<{ ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }> = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...mods })

describe('keys', () => {
  test.each([
    ['play', press(' ')], ['stepForward', press('ArrowRight')], ['stepBack', press('ArrowLeft')], ['secondForward', press('ArrowRight', { shiftKey: true })], ['apply', press('Enter', { ctrlKey: true })],
    ['apply', press('Enter', { metaKey: true })], ['panes', press('F6')], ['panesBack', press('F6', { shiftKey: true })], ['help', press('F1')], ['help', press('?', { shiftKey: true })], ['start', press('Home')],
    ['find', press('k', { ctrlKey: true })], ['find', press('k', { metaKey: true })], ['find', press('/')], ['find', press('/', { shiftKey: true })], ['present', press('p')],
  ])('%s', (id, key) => expect(shortcutOf(key, false)?.id).toBe(id))
  test.each([
    ['Enter alone', press('Enter')], ['Alt with anything', press('ArrowRight', { altKey: true })], ['a letter', press('r')], ['k alone', press('k')], ['Ctrl-P, which prints', press('p', { ctrlKey: true })], ['Ctrl-/', press('/', { ctrlKey: true })], ['what others listen for', press('r', { ctrlKey: true })], ['Ctrl-Shift-Enter', press('Enter', { ctrlKey: true, shiftKey: true })], ['Tab', press('Tab')],
  ])('nothing: %s', (_name, key) => expect(shortcutOf(key, false)).toBeUndefined())
  test('while typing only what has a modifier or is a function key', () => {
    expect(shortcutOf(press(' '), true)).toBeUndefined()
    expect(shortcutOf(press('p'), true)).toBeUndefined()
    expect(shortcutOf(press('ArrowLeft'), true)).toBeUndefined()
    expect(shortcutOf(press('Home'), true)).toBeUndefined()
    expect(shortcutOf(press('Enter', { ctrlKey: true }), true)?.id).toBe('apply')
    expect(shortcutOf(press('F6'), true)?.id).toBe('panes')
    expect(shortcutOf(press('k', { ctrlKey: true }), true)?.id).toBe('find')
    for (const sign of ['?', '/']) expect(shortcutOf(press(sign), true)).toBeUndefined()
  })
  test('on a button or a mark letters are free, and what steers it is not', () => {
    expect(shortcutOf(press('p'), false, true)?.id).toBe('present')
    expect(shortcutOf(press('?', { shiftKey: true }), false, true)?.id).toBe('help')
    for (const key of [' ', 'ArrowLeft', 'Home']) expect(shortcutOf(press(key), false, true)).toBeUndefined()
  })
  test('no two mean the same keys', () => {
    const all = shortcuts.filter(s => s.run).flatMap(s => [s.keys.join('+'), ...(s.also === undefined ? [] : [s.also])])
    expect(new Set(all).size).toBe(all.length)
  })
})
