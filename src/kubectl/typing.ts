// Somebody types into a container: into a terminal of `kubectl exec -it`, or into the container's own program (`run -it`, `attach`, `debug`).
// What is typed goes there until it is left, a line at a time, so time can go back between two of them.
import type { Place } from './running.ts'

/** Where what is typed goes, and what is asked with. */
export interface Stand extends Place {
  readonly how: 'exec' | 'attach'
  /** The command of `exec`. */
  readonly argv: readonly string[]
  /** The terminal, by the name that its opener gave it. */
  readonly session: string
  readonly tty: boolean
  readonly prompt: string
}

/** Ctrl-D and Ctrl-C, as a terminal sends them. */
export const END_OF_INPUT = '\x04'
export const INTERRUPT = '\x03'

/** No line, but a key. */
export const isControl = (text: string): boolean => text === END_OF_INPUT || text === INTERRUPT

/** Of a line that is typed in a container: it is run here all the same, because it speaks to kubectl, as buttons of the page do. */
export const isOurs = (line: string): boolean => /^\s*(cd && )?(kubectl|k)(\s|$)/.test(line)

export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
