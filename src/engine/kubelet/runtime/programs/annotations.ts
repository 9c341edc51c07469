// What a pod may say about its programs without running one: annotations that stand in for an image's behaviour.
import { fractionOf } from './chance.ts'
import type { ProgramStart } from './program.ts'

/** Every annotation that programs heed. */
const PROGRAM_ANNOTATIONS = [
  { name: 'kubestep.dev/run-seconds', unit: 's', meaning: 'The container does nothing for so long and ends; its command is not run.' },
  { name: 'kubestep.dev/exit-code', unit: '0 to 255', meaning: 'The code it ends with instead of 0, after the time that its own program (or run-seconds) takes.' },
  { name: 'kubestep.dev/failure-rate', unit: '0 to 1', meaning: 'The share of runs that end with code 1 (or the exit-code given) instead of 0.' },
  { name: 'kubestep.dev/oom-after-seconds', unit: 's', meaning: 'After so long its memory is too little, and it is killed (137, OOMKilled).' },
  { name: 'kubestep.dev/startup-seconds', unit: 's', meaning: 'Its servers answer on their ports only after so long.' },
  { name: 'kubestep.dev/log', unit: 'text', meaning: 'A line that it writes when it starts.' },
  { name: 'kubestep.dev/port', unit: '1 to 65535', meaning: 'A port on which it answers every HTTP request with 200.' },
  { name: 'kubestep.dev/queue', unit: 'name=item,item;…', meaning: 'What a redis (a list) or a rabbitmq (a queue) holds from the start.' },
] as const

export interface Wishes {
  readonly runMs?: number
  /** The code to end with in place of 0. */
  readonly code?: number
  readonly oomMs?: number
  readonly startupMs: number
  readonly log?: string
  readonly port?: number
}

/** What a pod's annotations ask of a program; undefined if they ask nothing. */
export function wishes(start: ProgramStart): Wishes | undefined {
  const { annotations } = start
  if (!annotations) return undefined
  const number = (name: (typeof PROGRAM_ANNOTATIONS)[number]['name'], max: number) => {
    const text = annotations[name]
    const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
    return value >= 0 && value <= max ? value : undefined
  }
  const run = number('kubestep.dev/run-seconds', 1e9)
  const oom = number('kubestep.dev/oom-after-seconds', 1e9)
  const port = number('kubestep.dev/port', 65_535)
  const rate = number('kubestep.dev/failure-rate', 1)
  const given = number('kubestep.dev/exit-code', 255)
  const log = annotations['kubestep.dev/log']
  const startup = number('kubestep.dev/startup-seconds', 1e9)
  if (run === undefined && oom === undefined && port === undefined && rate === undefined && given === undefined && log === undefined && startup === undefined) return undefined
  const fails = rate !== undefined && fractionOf(`${start.seed}/${start.restartCount}/failure`) < rate
  const code = rate === undefined ? given : fails ? (given ?? 1) : undefined
  return {
    startupMs: (startup ?? 0) * 1000,
    ...(run === undefined ? {} : { runMs: Math.round(run * 1000) }),
    ...(code === undefined ? {} : { code }),
    ...(oom === undefined ? {} : { oomMs: Math.round(oom * 1000) }),
    ...(log === undefined ? {} : { log }),
    ...(port === undefined ? {} : { port }),
  }
}
