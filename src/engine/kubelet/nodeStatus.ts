// A node as its kubelet registers and reports it.
// Upstream: pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go.
import type { AnyObject, Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import type { NodeSpec } from '../nodes.ts'
import { machineNumber } from './runtime/hostFiles.ts'
import { same } from './same.ts'
import type { Scarce } from './victims.ts'

/** Why a machine that joins is not ready yet. */
export const NO_NETWORK = 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'

/** The status that only the machine's kubelet writes: what there is of it, and where it is. */
const whatThereIs = (spec: NodeSpec) => ({ addresses: spec.addresses.map(a => ({ ...a })), allocatable: { ...spec.allocatable }, capacity: { ...spec.capacity } })

/** The Node object of a machine; `notReady`: why it is not ready yet. */
export function nodeObjectOf(spec: NodeSpec, now: Instant, notReady?: string): AnyObject {
  const since = spec.creationTimestamp ?? timeOf(now)
  const number = machineNumber(spec.addresses[0]?.address ?? '0.0.0.0')
  return {
    apiVersion: 'v1', kind: 'Node',
    metadata: { name: spec.name, labels: { ...spec.labels }, annotations: { ...(spec.annotations ?? { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' }) } },
    spec: { ...(spec.podCIDR ? { podCIDR: spec.podCIDR, podCIDRs: [spec.podCIDR] } : {}), ...(spec.taints.length ? { taints: spec.taints.map(t => ({ ...t })) } : {}) },
    status: {
      ...whatThereIs(spec),
      conditions: spec.conditions.map(([type, status, reason, message]) => ({
        lastHeartbeatTime: timeOf(now), lastTransitionTime: since,
        ...(type === 'Ready' && notReady !== undefined ? { message: notReady, reason: 'KubeletNotReady', status: 'False' } : { message, reason, status }), type,
      })),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } }, features: { supplementalGroupsPolicy: true },
      nodeInfo: { bootID: '00000000-0000-0000-0000-000000000001', machineID: number, systemUUID: number, ...spec.nodeInfo },
      declaredFeatures: ['ExtendWebSocketsToKubelet', 'InPlacePodLevelResourcesVerticalScaling', 'InPlacePodVerticalScalingInitContainers', 'RestartAllContainersOnContainerExits'],
      runtimeHandlers: [
        { features: { recursiveReadOnlyMounts: true, userNamespaces: false }, name: '' }, { features: { recursiveReadOnlyMounts: true, userNamespaces: false }, name: 'runc' },
      ],
    },
  }
}

/** What a kubelet makes of the resources that the API server knows: its machine's are as they are, and what somebody added to the capacity can be given away. */
function resourcesOf(node: AnyObject, spec: NodeSpec): Record<'capacity' | 'allocatable', Readonly<Record<string, string>>> {
  const added = Object.entries(node['status']?.capacity ?? {}).filter(([name]) => !(name in spec.capacity)) as [string, string][]
  return { capacity: { ...Object.fromEntries(added), ...spec.capacity }, allocatable: { ...Object.fromEntries(added), ...spec.allocatable } }
}

/** What is not as it is on the machine, as a strategic patch has it: nothing where all is well. Upstream: nodestatus/setters.go, MachineInfo, NodeAddress. */
function corrections(node: AnyObject, spec: NodeSpec): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [field, wanted] of Object.entries(resourcesOf(node, spec))) {
    const has: Readonly<Record<string, unknown>> = node['status']?.[field] ?? {}
    const wrong = Object.keys({ ...has, ...wanted }).filter(name => has[name] !== wanted[name])
    if (wrong.length) out[field] = Object.fromEntries(wrong.map(name => [name, wanted[name] ?? null]))
  }
  const { status } = nodeObjectOf(spec, 0) as unknown as { readonly status: Readonly<Record<string, unknown>> }
  for (const field of ['nodeInfo', 'daemonEndpoints']) if (!same(node['status']?.[field], status[field])) out[field] = status[field]
  if (!same(node['status']?.addresses, status['addresses'])) out['addresses'] = [{ $patch: 'replace' }, ...spec.addresses]
  return out
}

/** The patch of a node's status that says how it is: heartbeats, what it is short of, Ready where it was not, and what others made wrong. */
export function beatOf(node: AnyObject, now: Instant, short: readonly Scarce[] = [], spec?: NodeSpec): { status: { conditions: Condition[] } & Record<string, unknown> } {
  const good: Record<string, readonly [string, string, string]> = {
    MemoryPressure: short.includes('memory') ? ['True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'] : ['False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    DiskPressure: short.includes('disk') ? ['True', 'KubeletHasDiskPressure', 'kubelet has disk pressure'] : ['False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    PIDPressure: ['False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'], Ready: ['True', 'KubeletReady', 'kubelet is posting ready status'],
  }
  const old = new Map<string, AnyObject['status']>((node['status']?.conditions ?? []).map((c: { type: string }) => [c.type, c]))
  return {
    status: {
      ...(spec ? corrections(node, spec) : {}),
      conditions: Object.entries(good).map(([type, [status, reason, message]]) => {
        const before = old.get(type)
        return before?.status === status
          ? { type, lastHeartbeatTime: timeOf(now) }
          : { type, status, reason, message, lastHeartbeatTime: timeOf(now), lastTransitionTime: timeOf(now) }
      }),
    },
  }
}

interface Condition { readonly type: string; readonly status?: string; readonly lastHeartbeatTime: string }

/** Whether a beat says more than that the machine is alive. */
export const isNews = ({ status: { conditions, ...corrected } }: ReturnType<typeof beatOf>): boolean => conditions.some(c => c.status !== undefined) || Object.keys(corrected).length > 0
