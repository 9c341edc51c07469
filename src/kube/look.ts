// What a pod looks like at a glance: one word for what its status says, for shapes, signs and colours.
import type { ContainerStatus } from './core.ts'
import type { AnyObject } from './object.ts'

export type PodLook =
  | 'pending'      // waits for a node
  | 'pulling'      // an image is on its way
  | 'creating'     // bound; sandbox, volumes, containers being made; init containers run
  | 'running'      // runs, not (yet) ready
  | 'ready'        // runs and is ready
  | 'backoff'      // crashed or cannot pull; waits before the next try
  | 'succeeded'
  | 'failed'
  | 'terminating'  // was told to end and has not ended
  | 'unknown'      // its node does not answer

const BACKOFF = new Set(['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'ErrImageNeverPull', 'InvalidImageName', 'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'])

export function lookOf(pod: AnyObject): PodLook {
  const status = pod.status ?? {}
  if (status.phase === 'Succeeded') return 'succeeded'
  if (status.phase === 'Failed') return 'failed'
  if (pod.metadata.deletionTimestamp !== undefined) return status.reason === 'NodeLost' ? 'unknown' : 'terminating'
  if (!pod.spec.nodeName) return 'pending'
  const all: readonly ContainerStatus[] = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]
  if (all.some(c => BACKOFF.has(c.state?.waiting?.reason ?? ''))) return 'backoff'
  const main: readonly ContainerStatus[] = status.containerStatuses ?? []
  if (status.phase === 'Running' && main.length > 0) {
    if (main.some(c => c.state?.running)) return (status.conditions ?? []).some((c: { type: string; status: string }) => c.type === 'Ready' && c.status === 'True') ? 'ready' : 'running'
    // Every container has ended and the phase has not followed yet, or all wait for their restart.
    if (pod.spec.restartPolicy !== 'Never' && main.some(c => c.state?.terminated && (c.state.terminated.exitCode !== 0 || pod.spec.restartPolicy === 'Always'))) return 'backoff'
    return main.some(c => (c.state?.terminated?.exitCode ?? 0) !== 0) ? 'failed' : main.every(c => c.state?.terminated) ? 'succeeded' : 'creating'
  }
  return 'creating'
}
