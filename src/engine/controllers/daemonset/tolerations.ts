// What the pods of every DaemonSet tolerate. Upstream: pkg/controller/daemon/util/daemonset_util.go.
import type { PodSpec, Toleration } from '../../../kube/core.ts'

const of = (name: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect })

const ALWAYS: readonly Toleration[] = [
  of('not-ready', 'NoExecute'), of('unreachable', 'NoExecute'), of('disk-pressure', 'NoSchedule'), of('memory-pressure', 'NoSchedule'),
  of('pid-pressure', 'NoSchedule'), of('unschedulable', 'NoSchedule'),
]
const ON_HOST_NETWORK = of('network-unavailable', 'NoSchedule')

/** DS3: added at the end; one that says the same takes the place of the template's. */
export function withDaemonTolerations(spec: PodSpec): PodSpec {
  const tolerations = [...(spec.tolerations ?? [])]
  for (const toleration of spec.hostNetwork ? [...ALWAYS, ON_HOST_NETWORK] : ALWAYS) {
    const at = tolerations.findIndex(t => isSame(t, toleration))
    if (at < 0) tolerations.push(toleration)
    else tolerations[at] = toleration
  }
  return { ...spec, tolerations }
}

const isSame = (a: Toleration, b: Toleration): boolean =>
  a.key === b.key && a.effect === b.effect && (a.operator ?? 'Equal') === b.operator && (a.value ?? '') === (b.value ?? '')
