// Workloads that the page draws, each with the function that makes its row. Written out: to draw another kind, add its row to
// rows.ts, its function here, and its drawing to ui/stage/workloads/drawings.ts. (Jobs have more to tell than their object: rowsOf.ts.)
import type { AnyObject } from '../../kube/object.ts'
import type { TableName, Tables, WorkloadTable } from '../rows.ts'
import type { Facts } from '../status/facts.ts'
import { autoscalerRow } from './autoscalers.ts'
import { cronJobRow } from './cronjobs.ts'
import { daemonSetRow } from './daemonsets.ts'
import { deploymentRow } from './deployments.ts'
import { replicaSetRow } from './replicasets.ts'
import { statefulSetRow } from './statefulsets.ts'

type Plain = Exclude<WorkloadTable, 'jobs'>

const ROWS: { readonly [N in Plain]: (object: AnyObject, facts: Facts) => Tables[N] } = {
  cronjobs: cronJobRow,
  deployments: deploymentRow,
  replicasets: o => replicaSetRow('replicasets', o),
  replicationcontrollers: o => replicaSetRow('replicationcontrollers', o),
  daemonsets: daemonSetRow,
  statefulsets: statefulSetRow,
  horizontalpodautoscalers: autoscalerRow,
}

export const isWorkload = (plural: string): plural is Plain => Object.hasOwn(ROWS, plural)

/** `facts`: the cluster as it stands. A row may depend on other objects, but not on what time it is. */
export const workloadRow = (plural: TableName, object: AnyObject, facts: Facts): Tables[Plain] | null => (isWorkload(plural) ? ROWS[plural](object, facts) : null)
