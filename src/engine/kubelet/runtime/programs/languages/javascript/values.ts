// JavaScript’s values: what is an object or a function here, how they read, and what counts as true.
import type { Doing } from '../../machine/process.ts'
import type { Node } from './tree.ts'

export type Value = undefined | null | boolean | number | string | Value[] | Fn | Obj
export class Obj {
  readonly names = new Map<string, Value>()
}
type Native = (args: readonly Value[]) => Doing<Value>
export class Fn {
  readonly params: readonly string[]
  readonly body: Node | readonly Node[] | Native
  readonly scope: Scope | undefined
  constructor(params: readonly string[], body: Node | readonly Node[] | Native, scope?: Scope) {
    this.params = params
    this.body = body
    this.scope = scope
  }
}
export interface Scope {
  readonly names: Map<string, Value>
  readonly up?: Scope
}

export class Leave {
  readonly kind: 'break' | 'continue' | 'return'
  readonly value: Value
  constructor(kind: 'break' | 'continue' | 'return', value: Value = undefined) {
    this.kind = kind
    this.value = value
  }
}
export class Thrown {
  readonly value: Value
  constructor(value: Value) {
    this.value = value
  }
}

export function native(f: (...args: Value[]) => Value): Fn {
  return new Fn([], function* (args) {
    return f(...args)
  })
}

export function objectOf(entries: Readonly<Record<string, Value>>): Obj {
  const made = new Obj()
  for (const [k, v] of Object.entries(entries)) made.names.set(k, v)
  return made
}

export const truthy = (v: Value): boolean => v !== undefined && v !== null && v !== false && v !== '' && v !== 0 && !Number.isNaN(v)

export function show(v: Value): string {
  if (v instanceof Fn) return '[Function (anonymous)]'
  if (Array.isArray(v)) return v.length === 0 ? '[]' : `[ ${v.map(shown).join(', ')} ]`
  if (v instanceof Obj) return v.names.size === 0 ? '{}' : `{ ${[...v.names].map(([k, x]) => `${k}: ${shown(x)}`).join(', ')} }`
  return String(v)
}
const shown = (v: Value): string => (typeof v === 'string' ? `'${v}'` : show(v))

export function json(v: Value): string {
  if (Array.isArray(v)) return `[${v.map(json).join(',')}]`
  if (v instanceof Obj) return `{${[...v.names].filter(([, x]) => x !== undefined && !(x instanceof Fn)).map(([k, x]) => `${JSON.stringify(k)}:${json(x)}`).join(',')}}`
  return v === undefined || v instanceof Fn ? 'null' : JSON.stringify(v)
}
