// Python's values: int is bigint, float is number, str is string, None is null; the rest are classes here.
import type { Doing } from '../../machine/process.ts'
import type { PyDict, PySet } from './keyed.ts'
import type { Expr, Param, Stmt } from './tree.ts'

export type Value = null | boolean | bigint | number | string | PyList | PyTuple | PyDict | PySet | PyBytes | PyFunction | PyNative | PyModule | PyClass | PyObject | PyRange

export class PyList {
  items: Value[]
  constructor(items: Value[]) {
    this.items = items
  }
}
export class PyTuple {
  readonly items: readonly Value[]
  constructor(items: readonly Value[]) {
    this.items = items
  }
}
/** bytes and bytearray: only their size is kept when they are large, as nothing here reads large ones. */
export class PyBytes {
  size: number
  text: string | undefined
  constructor(size: number, text?: string) {
    this.size = size
    this.text = text
  }
}
export class PyRange {
  readonly from: bigint
  readonly to: bigint
  readonly step: bigint
  constructor(from: bigint, to: bigint, step: bigint) {
    this.from = from
    this.to = to
    this.step = step
  }
  get length(): number {
    const n = this.step > 0n ? (this.to - this.from + this.step - 1n) / this.step : (this.from - this.to - this.step - 1n) / -this.step
    return n > 0n ? Number(n) : 0
  }
}
export interface Scope {
  readonly names: Map<string, Value>
  readonly up?: Scope
  readonly globals: ReadonlySet<string>
}
export class PyFunction {
  readonly name: string
  readonly params: readonly Param[]
  readonly defaults: ReadonlyMap<string, Value>
  readonly body: readonly Stmt[] | Expr
  readonly scope: Scope
  constructor(name: string, params: readonly Param[], defaults: ReadonlyMap<string, Value>, body: readonly Stmt[] | Expr, scope: Scope) {
    this.name = name
    this.params = params
    this.defaults = defaults
    this.body = body
    this.scope = scope
  }
}
export type Call = (args: readonly Value[], named: ReadonlyMap<string, Value>) => Doing<Value>
export class PyNative {
  readonly name: string
  readonly call: Call
  constructor(name: string, call: Call) {
    this.name = name
    this.call = call
  }
}
export class PyModule {
  readonly name: string
  readonly names: Map<string, Value>
  constructor(name: string, names: Iterable<readonly [string, Value]>) {
    this.name = name
    this.names = new Map(names)
  }
}
export class PyClass {
  readonly name: string
  readonly base: PyClass | undefined
  readonly names: Map<string, Value>
  constructor(name: string, base: PyClass | undefined, names = new Map<string, Value>()) {
    this.name = name
    this.base = base
    this.names = names
  }
  find(name: string): Value | undefined {
    return this.names.get(name) ?? this.base?.find(name)
  }
  is(other: PyClass): boolean {
    return this === other || (this.base?.is(other) ?? false)
  }
}
export class PyObject {
  readonly type: PyClass
  readonly names = new Map<string, Value>()
  constructor(type: PyClass) {
    this.type = type
  }
}
