// Sets of fields, as server-side apply reckons with them: who owns what. A node of the tree is a field; some nodes are members.
// Elements are written as FieldsV1 writes them: `f:spec`, `k:{"name":"web"}`, `v:"finalizer"`. Immutable; nothing empty is kept.
// Upstream: sigs.k8s.io/structured-merge-diff fieldpath/{set,element,serialize}.go.

/** What stands between two dots of a path, as FieldsV1 writes it. */
export type Element = string
export type Path = readonly Element[]

export interface FieldSet {
  /** The field itself is in the set, not only what lies in it. */
  readonly member: boolean
  readonly children: ReadonlyMap<Element, FieldSet>
}

const NONE: ReadonlyMap<Element, FieldSet> = new Map()
export const EMPTY: FieldSet = { member: false, children: NONE }
export const LEAF: FieldSet = { member: true, children: NONE }

export const isEmpty = (set: FieldSet): boolean => !set.member && set.children.size === 0

/** A field with what lies in it; no set of `children` may be empty. */
export const setOf = (member: boolean, children: ReadonlyMap<Element, FieldSet> = NONE): FieldSet =>
  (children.size === 0 ? (member ? LEAF : EMPTY) : { member, children })

export const fieldElement = (name: string): Element => `f:${name}`
export const valueElement = (value: unknown): Element => `v:${JSON.stringify(value)}`
/** Names of keys in order, as Go writes a map. */
export const keyElement = (keys: Readonly<Record<string, unknown>>): Element =>
  `k:{${Object.keys(keys).sort().map(k => `${JSON.stringify(k)}:${JSON.stringify(keys[k])}`).join(',')}}`

/** Grows a set path by path, then gives it away. */
export class SetBuilder {
  #member = false
  readonly #children = new Map<Element, SetBuilder>()

  /** The place below, made where it is not there yet. */
  at(element: Element): SetBuilder {
    let child = this.#children.get(element)
    if (!child) this.#children.set(element, child = new SetBuilder())
    return child
  }

  insert(): void { this.#member = true }

  build(): FieldSet {
    const children = new Map<Element, FieldSet>()
    for (const [element, child] of this.#children) {
      const built = child.build()
      if (!isEmpty(built)) children.set(element, built)
    }
    return setOf(this.#member, children)
  }
}

/** Both together: `a` itself where `b` adds nothing. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || isEmpty(b)) return a
  if (isEmpty(a)) return b
  let children: Map<Element, FieldSet> | undefined
  for (const [element, child] of b.children) {
    const mine = a.children.get(element)
    const both = mine ? union(mine, child) : child
    if (both !== mine) (children ??= new Map(a.children)).set(element, both)
  }
  return children || (b.member && !a.member) ? setOf(a.member || b.member, children ?? a.children) : a
}

/** What is in `a` and not in `b`, field by field: what lies below a field of `b` stays. `a` itself where that is all of it. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return a
  let children: Map<Element, FieldSet> | undefined
  for (const [element, theirs] of b.children) {
    const mine = a.children.get(element)
    const rest = mine && difference(mine, theirs)
    if (rest === mine) continue
    children ??= new Map(a.children)
    if (isEmpty(rest!)) children.delete(element)
    else children.set(element, rest!)
  }
  return children || (a.member && b.member) ? setOf(a.member && !b.member, children ?? a.children) : a
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const children = new Map<Element, FieldSet>()
  for (const [element, child] of a.children) {
    const theirs = b.children.get(element)
    if (!theirs) continue
    const both = intersection(child, theirs)
    if (!isEmpty(both)) children.set(element, both)
  }
  return setOf(a.member && b.member, children)
}

export function sameSet(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true
  if (a.member !== b.member || a.children.size !== b.children.size) return false
  for (const [element, child] of a.children) {
    const theirs = b.children.get(element)
    if (!theirs || !sameSet(child, theirs)) return false
  }
  return true
}

/** Every member, those of a field before what lies in it, neighbours in order. */
export function paths(set: FieldSet): Path[] {
  const out: Path[] = []
  const visit = (at: FieldSet, path: Path) => {
    const elements = [...at.children.keys()].sort()
    for (const element of elements) if (at.children.get(element)!.member) out.push([...path, element])
    for (const element of elements) visit(at.children.get(element)!, [...path, element])
  }
  visit(set, [])
  return out
}

/** `.spec.containers[name="web"].image`, as conflicts name fields. */
export function pathText(path: Path): string {
  return path.map(element => {
    const text = element.slice(2)
    if (element.startsWith('f:')) return `.${text}`
    if (element.startsWith('v:')) return `[=${text}]`
    const keys = JSON.parse(text) as Record<string, unknown>
    return `[${Object.keys(keys).sort().map(k => `${k}=${JSON.stringify(keys[k])}`).join(',')}]`
  }).join('')
}

/** FieldsV1: a tree of objects, `.` for a field that is itself a member and has something in it. */
export type FieldsV1 = { readonly [element: string]: FieldsV1 }

export function toFieldsV1(set: FieldSet): FieldsV1 {
  const out: Record<string, FieldsV1> = {}
  for (const element of [...set.children.keys()].sort()) {
    const child = set.children.get(element)!
    const below = toFieldsV1(child)
    out[element] = child.member && child.children.size > 0 ? { '.': {}, ...below } : below
  }
  return out
}

/** The set that FieldsV1 tells of; undefined where it is not one. */
export function fromFieldsV1(fields: unknown): FieldSet | undefined {
  const read = (value: unknown, root: boolean): FieldSet | undefined => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const children = new Map<Element, FieldSet>()
    for (const [element, below] of Object.entries(value)) {
      if (element === '.') continue
      if (!isElement(element)) return undefined
      const child = read(below, false)
      if (!child) return undefined
      children.set(element, child)
    }
    return setOf(!root && (children.size === 0 || '.' in value), children)
  }
  return read(fields, true)
}

function isElement(text: string): boolean {
  if (text.startsWith('f:')) return true
  if (!/^[kvi]:/.test(text)) return false
  try {
    const value = JSON.parse(text.slice(2)) as unknown
    return !text.startsWith('k:') || (typeof value === 'object' && value !== null && !Array.isArray(value))
  } catch {
    return false
  }
}
