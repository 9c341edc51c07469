// kubectl explain: kubectl's layout; the words are given from outside. Upstream: kubectl/pkg/explain/v2.
import type { Kind } from '../../kube/kinds.ts'
import { schemaOf, schemaType, type FieldType, type SchemaField, type SchemaType } from '../../kube/schema.ts'
import { KubectlError, usage } from '../errors.ts'
import { kindFor } from '../parse/resources.ts'
import type { Command, Invocation } from './command.ts'

const WIDTH = 76
const SCALARS: Readonly<Record<string, string>> = {
  int32: 'integer', int64: 'integer', integer: 'integer', float: 'number', double: 'number', boolean: 'boolean', bool: 'boolean', string: 'string', bytes: 'string', any: 'Object', object: 'Object',
}

/** `[]Container`, `map[string]string`, `PodSpec`: as explain writes types. */
function typeText(type: FieldType): string {
  if (Array.isArray(type)) return type[0] === 'list' ? `[]${typeText(type[1])}` : `map[string]${typeText(type[1])}`
  const name = type as string
  if (name.startsWith('#')) return name.slice(name.lastIndexOf('.') + 1).replace('#', '')
  return SCALARS[name] ?? name
}

function innerType(type: FieldType): SchemaType | undefined {
  if (Array.isArray(type)) return innerType(type[1])
  return (type as string).startsWith('#') ? schemaType(type as string) : undefined
}

/** Cut at blanks into lines of at most this width; a CJK character counts as two. */
function wrap(text: string, width: number): string[] {
  const out: string[] = []
  const size = (s: string) => [...s].reduce((n, c) => n + (c > '\u2e7f' ? 2 : 1), 0)
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line && size(line) + 1 + size(word) > width) {
        out.push(line)
        line = word
      } else {
        line = line ? `${line} ${word}` : word
      }
    }
    out.push(line)
  }
  return out
}

const indented = (text: string, by: string, width: number) => wrap(text, width).map(l => `${by}${l}\n`).join('')

interface Target {
  readonly kind: Kind
  readonly path: readonly string[]
}

/** `job.spec`, `deployments.apps.spec`: as much of the front as names a kind, the rest is the way to the field. */
function targetOf(call: Invocation): Target {
  const [arg] = call.args
  // A point at the end names nothing.
  const parts = arg!.replace(/\.$/, '').split('.')
  if (parts[0] === '' && parts.length > 1) throw new KubectlError('invalid jsonpath syntax, first node must be field node')
  const version = call.text('api-version')
  for (const length of [3, 2, 1]) {
    const kind = parts.length >= length ? kindFor(parts.slice(0, length).join('.')) : undefined
    if (kind && (!version || `${kind.group}/${kind.version}`.replace(/^\//, '') === version)) return { kind, path: parts.slice(length) }
  }
  const known = version ? [3, 2, 1].flatMap(length => (parts.length >= length ? kindFor(parts.slice(0, length).join('.')) ?? [] : []))[0] : undefined
  if (known) throw new KubectlError(`couldn't find resource for "${version.includes('/') ? '' : '/'}${version}, Resource=${known.plural}"`)
  throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(parts[0])}`, { bare: true })
}

/** In lists of fields, the first of the values that there are. */
const MOST_VALUES = 4
const valuesText = (values: Iterable<string>): string => {
  const sorted = [...values].sort()
  return `enum: ${sorted.slice(0, MOST_VALUES).join(', ')}${sorted.length > MOST_VALUES ? ', ....' : ''}\n`
}

function explain(call: Invocation): void {
  if (call.args.length === 0) throw new KubectlError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n')
  if (!['plaintext', 'plaintext-openapiv2'].includes(call.text('output'))) throw new KubectlError(`unrecognized format: ${call.text('output')}`)
  if (call.args.length > 1) throw usage('explain', 'We accept only this format: explain RESOURCE\n')
  const { kind, path } = targetOf(call)
  const doc = (at: string) => call.fieldDoc?.(kind.plural, at, call.lang) ?? call.fieldDoc?.(kind.kind, at, call.lang) ?? (at === path.join('.') ? '<empty>' : '<no description>')
  call.out(`${kind.group ? `GROUP:      ${kind.group}\n` : ''}KIND:       ${kind.kind}\nVERSION:    ${kind.version}\n\n`)
  let type = schemaOf(kind)
  let field: SchemaField | undefined
  for (const name of path) {
    field = type?.fields.get(name)
    if (!field) throw new KubectlError(`field ${JSON.stringify(name)} does not exist`)
    type = innerType(field.type)
  }
  if (call.bool('recursive')) return recursive(call, type, path.at(-1), field, doc(path.join('.')))
  if (field) {
    call.out(`FIELD: ${path.at(-1)} <${typeText(field.type)}>\n`)
    call.out(field.enum ? `ENUM:\n${[...field.enum].sort().map(e => `    ${e}\n`).join('')}\n` : '\n\n')
  }
  call.out(`DESCRIPTION:\n${indented(doc(path.join('.')), '    ', WIDTH)}    \n`)
  if (!type?.fields.size) return call.out('\n')
  call.out('FIELDS:\n')
  for (const name of [...type.fields.keys()].sort()) {
    const f = type.fields.get(name)!
    call.out(`  ${name}\t<${typeText(f.type)}>${type.required.has(name) ? ' -required-' : ''}\n`)
    if (f.enum) call.out(`  ${valuesText(f.enum)}`)
    call.out(`${indented(doc([...path, name].join('.')), '    ', WIDTH)}\n`)
  }
  call.out('\n')
}

/** All fields below, without words. */
function recursive(call: Invocation, type: SchemaType | undefined, name: string | undefined, field: SchemaField | undefined, words: string): void {
  if (field) call.out(`FIELD: ${name} <${typeText(field.type)}>\n\n\n`)
  call.out(`DESCRIPTION:\n${indented(words, '    ', WIDTH)}    \nFIELDS:\n`)
  const below = (t: SchemaType, indent: string, above: readonly string[]) => {
    for (const key of [...t.fields.keys()].sort()) {
      const f = t.fields.get(key)!
      call.out(`${indent}${key}\t<${typeText(f.type)}>${t.required.has(key) ? ' -required-' : ''}\n`)
      if (f.enum) call.out(`${indent}${valuesText(f.enum)}`)
      const inner = innerType(f.type)
      // A type inside itself (JSON schemas have such) is not opened again.
      if (inner && !above.includes(inner.name)) below(inner, `${indent}  `, [...above, inner.name])
    }
  }
  if (type) below(type, '  ', [type.name])
  call.out('\n')
}

export const explainCommand: Command = {
  path: 'explain', summary: 'Get documentation for a resource', completes: 'explain', run: explain,
  flags: [
    { name: 'recursive', type: 'bool', default: false, usage: 'print the fields of fields' }, { name: 'api-version', type: 'string', default: '' },
    { name: 'output', short: 'o', type: 'string', default: 'plaintext' },
  ],
}

