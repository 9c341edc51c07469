// Nodes with their pods, and the tray of those that wait for one. Pure: rows and now → marks.
import type { Ref } from '../../../kube/keys.ts'
import type { Instant } from '../../../kube/object.ts'
import type { NodeRow, PodLook, PodRow } from '../../../worker/rows.ts'
import { groupedBy } from './grouped.ts'
import { isOver, ringOf, shortName, shownLook, type Ring } from './look.ts'

export interface PodMark {
  readonly key: string
  readonly ref: Ref
  readonly name: string
  readonly short: string
  readonly look: PodLook
  readonly ring: Ring | undefined
  readonly row: PodRow
  /** Its node has fallen silent: how it stands is what was told last. */
  readonly stale?: true
}

export interface NodeScene {
  readonly ref: Ref
  readonly name: string
  readonly row: NodeRow
  /** Drawn one by one. */
  readonly pods: readonly PodMark[]
  /** Not drawn one by one: how many more of each look. */
  readonly more: readonly (readonly [PodLook, number])[]
  /** Of those that are not folded away. */
  readonly total: number
  /** Pods of the cluster itself that are folded away. */
  readonly folded: number
}

export interface TrayScene { readonly pods: readonly PodMark[]; readonly more: number; readonly reasons: readonly string[] }

/** Ended pods that are still drawn one by one, and living ones; the others become numbers. */
const MOST_ENDED = 12
const MOST_LIVING = 400
const MOST_WAITING = 60

const byAge = (a: PodRow, b: PodRow) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1)

const first = (n: NodeRow) => (n.roles.includes('control-plane') ? 0 : 1)
const names = new Intl.Collator('en', { numeric: true })
/** The control plane first, then by name, numbers as numbers: the same order wherever nodes are drawn. */
export const byPlace = (a: NodeRow, b: NodeRow): number => first(a) - first(b) || names.compare(a.name, b.name)

/** Nobody hears of a node without power or network, or with its kubelet stopped. */
export const isSilent = (node: NodeRow | undefined): boolean => node !== undefined && (node.machine !== 'up' || node.kubelet === 'stopped')

/** `silent`: its node is. What nobody tells of has no ring: how far it is by now is not known. */
export const podMark = (row: PodRow, now: Instant, silent = false): PodMark => ({
  key: row.uid, ref: row.ref, name: row.name, short: shortName(row.name, row.owner), look: shownLook(row.look, row.owner), ring: silent ? undefined : ringOf(row, now), row,
  ...(silent && !isOver(row.look) ? { stale: true } : {}),
})

/** Rows by node ('' for those without). */
export const podsByNode = groupedBy<PodRow>(p => p.node ?? '')

export function nodeScenes(nodes: ReadonlyMap<string, NodeRow>, pods: ReadonlyMap<string, PodRow>, now: Instant, selected: Ref | undefined, withSystem = false): readonly NodeScene[] {
  const groups = podsByNode(pods)
  return [...nodes.values()]
    .sort(byPlace)
    .map(row => nodeScene(row, groups.get(row.name) ?? [], now, selected, withSystem))
}

function nodeScene(row: NodeRow, all: readonly PodRow[], now: Instant, selected: Ref | undefined, withSystem: boolean): NodeScene {
  const pods = withSystem ? all : all.filter(p => !p.system || p.ref === selected)
  const living = pods.filter(p => !isOver(p.look)).sort(byAge)
  const keep = living.length > 20 ? 0 : MOST_ENDED
  // Thousands may have ended: they are put in order only where some of them are shown.
  const ended = keep > 0 ? pods.filter(p => isOver(p.look)).sort(byAge).slice(-keep) : []
  const chosen = pods.find(p => p.ref === selected && isOver(p.look))
  const shownEnded = chosen && !ended.includes(chosen) ? [...ended, chosen] : ended
  const shownLiving = living.slice(0, MOST_LIVING)
  const shown = new Set([...shownEnded, ...shownLiving])
  const more = new Map<PodLook, number>()
  for (const pod of pods) {
    if (shown.has(pod)) continue
    const look = shownLook(pod.look, pod.owner)
    more.set(look, (more.get(look) ?? 0) + 1)
  }
  return { ref: row.ref, name: row.name, row, pods: [...shown].sort(byAge).map(p => podMark(p, now, isSilent(row))), more: [...more], total: pods.length, folded: all.length - pods.length }
}

/** Pods without a node that do not leave the scheduler's hands at once, with the scheduler's reasons. One of the cluster's own is seen where it cannot be placed. */
export function trayScene(pods: ReadonlyMap<string, PodRow>, now: Instant, withSystem = false): TrayScene {
  const waiting = (podsByNode(pods).get('') ?? []).filter(p => !isOver(p.look) && (withSystem || !p.system || p.waits !== undefined)).sort(byAge)
  const reasons = new Set(waiting.flatMap(p => (p.waits ? [p.waits] : [])))
  return { pods: waiting.slice(0, MOST_WAITING).map(p => podMark(p, now)), more: Math.max(0, waiting.length - MOST_WAITING), reasons: [...reasons].slice(0, 3) }
}
