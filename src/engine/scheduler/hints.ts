// Which changes in the cluster may help a pod that found no node: asked of each plugin that refused it. Pure.
// Upstream: the EventsToRegister and isSchedulableAfter… of each plugin (queueing hints).
import type { Node, Pod } from '../../kube/core.ts'
import { findUntoleratedTaint, keepsAway } from '../../kube/taints.ts'
import { NodeInfo } from './nodeInfo.ts'
import type { FilterName } from './plugin.ts'
import { podInfoOf, type PodInfo } from './podInfo.ts'
import { nodeResourcesFit } from './filters/nodeResourcesFit.ts'
import { companionsMatch, constraintsOf, isPlaceForAny } from './spread.ts'
import type { ClusterView } from './view.ts'

export type ClusterEvent =
  /** A node came, changed, or went. */
  | { readonly what: 'node'; readonly before: Node | undefined; readonly after: Node | undefined }
  /** A pod that has a node came, changed, or is gone (ended, or deleted). */
  | { readonly what: 'placed-pod'; readonly before: Pod | undefined; readonly after: Pod | undefined }
  /** The waiting pod itself was changed. */
  | { readonly what: 'own'; readonly before: Pod; readonly after: Pod }
  /** Claims, volumes and storage classes. */
  | { readonly what: 'volume' }
  | { readonly what: 'namespace' }

const differs = (a: unknown, b: unknown): boolean => a !== b && JSON.stringify(a) !== JSON.stringify(b)

/** Whether a change of a node can matter to anybody: heartbeats cannot. */
export const nodeMatters = (before: Node | undefined, after: Node | undefined): boolean =>
  !before || !after || differs(before.spec, after.spec) || differs(before.metadata.labels, after.metadata.labels) ||
  differs(before.status?.allocatable, after.status?.allocatable)

function infoOf(node: Node): NodeInfo {
  const info = new NodeInfo(node.metadata.name)
  info.setNode(node, 0)
  return info
}

type Hint = (info: PodInfo, event: ClusterEvent, view: ClusterView) => boolean

/** Ruled out before and not any more; or new and not ruled out. */
const opensUp = (event: ClusterEvent, allows: (node: Node) => boolean): boolean =>
  event.what === 'node' && event.after !== undefined && allows(event.after) && (event.before === undefined || !allows(event.before))

const never: Hint = () => false
const labelsChanged = (before: Pod | undefined, after: Pod | undefined) => differs(before?.metadata.labels, after?.metadata.labels)

const hints: Readonly<Record<FilterName, Hint>> = {
  NodeName: never,
  NodeUnschedulable: (info, event) => event.what === 'own' ? info.shape.bearsCordon : opensUp(event, node => !node.spec?.unschedulable || info.shape.bearsCordon),
  TaintToleration: (info, event) => event.what === 'own' ? differs(event.before.spec?.tolerations, event.after.spec?.tolerations)
    : opensUp(event, node => !findUntoleratedTaint(node.spec?.taints, info.shape.tolerations, keepsAway)),
  NodeAffinity(info, event) {
    if (event.what === 'own') return differs(event.before.spec?.nodeSelector, event.after.spec?.nodeSelector) || differs(event.before.spec?.affinity, event.after.spec?.affinity)
    const allows = (node: Node) => !info.shape.nodes || info.shape.nodes.matches(node)
    if (opensUp(event, allows)) return true
    // Seen in a recording of 1.36: a pod that asks for one node by label is tried again whenever that node's taints change, in
    // either direction, although it bears none of them.
    return event.what === 'node' && event.before !== undefined && event.after !== undefined && allows(event.after) && differs(event.before.spec?.taints, event.after.spec?.taints)
  },
  NodePorts(info, event) {
    if (event.what === 'node') return event.before === undefined
    if (event.what !== 'placed-pod' || event.after || !event.before) return false
    const freed = podInfoOf(event.before).shape.ports
    return info.shape.ports.some(p => freed.some(f => f.port === p.port && f.protocol === p.protocol))
  },
  NodeResourcesFit(info, event) {
    // Any pod that leaves frees something, if only its place among the pods; one that is resized may.
    if (event.what === 'placed-pod') return event.after === undefined || shrank(event)
    if (event.what === 'own') return differs(event.before.spec?.containers, event.after.spec?.containers)
    if (event.what !== 'node' || !event.after) return false
    if (nodeResourcesFit.refuse(info, infoOf(event.after))) return false
    return event.before === undefined || grew(info, infoOf(event.before), infoOf(event.after))
  },
  VolumeRestrictions: (info, event) => event.what === 'volume' || (event.what === 'placed-pod' && !event.after && event.before !== undefined &&
    event.before.metadata.namespace === info.pod.metadata.namespace && podInfoOf(event.before).claims.some(c => info.claims.some(own => own.name === c.name))),
  VolumeBinding: (_info, event) => event.what === 'volume' || (event.what === 'node' && event.after !== undefined),
  VolumeZone: (_info, event) => event.what === 'volume' || (event.what === 'node' && event.after !== undefined && differs(event.before?.metadata.labels, event.after.metadata.labels)),
  PodTopologySpread(info, event) {
    if (event.what === 'own') {
      const bearsMore = differs(event.before.spec?.tolerations, event.after.spec?.tolerations) && constraintsOf(info, 'DoNotSchedule').some(c => c.honorTaints)
      return bearsMore || labelsChanged(event.before, event.after) || differs(event.before.spec?.topologySpreadConstraints, event.after.spec?.topologySpreadConstraints)
    }
    if (event.what === 'node') return movesPlaces(info, event.before, event.after)
    if (event.what !== 'placed-pod') return false
    const before = event.before !== undefined && companionsMatch(info, event.before)
    const after = event.after !== undefined && companionsMatch(info, event.after)
    const leaves = event.before?.metadata.deletionTimestamp === undefined && event.after?.metadata.deletionTimestamp !== undefined
    return before !== after || (before && leaves)
  },
  InterPodAffinity(info, event, view) {
    if (event.what === 'own') return labelsChanged(event.before, event.after)
    if (event.what === 'namespace') return true
    if (event.what === 'node') return event.after !== undefined && (event.before === undefined || movesTerms(info, event.before, event.after))
    if (event.what !== 'placed-pod') return false
    if (event.before && event.after && !labelsChanged(event.before, event.after)) return false
    const { affinity = [], antiAffinity = [] } = info.terms ?? {}
    // A wanted neighbour has come, or somebody unwanted (or who did not want us) has gone.
    if (event.after && affinity.some(term => view.speaksOf(term, podInfoOf(event.after!)))) return true
    if (event.before && antiAffinity.some(term => view.speaksOf(term, podInfoOf(event.before!)))) return true
    return event.before !== undefined && !event.after && (podInfoOf(event.before).terms?.antiAffinity ?? []).some(term => view.speaksOf(term, info))
  },
}

