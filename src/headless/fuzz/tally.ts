// What the inputs reach: how often each command, flag, kind, field, builtin and applet was tried, and how often that went well.
import type { Frame } from '../../engine/world/frame.ts'
import { kinds } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { schemaOf, schemaType, type FieldType, type SchemaType } from '../../kube/schema.ts'
import { commands } from '../../kubectl/commands/registry.ts'
import { userlandNames } from '../../engine/index.ts'
import type { Input } from './inputs.ts'
import type { Answer } from './promises.ts'

/** How deep fields are counted: below that they are those of types that stand elsewhere as well. */
const DEEP = 7

export class Tally {
  readonly #tried = new Map<string, number>()
  readonly #well = new Map<string, number>()
  readonly #fields = new Set<string>()

  note(input: Input, { code }: Answer, frames: readonly Frame[]): void {
    const well = code === 0 || (code !== undefined && code >= 200 && code < 300)
    for (const tag of tagsOf(input)) {
      this.#tried.set(tag, (this.#tried.get(tag) ?? 0) + 1)
      if (well) this.#well.set(tag, (this.#well.get(tag) ?? 0) + 1)
    }
    for (const frame of frames.slice(0, 3)) for (const { table, after } of frame.writes) if (table.startsWith('objects/') && after) this.#walk(after as AnyObject)
  }

  #walk(object: AnyObject): void {
    const visit = (value: unknown, path: string, depth: number): void => {
      if (depth > DEEP) return
      if (Array.isArray(value)) for (const item of value) visit(item, path, depth)
      else if (typeof value === 'object' && value !== null) for (const [k, v] of Object.entries(value)) {
        this.#fields.add(`${path}.${k}`)
        visit(v, `${path}.${k}`, depth + 1)
      }
    }
    visit(object, object.kind, 0)
  }

  /** What was never tried, or never went well. */
  report(): string {
    const all = [
      ...commands.map(c => `command ${c.path}`), ...commands.flatMap(c => (c.flags ?? []).map(f => `flag ${c.path} --${f.name}`)), ...userlandNames().map(n => `program ${n}`),
      ...['POST', 'PUT', 'PATCH', 'DELETE', 'GET'].flatMap(m => kinds.map(k => `request ${m} ${k.plural}`)), ...kinds.map(k => `kind ${k.kind}`), ...['json', 'merge', 'strategic', 'apply'].map(t => `patch ${t}`),
    ]
    const never = all.filter(tag => !this.#tried.has(tag))
    const unwell = all.filter(tag => this.#tried.has(tag) && !this.#well.has(tag))
    const fields = kinds.flatMap(k => { const type = schemaOf(k); return type ? fieldsOf(type, k.kind) : [] })
    const missing = fields.filter(f => !this.#fields.has(f))
    return `${all.length - never.length} of ${all.length} tried, ${all.length - never.length - unwell.length} went well; ${fields.length - missing.length} of ${fields.length} fields were accepted\n`
      + `never tried: ${never.join(', ') || 'nothing'}\nnever went well: ${unwell.join(', ') || 'nothing'}\nfields never accepted: ${missing.join(' ') || 'none'}\n`
  }
}

function* tagsOf(input: Input): Generator<string> {
  if (input.of === 'patch') return yield `patch ${input.type}`
  if (input.of === 'request') {
    const plural = kinds.find(k => input.path.split('/').includes(k.plural))?.plural
    if (plural) yield `request ${input.method} ${plural}`
    return
  }
  if (input.of === 'script') {
    for (const name of new Set(input.line.match(/[\w.[:]+/g) ?? [])) yield `program ${name}`
    return
  }
  if (input.of === 'manifest') for (const name of new Set([...input.text.matchAll(/"?kind"?: ?"?(\w+)/g)].map(m => m[1]!))) yield `kind ${name}`
  const words = input.line.split(' ').slice(1)
  const command = commands.findLast(c => [words[0], words.slice(0, 2).join(' '), words.slice(0, 3).join(' ')].includes(c.path))
  if (!command) return
  yield `command ${command.path}`
  for (const flag of command.flags ?? []) if (words.some(w => w === `--${flag.name}` || w.startsWith(`--${flag.name}=`) || (flag.short && (w === `-${flag.short}` || w.startsWith(`-${flag.short}=`))))) yield `flag ${command.path} --${flag.name}`
}

function fieldsOf(type: SchemaType, path: string, depth = 0): string[] {
  if (depth > DEEP - 1) return []
  return [...type.fields].flatMap(([name, field]) => {
    const inner = structOf(field.type)
    return [`${path}.${name}`, ...(inner && inner !== type ? fieldsOf(inner, `${path}.${name}`, depth + 1) : [])]
  })
}
const structOf = (type: FieldType): SchemaType | undefined => (typeof type === 'string' ? (type.startsWith('#') ? schemaType(type) : undefined) : type[0] === 'list' ? structOf(type[1]) : undefined)
