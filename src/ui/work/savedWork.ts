// What is kept of a person's work, and how it is read back. What was stored may be of another version, half written, or somebody's
// mischief: everything is looked at before it is believed, and what cannot be used is left out rather than refused.
import type { FileText, SavedRun } from '../../worker/protocol.ts'
import { isTabName, optionsFrom } from '../../worker/protocol.ts'
import { MAX_FILES, MAX_TEXT, settled, type Files } from './files.ts'

export interface SavedWork {
  readonly files: Files
  readonly run?: SavedRun
  /** Command lines that were typed, oldest first. */
  readonly history: readonly string[]
}

export const MAX_INPUTS = 20_000
export const MAX_HISTORY = 500
const MAX_LINE = 10_000

const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)
const isWhole = (v: unknown): v is number => typeof v === 'number' && Number.isSafeInteger(v)

/** Files from a stranger's hands; undefined where there is not one good file among them. */
export function filesFrom(value: unknown): Files | undefined {
  if (!isRecord(value) || !Array.isArray(value['files'])) return undefined
  const good: FileText[] = []
  for (const f of value['files'].slice(0, MAX_FILES)) {
    if (isRecord(f) && typeof f['path'] === 'string' && isTabName(f['path']) && typeof f['text'] === 'string') good.push({ path: f['path'], text: f['text'].slice(0, MAX_TEXT) })
  }
  return good.length > 0 ? settled(good, typeof value['active'] === 'string' ? value['active'] : '') : undefined
}

/** A run from a stranger's hands, or undefined. Only the shape is judged: whether it can be made again, the engine finds out. */
export function runFrom(value: unknown): SavedRun | undefined {
  if (!isRecord(value) || !isWhole(value['version']) || !Array.isArray(value['inputs'])) return undefined
  const options = optionsFrom(value['options'])
  if (options === undefined) return undefined
  if (!isWhole(value['position']) || !isWhole(value['now']) || value['inputs'].length > MAX_INPUTS) return undefined
  const inputs: SavedRun['inputs'][number][] = []
  for (const i of value['inputs']) {
    if (!isRecord(i) || !isWhole(i['seq']) || !isWhole(i['at']) || typeof i['name'] !== 'string') return undefined
    inputs.push({ seq: i['seq'], at: i['at'], name: i['name'], payload: i['payload'] })
  }
  return { version: value['version'], options, inputs, position: value['position'], now: value['now'] }
}

export const historyFrom = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value.filter((l): l is string => typeof l === 'string' && l.length <= MAX_LINE).slice(-MAX_HISTORY) : [])

/** Work as it was stored, or undefined where nothing of it can be used. */
export function workFrom(value: unknown): SavedWork | undefined {
  if (!isRecord(value)) return undefined
  const files = filesFrom(value['files'])
  if (files === undefined) return undefined
  const run = runFrom(value['run'])
  return { files, history: historyFrom(value['history']), ...(run ? { run } : {}) }
}
