import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deletesByOthers } from './others.ts'

const folder = (commands: readonly object[], audit: readonly object[]): string => {
  const at = mkdtempSync(join(tmpdir(), 'others-'))
  const lines = (rows: readonly object[]) => rows.map(r => `${JSON.stringify(r)}\n`).join('')
  writeFileSync(join(at, 'commands.jsonl'), lines(commands))
  writeFileSync(join(at, 'audit.jsonl'), lines(audit))
  return at
}

const create = { t: 1, took: 0.5, argv: ['kubectl', 'create', '-f', 'a.yaml'] }
const gone = { t: 1.7, who: 'kubectl', verb: 'delete', res: 'pods', name: 'p', code: 200, body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' } }

test.each([
  ['between two commands', gone, 1],
  ['while a command runs that may have asked for it', { ...gone, t: 1.3 }, 0],
  ['by a controller', { ...gone, who: 'job-controller' }, 0],
  ['refused', { ...gone, code: 404 }, 0],
  ['an eviction', { ...gone, res: 'pods/eviction' }, 0],
  ['another write between two commands', { ...gone, verb: 'create' }, 0],
])('a delete %s', (_name, write, count) => expect(deletesByOthers(folder([create], [write]))).toHaveLength(count))

test('the clock of a delete differs a little from that of the command that asked for it', () => {
  const del = { t: 3, took: 0.2, argv: ['kubectl', 'delete', 'pod', 'p'] }
  expect(deletesByOthers(folder([create, del], [{ ...gone, t: 3.22 }]))).toEqual([])
  expect(deletesByOthers(folder([create, del], [gone]))).toEqual([{ t: 1.7, plural: 'pods', name: 'p', gracePeriodSeconds: 0, propagationPolicy: 'Background' }])
})

test('a folder of inputs alone has no others', () => expect(deletesByOthers(mkdtempSync(join(tmpdir(), 'others-')))).toEqual([]))
