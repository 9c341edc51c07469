// Image names as container runtimes read them: registry, repository, tag, digest, and what is wrong with them.

export interface Reference {
  /** With registry and tag: docker.io/library/nginx:latest. */
  readonly full: string
  /** Without tag and digest: docker.io/library/nginx. */
  readonly repository: string
  readonly tag: string
  readonly digest?: string
}

const PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/

const MOST_KNOWN = 500
const known = new Map<string, Reference | { readonly error: string }>()

/** Reads an image name; a text in `error` is what the kubelet says of a wrong one (InvalidImageName). The few that there are are read once. */
export function parseReference(image: string): Reference | { readonly error: string } {
  let reference = known.get(image)
  if (!reference) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(image, reference = read(image))
  }
  return reference
}

function read(image: string): Reference | { readonly error: string } {
  const bad = (why: string) => ({ error: `couldn't parse image name "${image}": invalid reference format${why}` })
  const [named, digest] = image.split('@', 2) as [string, string | undefined]
  const slash = named.lastIndexOf('/')
  const colon = named.indexOf(':', slash + 1)
  const name = colon < 0 ? named : named.slice(0, colon)
  const tag = colon < 0 ? 'latest' : named.slice(colon + 1)
  if (name === '' || !/^\w[\w.-]{0,127}$/.test(tag) || (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))) return bad('')
  const parts = name.split('/')
  const first = parts[0]!
  const hasRegistry = parts.length > 1 && (first.includes('.') || first.includes(':') || first === 'localhost')
  const registry = hasRegistry ? parts.shift()! : 'docker.io'
  if (registry === 'docker.io' && parts.length === 1) parts.unshift('library')
  const path = parts.join('/')
  if (path !== path.toLowerCase() && parts.every((p) => PART.test(p.toLowerCase()))) return bad(`: repository name (${path}) must be lowercase`)
  if (parts.length === 0 || !parts.every((p) => PART.test(p))) return bad('')
  const repository = `${registry}/${path}`
  return { full: digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}`, repository, tag, ...(digest === undefined ? {} : { digest }) }
}
