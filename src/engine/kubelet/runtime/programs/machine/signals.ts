// Signals as Linux numbers them, and what they do to a process that does not handle them.
import type { SignalName } from '../program.ts'

const NUMBERS: Readonly<Record<SignalName, number>> = {
  HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, PIPE: 13, ALRM: 14, TERM: 15, CHLD: 17, CONT: 18, STOP: 19, WINCH: 28,
}

const NAMES = new Map(Object.entries(NUMBERS).map(([name, number]) => [number, name as SignalName]))

/** Signals whose default is to do nothing. STOP and CONT too: nothing here is ever stopped. */
const HARMLESS: ReadonlySet<SignalName> = new Set(['CHLD', 'CONT', 'WINCH', 'STOP'])

export const signalNumber = (name: SignalName): number => NUMBERS[name]

/** All names in order of their numbers, as `kill -l` prints them. */
export const signalNames = (): readonly SignalName[] => [...NAMES.keys()].sort((a, b) => a - b).map((n) => NAMES.get(n)!)

/** Does it end a process that neither handles nor ignores it? */
export const endsProcess = (name: SignalName): boolean => !HARMLESS.has(name)

/** A signal as `kill` and `trap` take it: `TERM`, `SIGTERM`, `term`, `15`. */
export function signalCalled(text: string): SignalName | undefined {
  if (/^\d+$/.test(text)) return NAMES.get(Number(text))
  const name = text.toUpperCase().replace(/^SIG/, '')
  return name in NUMBERS ? (name as SignalName) : undefined
}
