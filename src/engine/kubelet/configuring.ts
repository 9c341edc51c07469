// A container that has its image: is all there that it refers to?
import type { Container, Pod } from '../../kube/core.ts'
import { breaksNonRoot } from './nonRoot.ts'
import type { PodRecord } from './record.ts'
import { podText, type Room } from './room.ts'
import { ConfigError, environmentOf } from './runtime/env.ts'
import { CREATE_MS } from './timing.ts'
import { at, because, failed, refOf, type Stage } from './turns.ts'

/** What its environment refers to and is not there. */
function missing(room: Room, r: PodRecord, pod: Pod, container: Container): string | undefined {
  try {
    if (container.envFrom || container.env?.some(e => e.valueFrom)) environmentOf(pod, container, room.lookups(r, pod))
    return undefined
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
  }
}

/** Everything the container refers to must be there, and nobody may run as root who must not. */
export const configure: Stage = (room, r, pod, step, container) => {
  const lacking = missing(room, r, pod, container) ?? breaksNonRoot(pod.spec!, container, podText(pod))
  if (lacking !== undefined) {
    because(room, r, `cannot create ${step.container}`, 'kubelet.config-error', { container: step.container })
    room.event(r, pod, 'Warning', 'Failed', `Error: ${lacking}`, refOf(step))
    return failed(r, container, step.init, 'CreateContainerConfigError', lacking)
  }
  // Who starts beside it on the node is known only now: many pods are often bound at one instant.
  const crowdMs = Object.keys(r.containers).length === 0 ? room.crowdMs(r.node) : 0
  return { r: at(r, { ...step, stage: 3 }), until: room.now + CREATE_MS + crowdMs }
}
