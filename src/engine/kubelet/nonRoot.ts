// Whether a container that must not run as root would. Pure.
// Upstream: pkg/kubelet/kuberuntime/security_context_others.go verifyRunAsNonRoot.
import type { Container, PodSpec } from '../../kube/core.ts'
import { imageOf } from './runtime/programs/catalogue.ts'

/**
 * Why the kubelet refuses to make the container, if it does; `pod` is the pod's name in messages. Of an image that nobody knows it is
 * believed that it was made for what its manifest asks.
 */
export function breaksNonRoot(spec: PodSpec, container: Container, pod: string): string | undefined {
  const own = container.securityContext
  if (!(own?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot)) return undefined
  const where = `(pod: "${pod}", container: ${container.name})`
  const asked = own?.runAsUser ?? spec.securityContext?.runAsUser
  if (asked !== undefined) return Number(asked) === 0 ? `container's runAsUser breaks non-root policy ${where}` : undefined
  const image = imageOf(container.image ?? '')
  if (!image) return undefined
  const [user = ''] = (image.user ?? '').split(':')
  if (user !== '' && !/^\d+$/.test(user)) return `container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root ${where}`
  return Number(user) === 0 ? `container has runAsNonRoot and image will run as root ${where}` : undefined
}
