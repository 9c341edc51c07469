// A node as its kubelet registers and reports it.
// Upstream: pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go.
import type { AnyObject, Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import type { NodeSpec } from '../nodes.ts'
import type { Scarce } from './victims.ts'

const NOT_READY = 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'

/** The Node object of a machine; `ready`: its network has come up. */
export function nodeObjectOf(spec: NodeSpec, now: Instant, ready: boolean): AnyObject {
  const since = spec.creationTimestamp ?? timeOf(now)
  // Made up, as machine numbers are: the recorded cluster's began so, and ended in what tells their addresses apart.
  const number = `abcdef${(spec.addresses[0]?.address ?? '0.0.0.0').split('.').slice(2).reduce((n, part) => n * 256 + Number(part), 0).toString(16).padStart(4, '0')}`.padStart(32, '0')
  return {
    apiVersion: 'v1', kind: 'Node',
    metadata: { name: spec.name, labels: { ...spec.labels }, annotations: { ...(spec.annotations ?? { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' }) } },
    spec: { ...(spec.podCIDR ? { podCIDR: spec.podCIDR, podCIDRs: [spec.podCIDR] } : {}), ...(spec.taints.length ? { taints: spec.taints.map(t => ({ ...t })) } : {}) },
    status: {
      addresses: spec.addresses.map(a => ({ ...a })), allocatable: { ...spec.allocatable }, capacity: { ...spec.capacity },
      conditions: spec.conditions.map(([type, status, reason, message]) => ({
        lastHeartbeatTime: timeOf(now), lastTransitionTime: since,
        ...(type === 'Ready' && !ready ? { message: NOT_READY, reason: 'KubeletNotReady', status: 'False' } : { message, reason, status }), type,
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

/** The patch of a node's status that says how it is: heartbeats, what it is short of, and Ready where it was not. */
export function beatOf(node: AnyObject, now: Instant, short: readonly Scarce[] = []): { status: { conditions: unknown[] } } {
  const good: Record<string, readonly [string, string, string]> = {
    MemoryPressure: short.includes('memory') ? ['True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'] : ['False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    DiskPressure: short.includes('disk') ? ['True', 'KubeletHasDiskPressure', 'kubelet has disk pressure'] : ['False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    PIDPressure: ['False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'], Ready: ['True', 'KubeletReady', 'kubelet is posting ready status'],
  }
  const old = new Map<string, AnyObject['status']>((node['status']?.conditions ?? []).map((c: { type: string }) => [c.type, c]))
  return {
    status: {
      conditions: Object.entries(good).map(([type, [status, reason, message]]) => {
        const before = old.get(type)
        return before?.status === status
          ? { type, lastHeartbeatTime: timeOf(now) }
          : { type, status, reason, message, lastHeartbeatTime: timeOf(now), lastTransitionTime: timeOf(now) }
      }),
    },
  }
}
