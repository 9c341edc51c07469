// What can be done to machines, processes and the network, and what that is called in its frame.
import type { Fault } from './faults/fault.ts'
import type { NewNode } from './newNode.ts'

/** Things done to machines, processes and the network rather than to objects. */
export type Act =
  /** Requests a second to a service (`namespace/name`) from now on; 0 ends it. */
  | { readonly do: 'traffic'; readonly service: string; readonly perSecond: number }
  /** Somebody outside opens an address in a browser: `http://172.18.0.3:30080/`, or a node's name in place of its address. */
  | { readonly do: 'browse'; readonly url: string }
  | ({ readonly do: 'add-node'; readonly name?: string } & NewNode)
  | { readonly do: 'remove-node' | 'stop-kubelet' | 'start-kubelet' | 'stop-controller' | 'start-controller'; readonly name: string }
  /** Breaks something; `stop-kubelet` and `stop-controller` are short for two of these. */
  | { readonly do: 'break'; readonly fault: Fault }
  /** Ends a fault by its id (faults/fault.ts), or all that there are. */
  | { readonly do: 'mend'; readonly id: string }
  | { readonly do: 'mend-all' }
  /** So much is asked of a workload (`deployments/default/web`): cores and bytes in total, shared by its ready pods. Zero of both: no load. Brings the metrics server. */
  | { readonly do: 'set-load'; readonly workload: string; readonly cpuMilli: number; readonly memoryBytes?: number }
  /** Installs the metrics server, or takes it away. There is none at first. */
  | { readonly do: 'metrics-server'; readonly on: boolean }
/** Those that a recorded scenario may hold. */
export const actNames: readonly string[] = ['add-node', 'remove-node', 'stop-kubelet', 'start-kubelet', 'stop-controller', 'start-controller']

/** What an act is called in its frame: with the kind of what is broken or mended. */
export const whatOf = (act: Act): string => (act.do === 'break' ? `break ${act.fault.kind}` : act.do === 'mend' ? `mend ${act.id.slice(0, Math.max(0, act.id.indexOf('/')))}` : act.do === 'traffic' && act.perSecond === 0 ? 'end traffic' : act.do)

/** Whom it concerns: a ref, or a controller's name. */
export function aboutOf(act: Act): string | undefined {
  switch (act.do) {
    case 'traffic': return `services/${act.service}`
    case 'set-load': return act.workload
    case 'stop-controller': case 'start-controller': return act.name
    case 'break': return 'node' in act.fault ? `nodes/${act.fault.node}` : 'name' in act.fault ? act.fault.name : 'workload' in act.fault ? act.fault.workload : undefined
    case 'mend': return /^(node-down|kubelet-stopped|network-cut|memory-short|disk-short)\//.test(act.id) ? `nodes/${act.id.slice(act.id.indexOf('/') + 1)}` : act.id.startsWith('controller-stopped/') ? act.id.slice(19) : undefined
    default: return 'name' in act && act.name !== undefined ? `nodes/${act.name}` : undefined
  }
}
