// A StatefulSet as the page draws it: its ordinals, its two revisions, its claims' templates.
import type { StatefulSet } from '../../kube/apps.ts'
import type { AnyObject } from '../../kube/object.ts'
import { replicasOf, startOf } from '../../kube/statefulSets.ts'
import type { StatefulSetRow } from '../rows.ts'
import type { Facts } from '../status/facts.ts'
import { imagesOf, workloadOf } from './workload.ts'

export function statefulSetRow(object: AnyObject, facts: Facts): StatefulSetRow {
  const set = object as unknown as StatefulSet
  const { metadata, spec, status } = set
  const retention = spec.persistentVolumeClaimRetentionPolicy
  const numbers = new Map(facts.objects('controllerrevisions').map(r => [r.metadata.name, r['revision'] as number]))
  const [current, update] = [status?.currentRevision ?? '', status?.updateRevision ?? '']
  return {
    ...workloadOf('statefulsets', object),
    desired: replicasOf(set), start: startOf(set), total: status?.replicas ?? 0, ready: status?.readyReplicas ?? 0, available: status?.availableReplicas ?? 0, updated: status?.updatedReplicas ?? 0,
    policy: spec.podManagementPolicy ?? 'OrderedReady', strategy: spec.updateStrategy?.type ?? 'RollingUpdate', partition: spec.updateStrategy?.rollingUpdate?.partition ?? 0,
    minReadySeconds: spec.minReadySeconds ?? 0, currentRevision: current, updateRevision: update, currentNumber: numbers.get(current) ?? 0, updateNumber: numbers.get(update) ?? 0,
    claims: (spec.volumeClaimTemplates ?? []).map(t => t.metadata.name!), whenScaled: retention?.whenScaled === 'Delete' ? 'Delete' : 'Retain',
    images: imagesOf(spec.template as never), deleting: metadata.deletionTimestamp !== undefined,
  }
}
