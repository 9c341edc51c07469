// What happened to the cluster between two looks at it, as far as whoever only listens must hear of it: ends, failures, what stands, nodes.
// Pure. Single steps on the way (a pull, a watch event) are not news: there are hundreds in a second.
import type { PodRow } from '../../worker/rows.ts'
import type { Rows } from '../mirror/applyDelta.ts'

export type News =
  | { readonly what: 'job'; readonly name: string; readonly how: 'Complete' | 'Failed' | 'Suspended'; readonly succeeded: number; readonly failed: number }
  /** All that was asked for is there, of the newest template. */
  | { readonly what: 'stands'; readonly kind: string; readonly name: string; readonly count: number }
  /** A rollout made no progress for as long as it may. */
  | { readonly what: 'late'; readonly name: string }
  | { readonly what: 'scaled'; readonly name: string; readonly target: string; readonly from: number; readonly to: number }
  | { readonly what: 'node'; readonly name: string; readonly how: 'Ready' | 'NotReady' | 'Unknown' | 'joined' | 'gone' }
  /** `failed` and will not run again; `backoff`: waits before the next try; `waiting`: no node takes them. The first names, and how many there are. */
  | { readonly what: 'pods'; readonly how: 'failed' | 'backoff' | 'waiting'; readonly names: readonly string[]; readonly count: number }

/** A workload with replicas: whether it stands, and in which version. */
interface Standing { readonly name: string; readonly stands: boolean; readonly count: number; readonly version: string }
const NAMED = 2

type Tables = Pick<Rows, 'deployments' | 'daemonsets' | 'statefulsets'>
const KINDS: { readonly [T in keyof Tables]: readonly [kind: string, of: (rows: Rows) => ReadonlyMap<string, Standing>] } = {
  deployments: ['Deployment', rows => standing(rows.deployments, d => [d.observed && !d.deleting && d.updated === d.desired && d.total === d.desired && d.available === d.desired, `${d.revision}`])],
  // Those that are replaced only when somebody deletes them stand as they are.
  daemonsets: ['DaemonSet', rows => standing(rows.daemonsets, d => [!d.deleting && d.available === d.desired && (d.strategy === 'OnDelete' || d.updated === d.desired), `${d.revision}`])],
  statefulsets: ['StatefulSet', rows => standing(rows.statefulsets, s => [!s.deleting && s.total === s.desired && s.available === s.desired && (s.strategy === 'OnDelete' || s.updated >= s.desired - s.partition), `${s.updateNumber}`])],
}

function standing<R extends { readonly system?: true; readonly name: string; readonly desired: number }>(rows: ReadonlyMap<string, R>, judge: (row: R) => readonly [boolean, string]): ReadonlyMap<string, Standing> {
  const all = new Map<string, Standing>()
  for (const [key, row] of rows) {
    if (row.system) continue
    const [stands, version] = judge(row)
    all.set(key, { name: row.name, stands, count: row.desired, version })
  }
  return all
}

const HOW_POD = ['failed', 'backoff', 'waiting'] as const
function howOf(pod: PodRow): (typeof HOW_POD)[number] | undefined {
  return pod.look === 'failed' || pod.look === 'backoff' ? pod.look : pod.look === 'pending' && pod.waits !== undefined ? 'waiting' : undefined
}

/** The news between two looks, what matters most first; nothing of what the cluster runs for itself. Tables that are the same map are not read. */
export function newsBetween(before: Rows, after: Rows): readonly News[] {
  const news: News[] = []
  if (before.jobs !== after.jobs) {
    for (const [key, job] of after.jobs) {
      const was = before.jobs.get(key)
      const how = job.status
      // One that came and ended between two looks is news as well.
      if (job.system || (how !== 'Complete' && how !== 'Failed' && how !== 'Suspended') || (was?.uid === job.uid && was.status === how)) continue
      news.push({ what: 'job', name: job.name, how, succeeded: job.succeeded, failed: job.failed })
    }
  }
  if (before.nodes !== after.nodes) {
    for (const [key, node] of after.nodes) {
      const was = before.nodes.get(key)
      if (was === undefined) news.push({ what: 'node', name: node.name, how: 'joined' })
      else if (was.status !== node.status) news.push({ what: 'node', name: node.name, how: node.status })
    }
    for (const [key, node] of before.nodes) if (!after.nodes.has(key)) news.push({ what: 'node', name: node.name, how: 'gone' })
  }
  if (before.pods !== after.pods) {
    const came = new Map<string, string[]>()
    for (const [key, pod] of after.pods) {
      const how = pod.system ? undefined : howOf(pod)
      if (how === undefined) continue
      const was = before.pods.get(key)
      if (was?.uid === pod.uid && howOf(was) === how) continue
      came.set(how, [...(came.get(how) ?? []), pod.name])
    }
    for (const how of HOW_POD) {
      const names = came.get(how)
      if (names) news.push({ what: 'pods', how, names: names.slice(0, NAMED), count: names.length })
    }
  }
  for (const table of Object.keys(KINDS) as (keyof Tables)[]) {
    if (before[table] === after[table]) continue
    const [kind, of] = KINDS[table]
    const earlier = of(before)
    for (const [key, now] of of(after)) {
      const was = earlier.get(key)
      if (now.stands && !(was?.stands && was.version === now.version && was.count === now.count)) news.push({ what: 'stands', kind, name: now.name, count: now.count })
    }
  }
  if (before.deployments !== after.deployments) {
    for (const [key, row] of after.deployments) if (row.progress === 'late' && before.deployments.get(key)?.progress !== 'late') news.push({ what: 'late', name: row.name })
  }
  if (before.horizontalpodautoscalers !== after.horizontalpodautoscalers) {
    for (const [key, row] of after.horizontalpodautoscalers) {
      const was = before.horizontalpodautoscalers.get(key)
      if (was && was.state !== 'new' && was.wanted !== row.wanted) news.push({ what: 'scaled', name: row.name, target: row.targetName, from: was.wanted, to: row.wanted })
    }
  }
  return news
}
