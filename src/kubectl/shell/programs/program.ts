// What the programs that are ours need of the line in which they are called.
import type { Process, Program } from '../../../engine/index.ts'
import type { StartOptions } from '../../running.ts'
import type { Call } from '../call.ts'
import type { Shell } from '../session.ts'

export interface Surroundings {
  readonly options: StartOptions
  readonly shell: Shell
  /** Prints the page's own words. */
  readonly note: (text: string) => void
  /** Calls kubectl, or hears again what it said. */
  readonly call: (argv: readonly string[], process: Process, stdin: string | undefined, own: Partial<StartOptions>) => Call
  /** Asks something beyond the line, once: when the line is played again, it hears again what it heard. */
  readonly once: (process: Process, ask: () => string) => string
}

export type Own = (process: Process, argv: readonly string[], around: Surroundings) => Program
