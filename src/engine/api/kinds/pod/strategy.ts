// Pods. Upstream: pkg/registry/core/pod/strategy.go.
import type { Pod, PodCondition, PodStatus } from '../../../../kube/core.ts'
import { Pod as PodKind } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { sameValue } from '../../fields/equality.ts'
import type { FieldError } from '../../fields/fieldError.ts'
import { nextGeneration, onlyStatus } from '../generation.ts'
import type { Strategy } from '../strategy.ts'
import { knownComplete, podDefaults } from './defaults.ts'
import { onlyEphemeral, validateEphemeralUpdate } from './ephemeral.ts'
import { withOwnLabels } from './labelKeys.ts'
import { qosClassOf } from '../../../../kube/podResources.ts'
import { onlyResize, validateResize } from './resize.ts'
import { validatePodStatus } from './status.ts'
import { validatePodUpdate } from './update.ts'
import { validatePod, validatePodMetadata } from './validate.ts'
import { hostnameWarnings, podSpecWarnings } from './warnings.ts'

type PodObject = Pod & AnyObject

const gated = (pod: Pod): PodCondition => ({
  type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates',
  lastProbeTime: null as unknown as string, lastTransitionTime: pod.metadata.creationTimestamp!,
})

/** A strategic patch keeps no nulls of a list that it adds as a whole; Go writes the times again, for they are held by value. */
function withTimes(next: PodStatus | undefined, old: PodStatus | undefined): PodStatus | undefined {
  if (old?.conditions || !next?.conditions?.some(c => c.lastProbeTime === undefined)) return next
  return { ...next, conditions: next.conditions.map(c => (c.lastProbeTime === undefined ? { ...c, lastProbeTime: null as unknown as string } : c)) }
}

/** Completed specifications of which a pod was made that had no faults. Admission adds only what is right. */
const goodTemplates = new WeakSet<object>()

export const podStrategy: Strategy<PodObject> = {
  kind: PodKind,
  hasStatus: true,

  defaults: pod => podDefaults(pod) as PodObject,

  prepareCreate(pod) {
    const status: PodStatus = {
      phase: 'Pending', qosClass: qosClassOf(pod.spec), ...(pod.spec.schedulingGates?.length ? { conditions: [gated(pod)] } : {}),
    }
    return { ...pod, metadata: { ...pod.metadata, generation: 1 }, spec: knownComplete(withOwnLabels(pod)), status }
  },

  prepareUpdate(next, old, subresource) {
    if (subresource === 'status') {
      if (next.metadata === old.metadata) return { ...old, status: { ...withTimes(next.status, old.status), qosClass: old.status?.qosClass ?? qosClassOf(old.spec) } }
      // Old kubelets spoil these two, so whoever writes a status may not touch them.
      const { ownerReferences: _o, deletionTimestamp: _d, ...metadata } = onlyStatus(next, old).metadata
      const { ownerReferences, deletionTimestamp } = old.metadata
      const kept = { ...metadata, ...(ownerReferences ? { ownerReferences } : {}), ...(deletionTimestamp ? { deletionTimestamp } : {}) }
      return { ...old, metadata: kept, status: { ...withTimes(next.status, old.status), qosClass: old.status?.qosClass ?? qosClassOf(old.spec) } }
    }
    if (subresource === 'ephemeralcontainers' || subresource === 'resize') {
      const only = subresource === 'resize' ? onlyResize(next, old) : onlyEphemeral(next, old)
      const changed = !sameValue(only.spec, old.spec, 'spec')
      return nextGeneration({ ...only, spec: changed ? knownComplete(only.spec) : old.spec }, old, changed)
    }
    const ungated = old.spec.schedulingGates?.length && !next.spec.schedulingGates?.length
    const status = ungated && old.status?.conditions
      ? { ...old.status, conditions: old.status.conditions.filter(c => c.reason !== 'SchedulingGated') } : old.status
    const { status: _given, ...rest } = next
    const changed = !sameValue(next.spec, old.spec, 'spec')
    const spec = knownComplete(changed ? next.spec : old.spec)
    return nextGeneration({ ...rest, spec, ...(status ? { status } : {}) } as PodObject, old, changed)
  },

  validate(pod, completed) {
    const template = completed?.spec
    if (template && goodTemplates.has(template)) return validatePodMetadata(pod)
    const findings = validatePod(pod)
    // A claim of a pod's own is named after the pod; all else in a specification is judged without it.
    if (template && findings.length === 0 && !template.volumes?.some(v => v.ephemeral)) goodTemplates.add(template)
    return findings
  },

  validateUpdate(next, old, subresource): FieldError[] {
    if (subresource === 'ephemeralcontainers') return validateEphemeralUpdate(next, old)
    if (subresource === 'resize') return validateResize(next, old)
    return subresource === 'status' ? validatePodStatus(next, old) : validatePodUpdate(next, old)
  },

  warnings: pod => [...hostnameWarnings(pod.metadata.name), ...podSpecWarnings(pod.spec, pod.metadata)],

  deletionGrace(pod, requested) {
    const asked = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0
    // Nothing has started: there is nobody to wait for.
    if (!pod.spec.nodeName || pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') return 0
    return asked < 0 ? 1 : asked
  },
}
