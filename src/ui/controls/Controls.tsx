// What a learner can turn at an object: requests to a Service, the load of a workload. Stands under its Status.
import { splitRef, type Ref } from '../../kube/keys.ts'
import { useMirror } from '../mirror/index.ts'
import { LoadControl } from './LoadControl.tsx'
import { TrafficControl } from './TrafficControl.tsx'

/** Workloads that serve: of what a Job does, its program says how long it takes. */
const SERVES: ReadonlySet<string> = new Set(['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'replicationcontrollers'])

export function Controls({ of }: { of: Ref }) {
  const { plural, key } = splitRef(of)
  // An autoscaler looks at the load of what it scales; a ReplicaSet of a Deployment carries the Deployment's.
  const workload = useMirror(m => {
    if (plural === 'horizontalpodautoscalers') return m.rows.horizontalpodautoscalers.get(key)?.target
    if (!SERVES.has(plural)) return undefined
    return m.rows[plural as 'deployments'].get(key)?.owner ?? of
  })
  if (plural === 'services') return <TrafficControl key={key} service={key} />
  return workload === undefined ? null : <LoadControl key={workload} workload={workload} />
}
