// What stands in the terminal. Pure: items in the order of printing, each with the frame at which the world stood, because text of
// a moment that time went back behind must not be seen.
import type { Delta } from '../../worker/protocol.ts'

export interface Item {
  readonly id: number
  readonly kind: 'command' | 'out' | 'err' | 'note'
  readonly text: string
  /** The run that printed it; undefined for a command whose run has no number yet. */
  readonly running: number | undefined
  /** undefined: not known yet, so it is shown. */
  readonly frame: number | undefined
  /** What its run printed before is wiped off, as `watch` does before it shows the next screen. */
  readonly clears?: true
  /** A command that was typed into a container: what that had asked with. */
  readonly prompt?: string
}

/** A command that was started. */
export interface Run {
  readonly running: number
  readonly line: string
  readonly startFrame: number
  /** It was typed into a container. */
  readonly inside?: true
  readonly endFrame?: number
  readonly exitCode?: number
}

export interface Transcript {
  readonly items: readonly Item[]
  readonly runs: readonly Run[]
  readonly nextId: number
}

export const emptyTranscript: Transcript = { items: [], runs: [], nextId: 1 }

/** Text beyond this is dropped from the beginning. */
export const MAX_CHARS = 2_000_000
const MAX_ITEMS = 4_000
const MAX_RUNS = 400
const MOST_SCREENS = 200
/** What a terminal takes as: wipe everything off and begin at the top. */
const CLEAR = '\x1b[H\x1b[J'

const isWaiting = (run: Run): boolean => run.endFrame === undefined

/** A run that ended in the very frame in which it began waits for nothing: going forward again does not print it anew. */
const isDoneAtOnce = (run: Run | undefined): boolean => run !== undefined && run.endFrame === run.startFrame

function trimmed(t: Transcript): Transcript {
  let { items, runs } = t
  if (runs.length > MAX_RUNS) runs = runs.slice(-MAX_RUNS)
  let chars = 0
  let from = Math.max(0, items.length - MAX_ITEMS)
  for (let i = items.length - 1; i >= from; i--) {
    chars += items[i]!.text.length
    if (chars > MAX_CHARS) { from = i + 1; break }
  }
  if (from > 0) items = items.slice(from)
  return items === t.items && runs === t.runs ? t : { ...t, items, runs }
}

/** The line as it was typed, before anybody knows what becomes of it. Returns the item's id, for `started`. */
export function typed(t: Transcript, line: string, prompt?: string): { readonly transcript: Transcript; readonly item: number } {
  const item: Item = { id: t.nextId, kind: 'command', text: line, running: undefined, frame: undefined, ...(prompt === undefined ? {} : { prompt }) }
  return { transcript: trimmed({ ...t, items: [...t.items, item], nextId: t.nextId + 1 }), item: item.id }
}

/** The worker took the line: it has a number, and a frame at which it began. */
export function started(t: Transcript, item: number, running: number, frame: number): Transcript {
  const { text: line = '', prompt } = t.items.find(i => i.id === item) ?? {}
  const inside = prompt === undefined ? {} : { inside: true as const }
  const known = t.runs.some(r => r.running === running)
  return {
    ...t,
    items: t.items.map(i => (i.id === item ? { ...i, running, frame } : i)),
    runs: known
      ? t.runs.map(r => (r.running === running ? { ...r, line, startFrame: frame, ...inside } : r))
      : [...t.runs, { running, line, startFrame: frame, ...inside }],
  }
}

/** The line is not whole yet: it stands in the input again, with more to come. */
export const untyped = (t: Transcript, item: number): Transcript => ({ ...t, items: t.items.filter(i => i.id !== item) })

/** Something the page itself says: why a line could not be run. */
export const noted = (t: Transcript, text: string): Transcript =>
  trimmed({ ...t, items: [...t.items, { id: t.nextId, kind: 'note', text, running: undefined, frame: undefined }], nextId: t.nextId + 1 })

/** Text of later frames goes; a run that waited until later waits again; what was done at once stays, and is hidden while it is later. */
function takenBack(t: Transcript, from: number): Transcript {
  const runs = new Map(t.runs.map(r => [r.running, r]))
  const items = t.items.filter(i => i.kind === 'command' || i.frame === undefined || i.frame < from || i.running === undefined || isDoneAtOnce(runs.get(i.running)))
  return {
    ...t,
    items: items.length === t.items.length ? t.items : items,
    runs: t.runs.map(r => {
      // It was typed later than where time stands now, and still waited: that wait is over, as by Ctrl-C.
      if (r.endFrame === undefined && r.startFrame >= from) return { ...r, endFrame: r.startFrame, exitCode: 130 }
      if (r.endFrame === undefined || r.endFrame < from || isDoneAtOnce(r)) return r
      const { endFrame: _e, exitCode: _c, ...waiting } = r
      return waiting
    }),
  }
}

