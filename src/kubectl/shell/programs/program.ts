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
}

export type Own = (process: Process, argv: readonly string[], around: Surroundings) => Program
