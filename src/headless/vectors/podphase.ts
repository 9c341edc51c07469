// What a pod's containers make of it: phase, conditions, restarts, class of service.
import { conditionsOf } from '../../engine/kubelet/conditions.ts'
import { phaseOf, shouldRestart } from '../../engine/kubelet/phase.ts'
import { oomScoreAdjust } from '../../engine/kubelet/oomScore.ts'
import { podResources, qosClassOf } from '../../kube/podResources.ts'
import type { Topic } from './topic.ts'

const GIB_8 = 8 * 1024 ** 3

export const podphaseTopic: Topic = {
  name: 'podphase',
  judge(v) {
    switch (v.op) {
      case 'phase': {
        const init = v.initContainerStatuses ?? []
        const apps = v.containerStatuses ?? []
        const phase = phaseOf(v.podSpec, [...init, ...apps], v.podIsTerminal, v.podHasInitialized)
        const pod = { spec: v.podSpec, status: { conditions: v.existingConditions ?? [] } }
        const conditions: Record<string, unknown> = {}
        for (const { type, ...rest } of conditionsOf(pod, init, apps, phase, true)) if (v.conditions[type]) conditions[type] = rest
        return { expected: { phase: v.phase, conditions: v.conditions }, actual: { phase, conditions } }
      }
      case 'containerShouldRestart': {
        const container = { name: 'c', ...(v.containerRestartPolicy ? { restartPolicy: v.containerRestartPolicy } : {}), ...(v.rules ? { restartPolicyRules: v.rules } : {}) }
        return { expected: v.restart, actual: shouldRestart(container, { containers: [container], restartPolicy: v.podRestartPolicy }, v.exitCode) }
      }
      case 'qos': {
        const { podSpec: spec } = v
        return {
          expected: { qosClass: v.qosClass, requests: v.podRequests, limits: v.podLimits, oom: v.oomScoreAdjOn8GiNode },
          actual: {
            qosClass: qosClassOf(spec), requests: podResources(spec, 'requests'), limits: podResources(spec, 'limits'),
            oom: spec.containers.map((c: any) => oomScoreAdjust(spec, c, GIB_8)),
          },
        }
      }
      default: throw new Error(`unknown op ${v.op}`)
    }
  },
}
