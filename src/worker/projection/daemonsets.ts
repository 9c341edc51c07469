// A DaemonSet as the page draws it: its numbers and bounds, which template is the newest, and which nodes get no pod, and why.
import type { DaemonSet } from '../../kube/apps.ts'
import type { Node } from '../../kube/core.ts'
import { rollingLimits, TEMPLATE_GENERATION } from '../../kube/daemons.ts'
import type { AnyObject } from '../../kube/object.ts'
import { CONTROLLER_REVISION_HASH } from '../../kube/pods.ts'
import type { DaemonSetRow } from '../rows.ts'
import type { Facts } from '../status/facts.ts'
import { refusalsOf } from './daemonPlaces.ts'
import { newestRevisionOf } from './revisions.ts'
import { imagesOf, workloadOf } from './workload.ts'

export function daemonSetRow(object: AnyObject, facts: Facts): DaemonSetRow {
  const ds = object as unknown as DaemonSet
  const { metadata, spec, status } = ds
  const nodes = facts.objects('nodes') as unknown as readonly Node[]
  const refused = refusalsOf(ds, nodes)
  const revision = newestRevisionOf(facts.objects('controllerrevisions'), object)
  const generation = metadata.annotations?.[TEMPLATE_GENERATION]
  return {
    ...workloadOf('daemonsets', object),
    desired: status?.desiredNumberScheduled ?? 0, current: status?.currentNumberScheduled ?? 0, ready: status?.numberReady ?? 0,
    updated: status?.updatedNumberScheduled ?? 0, available: status?.numberAvailable ?? 0, misscheduled: status?.numberMisscheduled ?? 0,
    strategy: spec.updateStrategy?.type ?? 'RollingUpdate', ...rollingLimits(ds, nodes.length - refused.size), minReadySeconds: spec.minReadySeconds ?? 0,
    revision: (revision?.['revision'] as number | undefined) ?? 0, hash: revision?.metadata.labels?.[CONTROLLER_REVISION_HASH] ?? '',
    images: imagesOf(spec.template as never), deleting: metadata.deletionTimestamp !== undefined,
    refused: Object.fromEntries([...refused].map(([name, { why, what, keep }]) => [name, { why, what, keep }])),
    ...(generation !== undefined ? { generation } : {}),
  }
}
