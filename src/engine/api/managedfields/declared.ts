// Whether an applied configuration, as it was sent, fits the API's types: what server-side apply complains of before anything is decoded.
// Upstream: structured-merge-diff typed/validate.go, fieldpath/fromvalue.go, over the schema of the API's OpenAPI.
import type { FieldType, SchemaField, SchemaType } from '../../../kube/schema.ts'
import { schemaType } from '../../../kube/schema.ts'
import { goValue, type Json as Plain } from '../patch/values.ts'
import { pathText } from './fieldSet.ts'
import { elementOf, isFields, missingKey, shapeOfField, type Shape } from './typed.ts'

type Json = unknown

/** Everything that does not fit, `path: why`, in the order of the fields' names. */
export function undeclared(type: SchemaType, value: Json): string[] {
  const out: string[] = []
  struct(out, '', type, value)
  return out
}

/** Several are told below one another. */
export const severalText = (found: readonly string[]): string => (found.length === 1 ? found[0]! : ['errors:', ...found.map(text => `  ${text}`)].join('\n'))

/** Go's `%v` of what was found in place of what was expected. */
const found = (value: Json): string => `&{${goValue(value as Plain)}}`

/** Go's `%#v`. */
function goSyntax(value: Json): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (isFields(value)) return `map[string]interface {}{${Object.keys(value).sort().map(k => `${JSON.stringify(k)}:${goSyntax(value[k])}`).join(', ')}}`
  return value === null || value === undefined ? 'interface {}(nil)' : JSON.stringify(value)
}

function complain(out: string[], path: string, why: string): void { out.push(path === '' ? why : `${path}: ${why}`) }

function struct(out: string[], path: string, type: SchemaType, value: Json): void {
  if (value === null || value === undefined) return
  if (!isFields(value)) return complain(out, path, `expected map, got ${found(value)}`)
  for (const name of Object.keys(value).sort()) {
    const field = type.fields.get(name)
    // One field too many, and what stands behind it is not looked at any more.
    if (!field) return complain(out, `${path}.${name}`, 'field not declared in schema')
    fieldValue(out, `${path}.${name}`, field, value[name])
  }
}

function fieldValue(out: string[], path: string, field: SchemaField, value: Json): void {
  const { type } = field
  if (typeof type !== 'string' && type[0] === 'list') return list(out, path, shapeOfField(field), type[1], value)
  ofType(out, path, type, value)
}

function ofType(out: string[], path: string, type: FieldType, value: Json): void {
  if (value === null || value === undefined) return
  if (typeof type !== 'string') {
    if (type[0] === 'list') return list(out, path, { how: 'atomic' }, type[1], value)
    if (!isFields(value)) return complain(out, path, `expected map, got ${found(value)}`)
    for (const name of Object.keys(value).sort()) ofType(out, `${path}.${name}`, type[1], value[name])
    return
  }
  const of = type.startsWith('#') ? schemaType(type) : undefined
  if (of) return struct(out, path, of, value)
  const why = scalarFault(type, value)
  if (why) complain(out, path, why)
}

function scalarFault(type: string, value: Json): string | undefined {
  switch (type) {
    case 'string': case 'bytes':
      return typeof value === 'string' ? undefined : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`
    case 'int32': case 'int64':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${found(value)}`
    case 'Quantity': case 'IntOrString': case 'Time': case 'MicroTime':
      return typeof value === 'object' ? `expected any scalar, got ${found(value)}` : undefined
    default:
      return undefined
  }
}

const goType = (value: Json): string =>
  (typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}')

function list(out: string[], path: string, shape: Shape, type: FieldType, value: Json): void {
  if (value === null || value === undefined) return
  if (!Array.isArray(value)) return complain(out, path, `expected list, got ${found(value)}`)
  const seen = new Set<string>()
  for (const [i, item] of value.entries()) {
    let at = `[${i}]`
    if (shape.how === 'list' || shape.how === 'set') {
      const fault = itemFault(shape, item)
      // Which element it is cannot be said, so nothing else is.
      if (fault) return complain(out, path, `element ${i}: ${fault}`)
      const element = elementOf(shape, item)
      at = pathText([element])
      if (seen.has(element)) complain(out, path, `duplicate entries for key ${at}`)
      seen.add(element)
    }
    ofType(out, `${path}${at}`, type, item)
  }
}

function itemFault(shape: Shape, item: Json): string | undefined {
  if (shape.how === 'set') return item === null ? 'associative list without keys has an element that\'s an explicit null' : undefined
  if (item === null || item === undefined) return 'associative list with keys may not have a null element'
  if (!isFields(item)) return 'associative list with keys may not have non-map elements'
  const missing = missingKey(shape, item)
  return missing === undefined ? undefined : `associative list with keys has an element that omits key field ${JSON.stringify(missing)} (and doesn't have default value)`
}
