// How a kubelet comes to an image: whether it must be fetched, and the words of it. What there is stands in programs/catalogue.ts.
// Upstream: pkg/kubelet/images/image_manager.go.

import { parseReference, type Reference } from './programs/reference.ts'

const read = new Map<string, ReturnType<typeof parseReference>>()
const MOST_READ = 2000

/** parseReference, which is pure, with the few names remembered that a cluster runs. */
export function referenceOf(image: string): Reference | { readonly error: string } {
  let reference = read.get(image)
  if (reference === undefined) {
    if (read.size >= MOST_READ) read.clear()
    read.set(image, reference = parseReference(image))
  }
  return reference
}

/** How the kubelet means to get the image of a container. */
export type PullPlan = 'present' | 'pull' | 'never'

/** Upstream: imageManager.imagePullPrecheck. */
export function planPull(policy: string | undefined, present: boolean): PullPlan {
  if (policy === 'Never') return present ? 'present' : 'never'
  return policy === 'Always' || !present ? 'pull' : 'present'
}

export const messages = {
  pulling: (image: string) => `Pulling image "${image}"`,
  pulled: (image: string, took: string, waited: string, bytes: number) => `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${bytes} bytes.`,
  present: (image: string) => `Container image "${image}" already present on machine and can be accessed by the pod`,
  never: (image: string) => `Container image "${image}" is not present with pull policy of Never`,
  invalid: (image: string, why: string) => `Failed to apply default image tag "${image}": ${why}`,
  failed: (image: string, error: string) => `Failed to pull image "${image}": ${error}`,
  backoff: (image: string) => `Back-off pulling image "${image}"`,
} as const
