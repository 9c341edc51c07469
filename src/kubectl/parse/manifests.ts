// The objects in files: `-f file`, `-f folder`, `-f -`, several documents, Lists. What kubectl finds wrong with them before it asks the server.
// Upstream: cli-runtime/pkg/resource (visitor.go, mapper.go), kubectl/pkg/validation.
import { apiVersionOf, kinds, type Kind } from '../../kube/kinds.ts'
import { jsonSyntaxError } from '../../kube/goJsonSyntax.ts'
import { hpaAsV2 } from '../../kube/hpaV1.ts'
import type { AnyObject } from '../../kube/object.ts'
import { ParseError, parseYaml } from '../../kube/yaml.ts'
import { documented } from '../documented/index.ts'
import { KubectlError } from '../errors.ts'
import { compactJson } from '../print/json.ts'
import type { Files } from '../running.ts'

/** An object that was read, and where it came from. */
export interface Info {
  readonly kind: Kind
  readonly object: AnyObject
  /** Of the object, or the default one; undefined for kinds without namespaces. */
  readonly namespace: string | undefined
  readonly source: string
}

export type Read = { readonly info: Info } | { readonly error: unknown }

export interface ReadOptions {
  readonly files: Files
  readonly stdin: string | undefined
  readonly namespace: string
  /** `-n` was given: objects of other namespaces are refused. */
  readonly enforceNamespace: boolean
  readonly recursive: boolean
  readonly validate: 'strict' | 'warn' | 'ignore'
  /** Kinds that may stand there besides those that are stored. */
  readonly alsoKinds?: readonly Kind[]
  /** Hears of each document of a kind that the server cannot check field by field, where it was only to warn. */
  readonly onUnsupported?: () => void
}

const EXTENSIONS = /\.(json|yaml|yml)$/

/** The files that a name means, in the order in which they are read. */
function expand(name: string, files: Files, recursive: boolean, nested = false): string[] {
  const listing = files.list(name)
  if (listing === undefined) {
    if (files.read(name) === undefined) throw new KubectlError(`the path ${JSON.stringify(name)} does not exist`)
    return [name]
  }
  const folder = name === '.' || name === './' ? '' : name.endsWith('/') ? name : `${name}/`
  const found = [...listing].sort().flatMap(entry => {
    const path = folder + entry.replace(/\/$/, '')
    if (files.list(path) !== undefined && files.read(path) === undefined) return recursive ? expand(path, files, true, true) : []
    return EXTENSIONS.test(entry) ? [path] : []
  })
  if (found.length === 0 && !nested) throw new KubectlError(`error reading [${name}]: recognized file extensions are [.json .yaml .yml]`)
  return found
}

const jsonType = (v: unknown) => (v === null ? 'null' : Array.isArray(v) ? 'array' : typeof v === 'boolean' ? 'bool' : typeof v)

const goField = (v: unknown, struct: string, path: string, type: string) => `json: cannot unmarshal ${jsonType(v)} into Go struct field ${struct}.${path} of type ${type}`

/** The types of metadata, which kubectl decodes itself; undefined where nothing is wrong. */
function wrongMetadata(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined
  if (typeof metadata !== 'object' || Array.isArray(metadata)) return goField(metadata, 'metadataOnlyObject', 'metadata', 'v1.ObjectMeta')
  const m = metadata as Record<string, unknown>
  for (const field of ['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion'])
    if (m[field] !== undefined && m[field] !== null && typeof m[field] !== 'string') return goField(m[field], 'ObjectMeta', `metadata.${field}`, field === 'uid' ? 'types.UID' : 'string')
  for (const field of ['labels', 'annotations']) {
    const map = m[field]
    if (map === undefined || map === null) continue
    if (typeof map !== 'object' || Array.isArray(map)) return goField(map, 'ObjectMeta', `metadata.${field}`, 'map[string]string')
    const wrong = Object.values(map).find(v => v !== null && typeof v !== 'string')
    if (wrong !== undefined) return goField(wrong, 'ObjectMeta', `metadata.${field}`, 'string')
  }
  for (const [field, type] of [['finalizers', '[]string'], ['ownerReferences', '[]v1.OwnerReference']] as const)
    if (m[field] !== undefined && m[field] !== null && !Array.isArray(m[field])) return goField(m[field], 'ObjectMeta', `metadata.${field}`, type)
  return undefined
}

const isGroupVersion = (text: string) => text.split('/').length <= 2

