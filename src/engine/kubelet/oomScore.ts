// Whom the kernel takes first when memory runs out. Upstream: pkg/kubelet/qos/policy.go.
import type { Container, PodSpec } from '../../kube/core.ts'
import { qosClassOf } from '../../kube/podResources.ts'
import { isSidecar } from '../../kube/pods.ts'
import { parseQuantity } from '../../kube/quantity.ts'
import { scaledValue } from '../../kube/quantityMath.ts'

type Written = Readonly<Record<string, string | number>> | undefined

const memoryOf = (written: Written): number => (written?.['memory'] === undefined ? 0 : Number(scaledValue(parseQuantity(String(written['memory'])), 0)))

/** oom_score_adj of a container: the higher, the sooner the kernel takes it. */
export function oomScoreAdjust(spec: PodSpec, container: Container, nodeMemory: number): number {
  if ((spec.priority ?? 0) >= 2_000_001_000) return -997
  const qos = qosClassOf(spec)
  if (qos !== 'Burstable') return qos === 'Guaranteed' ? -997 : 1000
  let memory = memoryOf(container.resources?.requests as Written)
  if (spec.resources?.requests?.['memory'] !== undefined) {
    const sum = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)].reduce((s, c) => s + memoryOf(c.resources?.requests as Written), 0)
    memory += Math.max(0, Math.floor((memoryOf(spec.resources.requests as Written) - sum) / (spec.containers.length + (spec.initContainers?.filter(isSidecar).length ?? 0))))
  }
  const score = 1000 - Math.floor((1000 * memory) / nodeMemory)
  return score < 3 ? 3 : score === 1000 ? 999 : score
}
