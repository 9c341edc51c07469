// A pod template as go-spew prints it: the text that Kubernetes hashes. Upstream: apimachinery/pkg/util/dump (ForHash).
import { formatQuantity, quantityFromJson } from '../quantity.ts'
import { goLayout } from './goLayout.ts'

interface Field {
  readonly go: string
  /** '' for an embedded struct, whose fields stand beside the others in JSON. */
  readonly json: string
  readonly type: string
}

let parsed: ReadonlyMap<string, readonly Field[]> | undefined
function layouts(): ReadonlyMap<string, readonly Field[]> {
  parsed ??= new Map(goLayout.trim().split('\n').map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 2).split(' ').map(fieldOf)]
  }))
  return parsed
}

function fieldOf(text: string): Field {
  if (text.startsWith('+')) return { go: text.slice(1), json: '', type: text.slice(1) }
  const [, go, json, type] = /^(\w+)(?:=(\w+))?(?::(.*))?$/.exec(text) as unknown as [string, string, string?, string?]
  // `DNSPolicy` is `dnsPolicy`, `OS` is `os`, `TargetWWNs` is `targetWWNs`.
  return { go, json: json ?? go.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, start => start.toLowerCase()), type: type ?? 'string' }
}

const BASIC = /^(string|bool|int32|int64|[a-z]+\..*)$/
/** Go's name of a type with its package. */
function goType(type: string): string {
  const [, shape, name] = /^(\*|\[\]|map\[string\])?(.*)$/.exec(type) as unknown as [string, string?, string?]
  return `${shape ?? ''}${BASIC.test(name!) ? name : `v1.${name}`}`
}

type Json = any

function structText(name: string, value: Json): string {
  const fields = layouts().get(name)!
  return `{${fields.map(f => `${f.go}:(${goType(f.type)})${text(f.type, f.json === '' ? value : value[f.json])}`).join(' ')}}`
}

function text(type: string, value: Json): string {
  if (type.startsWith('*')) return value === undefined || value === null ? '<nil>' : text(type.slice(1), value)
  if (type.startsWith('[]')) return value === undefined || value === null ? '<nil>' : `[${value.map((v: Json) => text(type.slice(2), v)).join(' ')}]`
  if (type.startsWith('map[') || type === 'ResourceList') {
    if (value === undefined || value === null) return '<nil>'
    const of = type === 'ResourceList' ? 'resource.Quantity' : 'string'
    return `map[${Object.keys(value).sort().map(k => `${k}:${text(of, value[k])}`).join(' ')}]`
  }
  switch (type) {
    case 'resource.Quantity': return quantityText(value)
    case 'intstr.IntOrString':
      return typeof value === 'string'
        ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}` : `{Type:(intstr.Type)0 IntVal:(int32)${value ?? 0} StrVal:(string)}`
    // Templates carry no times: the zero time is the only one.
    case 'Time': return '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}'
    case 'bool': return String(value ?? false)
    case 'int32': case 'int64': return String(value ?? 0)
  }
  return layouts().has(type) ? structText(type, value ?? {}) : (value ?? '')
}

/** A quantity is shown with everything it remembers: its number, and its text where that was kept as written. */
function quantityText(value: string | undefined): string {
  const q = quantityFromJson(value ?? null)
  const format = value === undefined ? '' : q.format
  const written = q.text ?? ''
  if (!q.dec) return `{i:(resource.int64Amount){value:(int64)${q.value} scale:(resource.Scale)${q.scale}} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${written} Format:(resource.Format)${format}}`
  const words: bigint[] = []
  const negative = q.value < 0n
  for (let rest = negative ? -q.value : q.value; rest > 0n; rest >>= 64n) words.push(BigInt.asUintN(64, rest))
  const number = `{unscaled:(big.Int){neg:(bool)${negative} abs:(big.nat)${words.length > 0 ? `[${words.join(' ')}]` : '<nil>'}} scale:(inf.Scale)${-q.scale}}`
  return `{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec)${number}} s:(string)${written && formatQuantity(q)} Format:(resource.Format)${format}}`
}

/** The text of a defaulted PodTemplateSpec that is hashed. */
export const templateDump = (template: object): string => `(v1.PodTemplateSpec)${structText('PodTemplateSpec', template)}`
