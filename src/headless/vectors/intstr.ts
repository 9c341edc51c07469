// Vectors of counts and percentages and what Deployments make of them, run through src/kube/intOrString.ts and rollingUpdate.ts.
import { intOrStringFromJson, isPercent, parseIntOrString, PERCENT_RULE, scaledIntOrString } from '../../kube/intOrString.ts'
import { MAX_REPLICAS_ANNOTATION, maxSurge, maxUnavailable, minAvailable, newReplicaSetReplicas, proportion, replicaSetFraction, resolveFenceposts } from '../../kube/rollingUpdate.ts'
import { positiveIntOrPercentErrors } from '../../kube/intOrString.ts'
import type { Topic } from './topic.ts'

function attempt<T extends object>(read: () => T): T | { error: string } {
  try {
    return read()
  } catch (e) {
    return { error: e instanceof Error ? e.message : String(e) }
  }
}

const deployment = (replicas: number, type: string, surge: any, unavailable?: any, statusReplicas?: number) => ({
  spec: { replicas, strategy: { type: type as 'RollingUpdate', rollingUpdate: { ...(surge === null ? {} : { maxSurge: surge }), ...(unavailable === null ? {} : { maxUnavailable: unavailable }) } } },
  status: { replicas: statusReplicas },
}) as any

const runs: Readonly<Record<string, (v: any) => Record<string, unknown>>> = {
  scaled: v => attempt(() => ({ roundUp: scaledIntOrString(v.value, v.total, true), roundDown: scaledIntOrString(v.value, v.total, false) })),
  validateIntOrPercent(v) {
    const errors = positiveIntOrPercentErrors(v.value)
    return {
      errors: errors.length > 0 ? errors.map(e => `x: Invalid value: ${JSON.stringify(v.value)}: ${e}`) : null,
      isValidPercent: isPercent(v.value) ? null : [PERCENT_RULE],
    }
  },
  json(v) {
    const { value, error = null } = intOrStringFromJson(JSON.parse(v.raw))
    return { error, intValue: typeof value === 'number' ? value : 0, isString: typeof value === 'string', roundTrip: JSON.stringify(value), string: `${value}` }
  },
  parse(v) {
    const value = parseIntOrString(v.input)
    return { isString: typeof value === 'string', string: `${value}` }
  },
  fenceposts(v) {
    const d = deployment(v.replicas, 'RollingUpdate', v.maxSurge, v.maxUnavailable)
    return attempt(() => ({
      error: null, ...resolveFenceposts(v.maxSurge ?? undefined, v.maxUnavailable ?? undefined, v.replicas),
      MaxSurge: maxSurge(d), MaxUnavailable: maxUnavailable(d), MinAvailable: minAvailable(d),
    }))
  },
  newRSNewReplicas(v) {
    const out = attempt(() => ({ error: null, result: newReplicaSetReplicas(deployment(v.replicas, v.strategy, v.maxSurge), v.newReplicas, v.newReplicas + v.oldReplicas) }))
    return { result: 0, ...out }
  },
  proportion(v) {
    const d = deployment(v.deploymentReplicas, 'RollingUpdate', v.maxSurge, 0, v.deploymentStatusReplicas)
    const rs = { metadata: { annotations: { [MAX_REPLICAS_ANNOTATION]: v.maxReplicasAnnotation } }, spec: { replicas: v.rsReplicas } } as any
    return { fraction: replicaSetFraction(rs, d), proportion: proportion(rs, d, v.toAdd, v.added) }
  },
}

const outputs = new Set(['error', 'roundUp', 'roundDown', 'errors', 'isValidPercent', 'intValue', 'isString', 'roundTrip', 'string', 'surge', 'unavailable', 'MaxSurge', 'MaxUnavailable', 'MinAvailable', 'result', 'fraction', 'proportion'])

export const intstrTopic: Topic = {
  name: 'intstr',
  judge: vector => ({ expected: Object.fromEntries(Object.entries(vector).filter(([k]) => outputs.has(k))), actual: runs[vector.op]!(vector) }),
}
