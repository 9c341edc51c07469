// How an image's name is read, as far as the API server cares: is it the latest one? Upstream: distribution/reference.

const component = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*'
const host = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const REFERENCE = new RegExp(`^(?:(${host}(?:\\.${host})*(?::[0-9]+)?|\\[[a-fA-F0-9:]+\\](?::[0-9]+)?)/)?(${component}(?:/${component})*)(?::([\\w][\\w.-]{0,127}))?(@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`)

/** The tag that will be pulled: `latest` where none is given, nothing where a digest or no valid name is. */
function tagOf(image: string): string | undefined {
  const m = REFERENCE.exec(image)
  if (!m || /^[a-f0-9]{64}$/.test(image)) return undefined
  const [, , , tag, digest] = m
  return tag ?? (digest ? undefined : 'latest')
}

/** The pull policy of a container that names none. */
export const defaultPullPolicy = (image: string | undefined): 'Always' | 'IfNotPresent' => (tagOf(image ?? '') === 'latest' ? 'Always' : 'IfNotPresent')
