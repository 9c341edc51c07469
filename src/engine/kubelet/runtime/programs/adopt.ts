// Whether a machine that is kept can go on with what is new, or must be rebuilt.
import { fromTheEnd, moreAnswers } from './answers.ts'
import { announce } from './boot.ts'
import type { Kernel } from './machine/kernel.ts'
import type { ProgramStart, Signal, Timeline } from './program.ts'

export interface Course {
  readonly key: string
  kernel: Kernel
  signals: readonly Signal[]
  start: ProgramStart
  /** The last answer, as long as nothing more has happened. */
  last?: { readonly horizonMs: number; readonly timeline: Timeline }
}

const ids = new WeakMap<object, string>()

/** A text that stands for the content of a table of the start; kept per object, because starts share them. */
function contentOf(table: object | undefined): string {
  if (!table) return ''
  let id = ids.get(table)
  if (id === undefined) {
    id = JSON.stringify(table)
    ids.set(table, id)
  }
  return id
}

export const keyOf = (s: ProgramStart): string =>
  `${s.image}\0${s.hostname}\0${s.seed}\0${s.startedAt}\0${s.restartCount}\0${s.memoryLimitBytes ?? ''}\0${s.workingDir ?? ''}\0${s.podIP ?? ''}\0${s.network ? 1 : 0}` +
  `\0${contentOf(s.command)}\0${contentOf(s.args)}\0${contentOf(s.env)}\0${contentOf(s.files)}\0${contentOf(s.modes)}\0${contentOf(s.inMemory)}\0${contentOf(s.annotations)}\0${contentOf(s.lacking)}\0${contentOf(s.standIn)}\0${s.stdin ?? ''}\0${s.stdinOpen ? 1 : 0}${s.tty ? 1 : 0}\0${contentOf(s.processes)}`

/** Are the first of `now` all of `then`? Then the rest is new. */
function added<T extends object>(then: readonly T[] | undefined, now: readonly T[] | undefined): readonly T[] | undefined {
  const old = then ?? []
  const all = now ?? []
  if (old === all) return []
  if (all.length < old.length) return undefined
  for (let i = 0; i < old.length; i++) if (old[i] !== all[i] && JSON.stringify(old[i]) !== JSON.stringify(all[i])) return undefined
  return all.slice(old.length)
}

/** Lets a kept machine hear what is new, if it has not yet run past it; false if it must be rebuilt. */
export function adopt(course: Course, start: ProgramStart, signals: readonly Signal[]): boolean {
  const newSignals = added(course.signals, signals)
  const changes = added(course.start.fileChanges, start.fileChanges)
  const answers = moreAnswers(course.start.network, start.network)
  const incoming = added(course.start.incoming, start.incoming)
  const typed = added(course.start.typed, start.typed)
  if (!newSignals || !changes || !answers || !incoming || !typed) return false
  const fresh = [...newSignals, ...changes, ...answers, ...incoming, ...typed]
  const total = fresh.length
  if (total > 0) {
    const { kernel } = course
    const passedUs = kernel.nowUs
    const late = (x: { readonly atMs: number }) => x.atMs * 1000 <= passedUs
    if (kernel.record.end || fresh.some(late)) return false
    // Kinds are told apart in a fixed order at one instant; only one kind at a time keeps that order when added to.
    if ([newSignals, changes, answers, incoming, typed].filter((list) => list.length > 0).length > 1) return false
    if (!afterAll(course, fresh)) return false
    announce(kernel, newSignals, changes, answers, incoming, course.start.incoming?.length ?? 0, typed)
    delete course.last
  }
  course.signals = signals
  course.start = start
  return true
}

/** Is everything new later than everything known? */
function afterAll(course: Course, fresh: readonly { readonly atMs: number }[]): boolean {
  const { start, signals } = course
  const last = Math.max(signals.at(-1)?.atMs ?? -1, start.fileChanges?.at(-1)?.atMs ?? -1, (start.network && fromTheEnd(start.network, 0)?.atMs) ?? -1, start.incoming?.at(-1)?.atMs ?? -1, start.typed?.at(-1)?.atMs ?? -1)
  return fresh.every((x) => x.atMs > last)
}
