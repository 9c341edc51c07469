// How far a rollout is, in kubectl's sentences. Upstream: kubectl/pkg/polymorphichelpers/rollout_status.go.
import type { AnyObject } from '../../kube/object.ts'

export interface RolloutStatus {
  /** Printed as it is, with its line break. */
  readonly message: string
  readonly done: boolean
  /** Ends the command with exit code 1. */
  readonly error?: string
}

const saying = (message: string, done = false): RolloutStatus => ({ message: `${message}\n`, done })

function deployment(o: AnyObject, revision: number): RolloutStatus {
  const { name } = o.metadata
  const running = Number(o.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0)
  if (revision > 0 && revision !== running) return { message: '', done: false, error: `desired revision (${revision}) is different from the running revision (${running})` }
  const s = o.status ?? {}
  if ((o.metadata.generation ?? 0) > (s.observedGeneration ?? 0)) return saying('Waiting for deployment spec update to be observed...')
  const progressing = s.conditions?.find((c: any) => c.type === 'Progressing')
  if (progressing?.reason === 'ProgressDeadlineExceeded') return { message: '', done: false, error: `deployment ${JSON.stringify(name)} exceeded its progress deadline` }
  const waiting = (what: string) => saying(`Waiting for deployment ${JSON.stringify(name)} rollout to finish: ${what}...`)
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = s
  if (o.spec?.replicas !== undefined && updatedReplicas < o.spec.replicas) return waiting(`${updatedReplicas} out of ${o.spec.replicas} new replicas have been updated`)
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`)
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`)
  return saying(`deployment ${JSON.stringify(name)} successfully rolled out`, true)
}

const ONLY_ROLLING: RolloutStatus = { message: '', done: true, error: 'rollout status is only available for RollingUpdate strategy type' }

function daemonSet(o: AnyObject): RolloutStatus {
  const name = JSON.stringify(o.metadata.name)
  if ((o.spec?.updateStrategy?.type ?? 'RollingUpdate') !== 'RollingUpdate') return ONLY_ROLLING
  const { observedGeneration = 0, updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = o.status ?? {}
  if ((o.metadata.generation ?? 0) > observedGeneration) return saying('Waiting for daemon set spec update to be observed...')
  if (updatedNumberScheduled < desiredNumberScheduled)
    return saying(`Waiting for daemon set ${name} rollout to finish: ${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated...`)
  if (numberAvailable < desiredNumberScheduled)
    return saying(`Waiting for daemon set ${name} rollout to finish: ${numberAvailable} of ${desiredNumberScheduled} updated pods are available...`)
  return saying(`daemon set ${name} successfully rolled out`, true)
}

function statefulSet(o: AnyObject): RolloutStatus {
  if ((o.spec?.updateStrategy?.type ?? 'RollingUpdate') !== 'RollingUpdate') return ONLY_ROLLING
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0, currentRevision, updateRevision } = o.status ?? {}
  if (observedGeneration === 0 || (o.metadata.generation ?? 0) > observedGeneration) return saying('Waiting for statefulset spec update to be observed...')
  const replicas = o.spec?.replicas
  if (replicas !== undefined && readyReplicas < replicas) return saying(`Waiting for ${replicas - readyReplicas} pods to be ready...`)
  const partition = o.spec?.updateStrategy?.rollingUpdate?.partition
  if (partition !== undefined && replicas !== undefined) {
    if (updatedReplicas < replicas - partition)
      return saying(`Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${replicas - partition} new pods have been updated...`)
    return saying(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`, true)
  }
  if (updateRevision !== currentRevision) return saying(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`)
  return saying(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`, true)
}

/** Of a Deployment (of a certain revision, or 0), DaemonSet or StatefulSet; undefined for kinds that do not roll out. */
export function rolloutStatus(object: AnyObject, revision = 0): RolloutStatus | undefined {
  switch (object.kind) {
    case 'Deployment': return deployment(object, revision)
    case 'DaemonSet': return daemonSet(object)
    case 'StatefulSet': return statefulSet(object)
    default: return undefined
  }
}
