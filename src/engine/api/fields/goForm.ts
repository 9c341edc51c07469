// The API server sometimes shows its own structures in a message; this turns an object's fields into that form.
import { goTypes } from './goTypes.ts'

type Json = any
interface Field { readonly go: string; readonly json: string; readonly pointer: boolean; readonly shape: string }

let parsed: ReadonlyMap<string, readonly Field[]> | undefined
/** Read when the first message needs it: most clusters never do. */
function layouts(): ReadonlyMap<string, readonly Field[]> {
  parsed ??= new Map(goTypes.trim().split('\n').map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 2).split(' ').map(fieldOf)]
  }))
  return parsed
}

function fieldOf(text: string): Field {
  if (text.startsWith('+')) return { go: '', json: '', pointer: false, shape: text.slice(1) }
  const [, go, json, mark, shape] = /^(\w+?)(?:=(\w+))?(?:([:*])(.*))?$/.exec(text) as unknown as [string, string, string?, string?, string?]
  return { go, json: json ?? lowerCamel(go), pointer: mark === '*', shape: shape ?? '' }
}

/** `DNSPolicy` → `dnsPolicy`, `OS` → `os`, `Name` → `name`. */
const lowerCamel = (go: string): string => go.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, start => start.toLowerCase())

/** Fields of metav1.ObjectMeta in Go's order; absent ones are left out, as its JSON does. */
const metadataFields = ['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp',
  'deletionGracePeriodSeconds', 'labels', 'annotations', 'ownerReferences', 'finalizers', 'managedFields']

/** `value` of type `type` as Go's encoder would write the API server's own structure: every field, null where there is none. */
export function goForm(type: string, value: Json): Json {
  const source = type === 'PodSpec' ? withHostFlags(value ?? {}) : value ?? {}
  const out: Json = {}
  fill(out, type, source)
  return out
}

function fill(out: Json, type: string, source: Json): void {
  if (type === 'ObjectMeta') {
    for (const name of metadataFields) if (!isNothing(source.metadata?.[name])) out[name] = sorted(source.metadata[name])
    return
  }
  for (const { go, json, pointer, shape } of layouts().get(type)!) {
    if (go === '') fill(out, shape, source)
    else out[go] = formOf(source[json], pointer, shape)
  }
}

function formOf(value: Json, pointer: boolean, shape: string): Json {
  if (value === undefined || value === null) return pointer || shape.startsWith('[]') || shape === '{}' ? null : zeroOf(shape)
  if (shape.startsWith('[]')) return shape.length > 2 ? value.map((v: Json) => goForm(shape.slice(2), v)) : value
  return layouts().has(shape) ? goForm(shape, value) : sorted(value)
}

function zeroOf(shape: string): Json {
  if (shape === '') return ''
  if (shape === 'b') return false
  if (shape === 'q') return '0'
  return layouts().has(shape) ? goForm(shape, {}) : 0
}

/** The internal PodSpec keeps the host's namespaces in its security context. */
function withHostFlags(spec: Json): Json {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } = spec
  return { ...spec, securityContext: { ...spec.securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } }
}

const isNothing = (v: Json) => v === undefined || v === null || (typeof v === 'object' && Object.keys(v).length === 0)

/** Keys in order, as Go writes maps (and the public structures that appear here have theirs in order too). */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.keys(value).sort().map(k => [k, sorted(value[k])]))
}
