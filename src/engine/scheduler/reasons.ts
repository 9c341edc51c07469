// Why the scheduler did what it did: closed lists of ids with their numbers. The scheduler's own words stand here, because the
// events and conditions carry them; the words for learners are in ui/i18n.

/** Why a node says no. */
export type NodeReason =
  | { readonly id: 'unschedulable' }
  | { readonly id: 'other-node'; readonly wants: string }
  | { readonly id: 'taint'; readonly key: string; readonly value: string; readonly effect: string }
  | { readonly id: 'node-affinity' }
  | { readonly id: 'port-taken'; readonly port: number; readonly protocol: string }
  | { readonly id: 'too-many-pods'; readonly pods: number; readonly allowed: number }
  /** `cpu` in millicores, the rest in bytes or pieces. */
  | { readonly id: 'insufficient'; readonly resource: string; readonly asked: number; readonly used: number; readonly allocatable: number }
  | { readonly id: 'claim-in-use'; readonly claim: string }
  | { readonly id: 'volume-elsewhere'; readonly claim: string; readonly volume: string }
  | { readonly id: 'no-volume-to-bind'; readonly claim: string }
  | { readonly id: 'volume-missing'; readonly claim: string; readonly volume: string }
  | { readonly id: 'volume-zone'; readonly volume: string; readonly label: string }
  | { readonly id: 'spread'; readonly topologyKey: string; readonly skew: number; readonly maxSkew: number }
  | { readonly id: 'spread-label-missing'; readonly topologyKey: string }
  | { readonly id: 'pod-affinity' }
  | { readonly id: 'pod-anti-affinity'; readonly topologyKey: string; readonly value: string }
  | { readonly id: 'existing-anti-affinity'; readonly topologyKey: string; readonly value: string }
  /** About the pod, whatever the node. */
  | { readonly id: 'claim-not-found'; readonly claim: string }
  | { readonly id: 'claim-awaited'; readonly claim: string }
  | { readonly id: 'claim-being-deleted'; readonly claim: string }
  | { readonly id: 'claim-lost'; readonly claim: string; readonly volume: string }
  | { readonly id: 'claim-unbound' }
  | { readonly id: 'affinity-conflict' }
  | { readonly id: 'ruled-out'; readonly by: string }
  /** What preemption found. */
  | { readonly id: 'no-victims' }
  | { readonly id: 'preemption-unhelpful' }

export type NodeReasonId = NodeReason['id']

/** As kube-scheduler writes it into events and conditions. */
export function wordsOf(reason: NodeReason): string {
  switch (reason.id) {
    case 'unschedulable': return 'node(s) were unschedulable'
    case 'other-node': return "node(s) didn't match the requested node name"
    case 'taint': return 'node(s) had untolerated taint(s)'
    case 'node-affinity': return "node(s) didn't match Pod's node affinity/selector"
    case 'port-taken': return "node(s) didn't have free ports for the requested pod ports"
    case 'too-many-pods': return 'Too many pods'
    case 'insufficient': return `Insufficient ${reason.resource}`
    case 'claim-in-use': return 'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod'
    case 'volume-elsewhere': return "node(s) didn't match PersistentVolume's node affinity"
    case 'no-volume-to-bind': return "node(s) didn't find available persistent volumes to bind"
    case 'volume-missing': return 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'
    case 'volume-zone': return 'node(s) had no available volume zone'
    case 'spread': return "node(s) didn't match pod topology spread constraints"
    case 'spread-label-missing': return "node(s) didn't match pod topology spread constraints (missing required label)"
    case 'pod-affinity': return "node(s) didn't match pod affinity rules"
    case 'pod-anti-affinity': return "node(s) didn't match pod anti-affinity rules"
    case 'existing-anti-affinity': return "node(s) didn't satisfy existing pods anti-affinity rules"
    case 'claim-not-found': return `persistentvolumeclaim "${reason.claim}" not found`
    case 'claim-awaited': return `waiting for ephemeral volume controller to create the persistentvolumeclaim "${reason.claim}"`
    case 'claim-being-deleted': return `persistentvolumeclaim "${reason.claim}" is being deleted`
    case 'claim-lost': return `persistentvolumeclaim "${reason.claim}" bound to non-existent persistentvolume "${reason.volume}"`
    case 'claim-unbound': return 'pod has unbound immediate PersistentVolumeClaims'
    case 'affinity-conflict': return 'pod affinity terms conflict'
    case 'ruled-out': return `node(s) didn't satisfy plugin(s) [${reason.by}]`
    case 'no-victims': return 'No preemption victims found for incoming pod'
    case 'preemption-unhelpful': return 'Preemption is not helpful for scheduling'
  }
}

/** Why a frame of the scheduler happened: FrameNote.reason. */
export type SchedulerReason =
  /** Several nodes could take it: this one had the best score, or was drawn among `equals` with the same. */
  | { readonly id: 'scheduler.assigned'; readonly node: string; readonly nodes: number; readonly feasible: number; readonly equals: number; readonly score: number }
  | { readonly id: 'scheduler.only-node'; readonly node: string; readonly nodes: number }
  | { readonly id: 'scheduler.no-node'; readonly nodes: number; readonly plugins: readonly string[] }
  | { readonly id: 'scheduler.no-nodes-at-all' }
  | { readonly id: 'scheduler.preempts'; readonly node: string; readonly victims: number; readonly nodes: number }
  | { readonly id: 'scheduler.bound'; readonly node: string }
  /** Claims that waited for the pod's node get their volumes before it is bound. */
  | { readonly id: 'scheduler.waits-for-volumes'; readonly node: string; readonly claims: readonly string[] }
  | { readonly id: 'scheduler.says-unschedulable' }
  | { readonly id: 'scheduler.evicts'; readonly node: string; readonly for: string }
  /** The pod was being deleted when its turn came. */
  | { readonly id: 'scheduler.gone' }
  /** It has waited five minutes without anything that seemed to help. */
  | { readonly id: 'scheduler.flush' }

export type SchedulerReasonId = SchedulerReason['id']
