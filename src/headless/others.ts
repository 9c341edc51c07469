// What somebody did to a recorded cluster besides the recording's steps: tidying up behind one manifest before the next is tried.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A delete of an object that no step asked for, `t` in seconds from the start. */
export interface OthersDelete {
  readonly t: number
  readonly plural: string
  readonly name: string
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground'
}

/** Clocks of the audit log and of the commands differ by so much, in seconds. */
const CLOCK_SLACK = 0.05

const linesOf = (file: string): any[] => {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8').split('\n').flatMap(line => {
    try {
      return line.trim() ? [JSON.parse(line)] : []
    } catch {
      return []
    }
  })
}

/**
 * Deletes by kubectl that came while no command of the recording ran. They belong to the recording's world as its nodes do: nothing
 * that the steps say leads to them, and what a later step meets depends on them. Nothing else is taken from the audit log.
 */
export function deletesByOthers(folder: string): readonly OthersDelete[] {
  const commands = linesOf(join(folder, 'commands.jsonl'))
  if (commands.length === 0) return []
  const during = (t: number) => commands.some(c => t >= c.t - CLOCK_SLACK && t <= c.t + (c.took ?? 0) + CLOCK_SLACK && /^(delete|drain|replace)$/.test(verbOf(c.argv)))
  const idle = (t: number) => !commands.some(c => t >= c.t && t <= c.t + (c.took ?? 0))
  return linesOf(join(folder, 'audit.jsonl'))
    .filter(w => w.who === 'kubectl' && w.verb === 'delete' && w.code < 400 && !String(w.res).includes('/') && idle(w.t) && !during(w.t))
    .map(w => ({
      t: w.t, plural: w.res, name: w.name,
      ...(w.body?.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: w.body.gracePeriodSeconds }),
      ...(w.body?.propagationPolicy === undefined ? {} : { propagationPolicy: w.body.propagationPolicy }),
    }))
}

const verbOf = (argv: readonly string[]): string => argv.slice(1).find(word => !word.startsWith('-')) ?? ''
