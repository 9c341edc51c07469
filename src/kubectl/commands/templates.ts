// The pod template inside an object, wherever its kind keeps it. Upstream: polymorphichelpers/updatepodspecforobject.go.
import { createStrategicPatch } from '../../engine/index.ts'
import type { Container, PodSpec, PodTemplateSpec } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import { schemaOf } from '../../kube/schema.ts'
import type { WriteOptions } from '../../engine/api/client.ts'
import type { Invocation } from './command.ts'
import type { Found } from './find.ts'

const WITH_TEMPLATE = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'DaemonSet', 'StatefulSet', 'Job'])

/** The object with its pod spec replaced, or undefined where it has none. */
export function withPodSpec(object: AnyObject, change: (spec: PodSpec) => PodSpec): AnyObject | undefined {
  if (object.kind === 'Pod') return { ...object, spec: change(whole(object.spec)) }
  return withTemplate(object, template => ({ ...template, spec: change(whole(template.spec)) }))
}

export function withTemplate(object: AnyObject, change: (template: PodTemplateSpec) => PodTemplateSpec): AnyObject | undefined {
  const { spec } = object
  if (WITH_TEMPLATE.has(object.kind)) return { ...object, spec: { ...spec, template: change(spec?.template ?? {}) } }
  if (object.kind !== 'CronJob') return undefined
  const job = spec?.jobTemplate
  return { ...object, spec: { ...spec, jobTemplate: { ...job, spec: { ...job?.spec, template: change(job?.spec?.template ?? {}) } } } }
}

/** A file may leave out what no object in the cluster lacks, and Go reads a container that is null as one without a name. */
const whole = (spec: PodSpec | null | undefined): PodSpec => ({
  ...spec, containers: named(spec?.containers ?? []), ...(spec?.initContainers ? { initContainers: named(spec.initContainers) } : {}),
})
const named = (containers: readonly (Container | null)[]): Container[] => containers.map(c => c ?? ({ name: '' } as Container))

/** What makes the one object of the other, as kubectl sends it. */
const patchBetween = (before: AnyObject, after: AnyObject, kind: Found['kind']): Record<string, unknown> =>
  createStrategicPatch(schemaOf(kind)!, before as any, after as any) as Record<string, unknown>

/** Sends the difference; nothing where there is none. */
export function patchTo(call: Invocation, { kind, object }: Found, after: AnyObject, options: WriteOptions): AnyObject | undefined {
  const patch = patchBetween(object, after, kind)
  if (Object.keys(patch).length === 0) return undefined
  return call.client.patch(kind, object.metadata.namespace, object.metadata.name!, 'strategic', patch, options) as unknown as AnyObject
}
