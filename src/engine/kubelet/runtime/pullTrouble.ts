// What a kubelet hears when a registry does not give an image out, in containerd's words.
import type { Reference } from './programs/reference.ts'

/** Why an image does not come: no answer, no such image, not let in, asked too often, or no network to ask over. */
export type PullTrouble = 'registry-down' | 'not-found' | 'denied' | 'rate-limited' | 'offline'

const HUB = 'registry-1.docker.io'

/** The error of the pull, as in the events and in the container's waiting state. Upstream: containerd core/remotes/docker. */
export function pullTroubleText(image: Reference, why: PullTrouble): string {
  const { full, repository, tag, digest } = image
  const start = `failed to pull and unpack image "${full}": failed to resolve image: `
  const slash = repository.indexOf('/')
  const host = repository.slice(0, slash) === 'docker.io' ? HUB : repository.slice(0, slash)
  const url = `https://${host}/v2/${repository.slice(slash + 1)}/manifests/${digest ?? tag}`
  switch (why) {
    case 'not-found': return `rpc error: code = NotFound desc = ${start}${full}: not found`
    case 'denied': return `${start}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`
    case 'registry-down': return `${start}unexpected status from HEAD request to ${url}: 503 Service Unavailable`
    case 'rate-limited': return `${start}unexpected status from HEAD request to ${url}: 429 Too Many Requests`
    case 'offline': return `${start}failed to do request: Head "${url}": dial tcp: lookup ${host}: i/o timeout`
  }
}