/** A future was cut off: what belonged to it will never be again. */
function cutOff(t: Transcript, after: number): Transcript {
  const gone = new Set(t.runs.filter(r => r.startFrame > after).map(r => r.running))
  const items = t.items.filter(i => (i.frame === undefined || i.frame <= after) && (i.running === undefined || !gone.has(i.running)))
  // What would have ended in that future waits again, in the new one.
  const runs = t.runs.filter(r => !gone.has(r.running)).map(r => {
    if (r.endFrame === undefined || r.endFrame <= after || isDoneAtOnce(r)) return r
    const { endFrame: _e, exitCode: _c, ...waiting } = r
    return waiting
  })
  return { ...t, items: items.length === t.items.length ? t.items : items, runs }
}

/** The terminal after a delta. */
export function afterDelta(t: Transcript, delta: Delta): Transcript {
  let next = t
  // The cut lies where we stood before this delta's own frames.
  if (delta.cutFrames !== undefined && delta.cutFrames > 0) next = cutOff(next, delta.from)
  if (delta.takeBackFrom !== undefined) next = takenBack(next, delta.takeBackFrom)
  if (delta.terminal.length === 0 && delta.ended.length === 0) return next
  let id = next.nextId
  let items = [...next.items]
  for (const c of delta.terminal) {
    const last = items[items.length - 1]
    const wiped = c.text.lastIndexOf(CLEAR)
    if (wiped >= 0) {
      items = withoutOldScreens(items, c.running)
      items.push({ id: id++, kind: c.stream, text: c.text.slice(wiped + CLEAR.length), running: c.running, frame: c.frame, clears: true })
      continue
    }
    // Chunks of one run, stream and frame are one item; a long stream does not become a thousand.
    if (last !== undefined && last.kind === c.stream && last.running === c.running && last.frame === c.frame) items[items.length - 1] = { ...last, text: last.text + c.text }
    else items.push({ id: id++, kind: c.stream, text: c.text, running: c.running, frame: c.frame })
  }
  let { runs } = next
  for (const e of delta.ended) {
    runs = runs.some(r => r.running === e.running)
      ? runs.map(r => (r.running === e.running ? { ...r, endFrame: e.frame, exitCode: e.exitCode } : r))
      // It ended before its own answer arrived: `started` will fill in the line.
      : [...runs, { running: e.running, line: '', startFrame: e.frame, endFrame: e.frame, exitCode: e.exitCode }]
  }
  return trimmed({ items, runs, nextId: id })
}

/** A watch that goes on for hours keeps the screens that one may want to go back to. */
function withoutOldScreens(items: Item[], running: number): Item[] {
  const screens = items.filter(i => i.running === running && i.clears)
  if (screens.length < MOST_SCREENS) return items
  const oldest = screens[1]!.id
  return items.filter(i => i.running !== running || i.kind === 'command' || i.id >= oldest)
}

/** The worker that ran them is gone: nobody waits any more. */
export const allEnded = (t: Transcript): Transcript =>
  (t.runs.some(isWaiting) ? { ...t, runs: t.runs.map(r => (isWaiting(r) ? { ...r, endFrame: r.startFrame, exitCode: 130 } : r)) } : t)

/** Items that may be seen while the world stands at `position`. */
export const visibleItems = (t: Transcript, position: number): readonly Item[] => {
  const hidden = t.items.some(i => i.frame !== undefined && i.frame > position)
  const items = hidden ? t.items.filter(i => i.frame === undefined || i.frame <= position) : t.items
  if (!items.some(i => i.clears)) return items
  const screens = new Map(items.flatMap(i => (i.clears ? [[i.running, i.id] as const] : [])))
  return items.filter(i => i.kind === 'command' || i.id >= (screens.get(i.running) ?? 0))
}

/** Commands that wait and began before `position`, oldest first. */
export const waitingRuns = (t: Transcript, position: number): readonly Run[] => t.runs.filter(r => isWaiting(r) && r.startFrame <= position)

export const allText = (items: readonly Item[]): string =>
  items.map(i => (i.kind === 'command' ? `${i.prompt ?? '$ '}${i.text.replaceAll('\n', '\n> ')}\n` : i.text.endsWith('\n') ? i.text : `${i.text}\n`)).join('')
