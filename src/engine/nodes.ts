// The machines a cluster is made of, as data: what a kubelet reports of itself when it registers.

/** A node as it is put into a cluster. The shape is that of the recordings' cluster.json. */
export interface NodeSpec {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly podCIDR?: string
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  readonly capacity: Readonly<Record<string, string>>
  readonly allocatable: Readonly<Record<string, string>>
  readonly addresses: readonly { readonly address: string; readonly type: string }[]
  readonly nodeInfo: Readonly<Record<string, string>>
  /** [type, status, reason, message] */
  readonly conditions: readonly (readonly [string, string, string, string])[]
  readonly creationTimestamp?: string
  /** Images that lie in its cache from the start. */
  readonly images?: readonly string[]
}

const CONDITIONS: NodeSpec['conditions'] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
]

/** 10.244.0.0/16 in ranges of 256 addresses; with more than 256 nodes it goes on behind it, as far as 10.95: services begin at 10.96. */
const podRangeOf = (nth: number): string => `10.${(244 + Math.floor(nth / 256)) % 256}.${nth % 256}.0/24`

function node(name: string, nth: number, controlPlane: boolean): NodeSpec {
  return {
    name,
    labels: {
      'beta.kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux',
      ...(controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
    },
    annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    podCIDR: podRangeOf(nth),
    taints: controlPlane ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : [],
    capacity: { cpu: '2', 'ephemeral-storage': '102401Mi', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: '4Gi', pods: '110' },
    allocatable: { cpu: '2', 'ephemeral-storage': '96636764160', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: '4Gi', pods: '110' },
    addresses: [{ address: `172.18.${Math.floor((nth + 1) / 250)}.${((nth + 1) % 250) + 1}`, type: 'InternalIP' }, { address: name, type: 'Hostname' }],
    nodeInfo: {
      architecture: 'amd64', containerRuntimeVersion: 'containerd://2.1.9', kernelVersion: '6.18.44', kubeProxyVersion: '', kubeletVersion: 'v1.36.2',
      operatingSystem: 'linux', osImage: 'Debian GNU/Linux 12 (bookworm)',
    },
    conditions: CONDITIONS,
  }
}

/** A worker of that name; `nth` decides its addresses, from 1. */
export const workerNode = (name: string, nth: number): NodeSpec => node(name, nth, false)

/** A control plane with its taint and so many workers, of two cores and 4 Gi each. */
export function defaultNodes(workers: number): readonly NodeSpec[] {
  const list = [node('control-plane', 0, true)]
  for (let n = 1; n <= workers; n++) list.push(node(`node-${n}`, n, false))
  return list
}
