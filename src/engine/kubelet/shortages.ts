// What a machine is short of, as its kubelet keeps it, and whom it does not take then. How it comes to that stands in pressure.ts.
import type { Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { qosClassOf } from '../../kube/podResources.ts'
import { isCritical } from '../../kube/system.ts'
import { anyTolerates } from '../../kube/taints.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Room } from './room.ts'
import { SCARCE, type Scarce } from './victims.ts'

/** How a node stands with one thing that it may run short of. */
export interface Shortage {
  /** What something that is no pod has taken of it. */
  readonly takenBytes: number
  /** The housekeeping that last found too little of it: the node's condition is True until some time after. */
  readonly seenAt?: Instant
}

/** A kubelet's housekeeping: when it comes next, and the pod whose end it waits for. */
export interface Housekeeping { readonly item: AgendaItem; readonly victim?: string; readonly since?: Instant }

export const shortageKey = (node: string, what: Scarce): string => `${node}/${what}`

/** The node's condition that says it. */
export const CONDITION: Readonly<Record<Scarce, 'MemoryPressure' | 'DiskPressure'>> = { memory: 'MemoryPressure', disk: 'DiskPressure' }

/** What the node says it is short of. */
export const shortOf = (room: Room, node: string): readonly Scarce[] => SCARCE.filter(what => room.shortages.get(shortageKey(node, what))?.seenAt !== undefined)

/** Why a machine that is short of something takes no such pod. Upstream: eviction_manager.go Admit. */
export function refusedBy(room: Room, node: string, pod: Pod): { readonly reason: string; readonly message: string } | undefined {
  const short = shortOf(room, node)
  if (short.length === 0 || isCritical(pod)) return undefined
  if (short.length === 1 && short[0] === 'memory') {
    if (qosClassOf(pod.spec!) !== 'BestEffort') return undefined
    if (anyTolerates(pod.spec!.tolerations, { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' })) return undefined
  }
  return { reason: 'Evicted', message: `Pod was rejected: The node had condition: [${short.map(what => CONDITION[what]).join(' ')}]. ` }
}
