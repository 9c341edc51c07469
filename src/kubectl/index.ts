// kubectl 1.36 as a library: words in, calls; objects out, words.
// It may use the API server's client contract, src/kube, and nothing else of the engine.
// It promises the texts, streams and exit codes of kubectl, and that it never waits by itself: whoever started it calls `advance`.
import type { Completion, Running, StartOptions } from './running.ts'

export type { Choice, Chunk, Completion, FieldDoc, Files, Running, StartOptions } from './running.ts'

/** Starts a command line: as typed, or already cut into words. The first word may be `kubectl` (or `k`) or be left out. */
export function start(_line: string | readonly string[], _options: StartOptions): Running {
  throw new Error('not yet')
}

/** What could be typed at `cursor`. */
export function complete(_line: string, cursor: number, _options: StartOptions): Completion {
  return { from: cursor, to: cursor, choices: [] }
}