/** A node that becomes a place for the pod's hard constraints or is one no more, and one that goes to another domain or gets other taints. */
function movesPlaces(info: PodInfo, before: Node | undefined, after: Node | undefined): boolean {
  const [was, is] = [isPlaceForAny(info, before), isPlaceForAny(info, after)]
  if (was !== is || !before || !after) return was || is
  return is && (differs(before.spec?.taints, after.spec?.taints) || constraintsOf(info, 'DoNotSchedule').some(c => domainChanged(before, after, c.topologyKey)))
}

const domainChanged = (before: Node, after: Node, key: string): boolean => before.metadata.labels?.[key] !== after.metadata.labels?.[key]

/** Whether a node goes to another domain of one of the pod's terms. A pod without terms was kept away by those of others, of whose keys nothing is known here. */
function movesTerms({ terms }: PodInfo, before: Node, after: Node): boolean {
  const all = [...terms?.affinity ?? [], ...terms?.antiAffinity ?? []]
  return all.length > 0 ? all.some(term => domainChanged(before, after, term.topologyKey)) : differs(before.metadata.labels, after.metadata.labels)
}

function grew({ shape: { requests } }: PodInfo, before: NodeInfo, after: NodeInfo): boolean {
  const [a, b] = [before.allocatable, after.allocatable]
  return (requests.cpu > 0 && b.cpu > a.cpu) || (requests.memory > 0 && b.memory > a.memory) || (requests.ephemeral > 0 && b.ephemeral > a.ephemeral) ||
    after.podsAllowed > before.podsAllowed || requests.others.some(([name]) => after.allocatableOther(name) > before.allocatableOther(name))
}

/** Whether a pod that stays asks for less than before: it was resized. */
function shrank(event: ClusterEvent): boolean {
  if (event.what !== 'placed-pod' || !event.before || !event.after || (event.after.metadata.generation ?? 1) < 2) return false
  const [was, is] = [podInfoOf(event.before).shape.requests, podInfoOf(event.after).shape.requests]
  return is.cpu < was.cpu || is.memory < was.memory
}

const cameOrWent = (event: ClusterEvent): boolean => event.what === 'placed-pod' && (!event.before || !event.after)
const regrouped = (event: ClusterEvent): boolean => event.what === 'placed-pod' && event.before !== undefined && event.after !== undefined &&
  (labelsChanged(event.before, event.after) || (event.before.metadata.deletionTimestamp === undefined) !== (event.after.metadata.deletionTimestamp === undefined))

/** Whether pods that `plugin` refused need be looked at at all: most changes of pods concern nobody who waits. */
export function concerns(plugin: FilterName, event: ClusterEvent): boolean {
  switch (plugin) {
    case 'NodeName': return false
    case 'NodeUnschedulable': case 'TaintToleration': case 'NodeAffinity': return event.what === 'node'
    case 'NodeResourcesFit': return event.what === 'node' || (event.what === 'placed-pod' && (!event.after || shrank(event)))
    case 'NodePorts': return event.what === 'node' || (event.what === 'placed-pod' && !event.after)
    case 'VolumeRestrictions': return event.what === 'volume' || (event.what === 'placed-pod' && !event.after)
    case 'VolumeBinding': case 'VolumeZone': return event.what === 'volume' || event.what === 'node'
    case 'PodTopologySpread': return event.what === 'node' || cameOrWent(event) || regrouped(event)
    case 'InterPodAffinity': return event.what === 'node' || event.what === 'namespace' || cameOrWent(event) || regrouped(event)
  }
}

/** Whether it is worth trying a pod again that `plugin` refused. */
export const mayHelp = (plugin: FilterName, info: PodInfo, event: ClusterEvent, view: ClusterView): boolean => hints[plugin](info, event, view)