/** What the check against the schema says before anything is decoded. */
function schemaComplaint(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'invalid object to validate'
  const { apiVersion, kind } = value as Record<string, unknown>
  const missing = [...(apiVersion ? [] : ['apiVersion not set']), ...(kind ? [] : ['kind not set'])]
  if (missing.length) return missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`
  if (typeof apiVersion === 'string' && !isGroupVersion(apiVersion)) return `unexpected GroupVersion string: ${apiVersion}`
  return undefined
}

/** Versions that are served besides the one that is stored. */
const OTHER_VERSIONS: Readonly<Record<string, string>> = { HorizontalPodAutoscaler: 'autoscaling/v1', Event: 'events.k8s.io/v1' }

/** The kind that an object says it is. kubectl's map knows every kind in small letters too (upstream: restmapper/discovery.go); the server then complains. */
const kindOf = (apiVersion: string, kind: string, more: readonly Kind[] = []): Kind | undefined =>
  [...kinds, ...more].find(k => (k.kind === kind || k.kind.toLowerCase() === kind) && (apiVersionOf(k) === apiVersion || OTHER_VERSIONS[k.kind] === apiVersion))

const isServed = ({ apiVersion, kind }: any) => kinds.some(k => k.kind === kind && apiVersionOf(k) === apiVersion)

/** Reads one value that has been parsed; Lists give several. */
function decode(value: any, source: string, options: ReadOptions): Read[] {
  const undecodable = (why: string): Read[] => [{ error: new KubectlError(`unable to decode ${JSON.stringify(source)}: ${why}`) }]
  // JSON's null unmarshals into anything: an object without a kind.
  if (value === null) return undecodable("Object 'Kind' is missing in 'null'")
  if (typeof value !== 'object' || Array.isArray(value)) return undecodable(`json: cannot unmarshal ${jsonType(value)} into Go value of type unstructured.detector`)
  if (!value.kind || (typeof value.apiVersion === 'string' && !isGroupVersion(value.apiVersion))) return undecodable(`Object 'Kind' is missing in '${compactJson(value)}'`)
  if (typeof value.kind !== 'string') return undecodable(goField(value.kind, 'detector', 'kind', 'string'))
  if (value.apiVersion !== undefined && typeof value.apiVersion !== 'string') return undecodable(goField(value.apiVersion, 'detector', 'apiVersion', 'string'))
  if (value.kind.endsWith('List') && Array.isArray(value.items)) return value.items.flatMap((item: any) => decode(item, source, options))
  const wrong = wrongMetadata(value.metadata)
  if (wrong) return undecodable(wrong)
  const { name = '', namespace = '' } = value.metadata ?? {}
  const kind = kindOf(value.apiVersion ?? '', value.kind, options.alsoKinds)
  if (!kind && value.apiVersion === undefined && kinds.some(k => k.kind === value.kind)) return [{ error: new NoVersion(source) }]
  if (!kind) {
    return [{ error: new KubectlError(`resource mapping not found for name: ${JSON.stringify(name ?? '')} namespace: ${JSON.stringify(namespace ?? '')} ` +
      `from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(value.kind)} in version ${JSON.stringify(value.apiVersion ?? '')}\nensure CRDs are installed first`) }]
  }
  const at = kind.namespaced ? namespace || options.namespace : undefined
  if (options.enforceNamespace && kind.namespaced && namespace && namespace !== options.namespace) {
    return [{ error: new KubectlError(`the namespace from the provided object ${JSON.stringify(namespace)} does not match the namespace ` +
      `${JSON.stringify(options.namespace)}. You must pass '--namespace=${namespace}' to perform this operation.`) }]
  }
  const metadata = { ...value.metadata, ...(at ? { namespace: at } : {}) }
  if (!kind.namespaced) delete metadata.namespace
  return [{ info: { kind, object: { ...hpaAsV2(value), metadata }, namespace: at, source } }]
}

/** An object without a version, sent although nobody checked it: the server does not know where it belongs. */
class NoVersion extends KubectlError {
  constructor(source: string) {
    super(`Error from server (NotFound): error when creating ${JSON.stringify(source)}: the server could not find the requested resource`, { bare: true })
  }
}

/** Of a text that begins as JSON does and can be read in neither way, it is told why it is no JSON. */
function jsonFault(text: string): string | undefined {
  const wrong = text.trimStart().startsWith('{') ? jsonSyntaxError(text, true) : undefined
  return wrong && (wrong.message === undefined ? 'unexpected EOF' : `json: offset ${wrong.offset}: ${wrong.message}`)
}

/** What the documents of one text hold, in their order; a text that cannot be read ends with its error. */
export function readText(text: string, source: string, options: ReadOptions): Read[] {
  const out: Read[] = []
  let documents
  let failure: unknown
  try {
    documents = parseYaml(text)
  } catch (e) {
    if (!(e instanceof ParseError)) throw e
    documents = e.before
    failure = new KubectlError(`error parsing ${source}: ${jsonFault(text) ?? e.message}`)
  }
  for (const { value } of documents) {
    const complaint = options.validate === 'ignore' ? undefined : schemaComplaint(value)
    if (complaint) {
      const why = `error validating ${JSON.stringify(source)}: error validating data: ${complaint}; if you choose to ignore these errors, turn validation off with --validate=false`
      return [...out, { error: new KubectlError(why) }]
    }
    if (options.validate === 'warn' && !isServed(value)) options.onUnsupported?.()
    out.push(...decode(value, source, options))
  }
  return failure ? [...out, { error: failure }] : out
}

/** Everything that the named files hold. */
export function readManifests(names: readonly string[], options: ReadOptions): Read[] {
  const out: Read[] = []
  for (const name of names) {
    if (name === '-') {
      out.push(...readText(options.stdin ?? '', 'STDIN', options))
      continue
    }
    if (/^https?:\/\//.test(name)) {
      const text = documented(name)
      if (text === undefined) throw new KubectlError(`unable to read URL ${JSON.stringify(name)}, there is no network here`)
      out.push(...readText(text, name, options))
      continue
    }
    for (const path of expand(name, options.files, options.recursive)) {
      const text = options.files.read(path)
      if (text === undefined) throw new KubectlError(`the path ${JSON.stringify(path)} does not exist`)
      out.push(...readText(text, path, options))
    }
  }
  return out
}
