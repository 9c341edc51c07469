// What a recorded scenario says: its steps, its files as they were then, and which steps only read.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { kinds } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import type { Files } from '../kubectl/index.ts'

export interface Ref { readonly arg: number; readonly name: string; readonly kind: string; readonly base: string; readonly nth: number }
export interface Step { readonly t: number; readonly argv?: readonly string[]; readonly refs?: readonly Ref[]; readonly stdin?: string; readonly do?: string; readonly name?: string }

/** What a recording consists of besides its manifests: `apply -f .` did not see it. */
const RECORDED = new Set(['events.json', 'final.json', 'logs.json', 'results.json', 'steps.json', 'summary.json', 'cluster.json'])
const READS = new Set(['get', 'describe', 'logs', 'events', 'top', 'explain', 'api-resources', 'api-versions', 'version', 'cluster-info', 'config', 'auth', 'diff'])
/** What waits for something, or reads a history: nothing changes by it. */
export const WAITS = /^(wait|rollout status)\b/
const HISTORY = /^rollout history\b/
export const writes = ({ argv }: Step) => argv === undefined || !(READS.has(argv.slice(1).find(a => !a.startsWith('-')) ?? '') || WAITS.test(argv.slice(1).join(' ')) || HISTORY.test(argv.slice(1).join(' ')))
/** A real cluster's machine was sometimes slow: a state that came so much earlier or later is right. */
export const slackOf = (t: number) => Math.max(3, 0.2 * t)

const SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]'

/** A name without its random parts, as `refs` has it. */
export function baseOf(object: AnyObject): string {
  const { name, generateName } = object.metadata
  return (generateName ?? name).replace(new RegExp(`-(${SUFFIX}{6,10})-?$`), '').replace(new RegExp(`-${SUFFIX}{5}$`), '').replace(/-$/, '')
}

export const kindOf = (named: string): string =>
  kinds.find(k => k.kind === named || k.plural === named.toLowerCase() || k.singular === named.toLowerCase() || k.shortNames.includes(named))?.kind ?? named

/** A manifest that a step makes something of was written for that step, unless a step before it names it otherwise: an earlier `apply -f .`
 *  did not see it. → the index of the step, by the file's name. */
export function writtenFor(steps: readonly Step[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  steps.forEach(({ argv }, index) => argv?.forEach((word, n) => {
    const name = argv[n - 1] === '-f' || argv[n - 1] === '--filename' ? word : /^(?:-f|--filename)=(.+)$/.exec(word)?.[1]
    if (name === undefined || first.has(name)) return
    first.set(name, argv[1] === 'apply' || argv[1] === 'create' ? index : 0)
  }))
  return first
}

export function filesOf(folder: string, there: (name: string) => boolean): Files {
  const at = (path: string) => resolve(folder, path)
  const inside = (path: string) => !relative(folder, at(path)).startsWith('..')
  const seen = (name: string) => !RECORDED.has(name) && there(name)
  return {
    read: path => (inside(path) && existsSync(at(path)) && statSync(at(path)).isFile() ? readFileSync(at(path), 'utf8') : undefined),
    list: path => (inside(path) && existsSync(at(path)) && statSync(at(path)).isDirectory() ? readdirSync(at(path)).filter(seen).sort() : undefined),
  }
}
