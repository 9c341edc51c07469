// A StatefulSet as a row of ordinals: each with its pod, its claims and their volumes, whether wanted or left over. Pure.
import type { Ref } from '../../../kube/keys.ts'
import type { Instant } from '../../../kube/object.ts'
import { turnOf, type Member, type Turn } from '../../../kube/turns.ts'
import type { PodRow, StatefulSetRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import { isOver } from '../scene/look.ts'
import { podMark, type PodMark } from '../scene/nodes.ts'
import { podsByOwner } from './slots.ts'

export interface ClaimMark {
  readonly template: string
  readonly name: string
  /** Absent: not made yet. */
  readonly ref?: Ref
  readonly phase: 'none' | 'Pending' | 'Bound' | 'Lost'
  readonly volume?: string
  readonly size: string
}
export interface Ordinal {
  readonly ordinal: number
  readonly name: string
  /** `extra`: its pod is too many and will go. `kept`: only its claims are left. */
  readonly state: 'wanted' | 'extra' | 'kept'
  readonly pod: PodMark | undefined
  /** Of an older template. */
  readonly isOld: boolean
  /** The partition keeps it at its template. */
  readonly held: boolean
  readonly counting?: { readonly from: Instant; readonly to: Instant }
  readonly claims: readonly ClaimMark[]
}
export interface OrdinalScene {
  readonly ordinals: readonly Ordinal[]
  /** Ordinals that are not drawn. */
  readonly hidden: number
  readonly turn: Turn | undefined
  /** Pods of two templates: new ones on the upper track, old ones on the lower. */
  readonly rolling: boolean
  /** How many of the drawn ordinals the partition holds; 0 where it holds none. */
  readonly partition: number
}

const HASH = 'controller-revision-hash'

/** `web-3` → 3; undefined for a pod or claim that is named otherwise. */
const ordinalIn = (name: string, prefix: string): number | undefined => {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : ''
  return /^\d+$/.test(rest) ? Number(rest) : undefined
}

/** `most`: how many ordinals can be drawn. */
export function ordinalScene(row: StatefulSetRow, rows: Rows, now: Instant, most: number): OrdinalScene {
  const pods = new Map<number, PodRow>()
  for (const pod of podsByOwner(rows.pods).get(row.uid) ?? []) {
    const ordinal = ordinalIn(pod.name, `${row.name}-`)
    if (ordinal !== undefined) pods.set(ordinal, pod)
  }
  const claims = claimsOf(row, rows)
  const wanted = Array.from({ length: Math.min(row.desired, most) }, (_, i) => row.start + i)
  const isWanted = (n: number) => n >= row.start && n < row.start + row.desired
  const others = [...new Set([...pods.keys(), ...claims.keys()])].filter(n => !isWanted(n)).sort((a, b) => a - b)
  const kept = others.slice(0, Math.max(0, most - wanted.length))
  const member = (pod: PodRow): Member => ({
    name: pod.name, terminating: pod.look === 'terminating' || pod.look === 'unknown', isOld: isOldPod(row, pod), ...(pod.readyAt !== undefined && !isOver(pod.look) ? { readyAt: pod.readyAt } : {}),
  })
  const turn = row.deleting ? undefined : turnOf({
    parallel: row.policy === 'Parallel', onDelete: row.strategy === 'OnDelete', partition: row.partition, minReadyMs: row.minReadySeconds * 1000,
    wanted: Array.from({ length: row.desired }, (_, i) => {
      const pod = pods.get(row.start + i)
      return { name: `${row.name}-${row.start + i}`, ...(pod ? { pod: member(pod) } : {}) }
    }),
    extra: others.flatMap(n => (pods.has(n) ? [member(pods.get(n)!)] : [])).toReversed(),
  }, now)
  const ordinals = [...wanted, ...kept].map((ordinal): Ordinal => {
    const pod = pods.get(ordinal)
    const to = pod?.readyAt === undefined ? undefined : pod.readyAt + row.minReadySeconds * 1000
    return {
      ordinal, name: `${row.name}-${ordinal}`, state: isWanted(ordinal) ? 'wanted' : pod ? 'extra' : 'kept', pod: pod && podMark(pod, now),
      isOld: pod !== undefined && isOldPod(row, pod), held: isWanted(ordinal) && ordinal - row.start < row.partition && row.strategy !== 'OnDelete',
      ...(to !== undefined && to > now && pod!.look === 'ready' ? { counting: { from: pod!.readyAt!, to } } : {}),
      claims: row.claims.map(template => claims.get(ordinal)?.get(template) ?? { template, name: `${template}-${row.name}-${ordinal}`, phase: 'none', size: '' }),
    }
  })
  const drawn = ordinals.filter(o => o.pod)
  return {
    ordinals, hidden: row.desired + others.length - ordinals.length, turn, rolling: drawn.some(o => o.isOld) && (drawn.some(o => !o.isOld) || row.currentRevision !== row.updateRevision),
    partition: row.partition > 0 && row.strategy !== 'OnDelete' ? Math.min(row.partition, wanted.length) : 0,
  }
}

const isOldPod = (row: StatefulSetRow, pod: PodRow): boolean => row.updateRevision !== '' && pod.labels[HASH] !== undefined && pod.labels[HASH] !== row.updateRevision

/** Claims of its templates by ordinal and template, of ordinals that are no longer wanted as well. */
function claimsOf(row: StatefulSetRow, rows: Rows): ReadonlyMap<number, ReadonlyMap<string, ClaimMark>> {
  const found = new Map<number, Map<string, ClaimMark>>()
  if (row.claims.length === 0) return found
  for (const claim of rows.claims.values()) {
    if (claim.namespace !== row.namespace) continue
    for (const template of row.claims) {
      const ordinal = ordinalIn(claim.name, `${template}-${row.name}-`)
      if (ordinal === undefined) continue
      let own = found.get(ordinal)
      if (!own) found.set(ordinal, (own = new Map()))
      own.set(template, { template, name: claim.name, ref: claim.ref, phase: claim.phase, size: claim.size, ...(claim.volume !== undefined ? { volume: claim.volume } : {}) })
    }
  }
  return found
}
