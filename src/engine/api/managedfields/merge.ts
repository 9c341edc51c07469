// An applied configuration laid over the live object, and fields taken out of an object again.
// Upstream: structured-merge-diff typed/{merge,remove}.go.
import { fieldElement, isEmpty, type Element, type FieldSet } from './fieldSet.ts'
import { elementOf, entriesOf, isHollow, isMapShape, itemShape, itemsOf, shapeAt, type Shape } from './typed.ts'

type Json = any

/** `config` over `live`: what both say, the configuration says; what it does not say stays. Shares what it does not change. */
export function laidOver(shape: Shape, live: Json, config: Json): Json {
  if (config === undefined) return live
  if (shape.how === 'atomic' || config === null) return config
  if (isMapShape(shape)) {
    if (live === undefined || live === null) live = {}
    const out: Record<string, Json> = { ...live }
    for (const [name] of entriesOf(config)) out[name] = laidOver(shapeAt(shape, name), live[name], config[name])
    return out
  }
  return overList(shape, Array.isArray(live) ? live : [], config)
}

/** The configuration's order counts for what both lists have; what only the live list has keeps its place among those it stood between. */
function overList(shape: Shape, live: readonly Json[], config: readonly Json[]): Json[] {
  const theirs = itemsOf(shape, config)
  const mine = itemsOf(shape, live)
  const [left, right] = [[...mine.keys()], [...theirs.keys()]]
  const shared = right.filter(e => mine.has(e))
  const inside = itemShape(shape)
  const out: Json[] = []
  const merged = new Set<Element>()
  for (let [l, r, next] = [0, 0, 0]; l < left.length || r < right.length;) {
    const [at, other] = [left[l], right[r]]
    if (at !== undefined && !theirs.has(at)) {
      out.push(mine.get(at))
      l++
    } else if (at !== undefined && (merged.has(at) || (other !== undefined && at !== other && at !== shared[next]))) {
      // It comes, or came, where the configuration has it.
      l++
    } else {
      const element = other!
      out.push(mine.has(element) && shape.how === 'list' ? laidOver(inside, mine.get(element), theirs.get(element)) : theirs.get(element))
      merged.add(element)
      if (element === shared[next]) next++
      r++
    }
  }
  return out
}

/** The object without the members of `gone`; a structure that is left with nothing goes too. */
export function without(shape: Shape, value: Json, gone: FieldSet): Json {
  if (isEmpty(gone) || isHollow(value)) return value
  if (isMapShape(shape)) {
    const out: Record<string, Json> = { ...value }
    for (const [name] of entriesOf(value)) {
      const below = gone.children.get(fieldElement(name))
      if (!below) continue
      const rest = below.member ? undefined : without(shapeAt(shape, name), value[name], below)
      if (rest === undefined) delete out[name]
      else out[name] = rest
    }
    return Object.keys(out).length ? out : undefined
  }
  if (shape.how === 'atomic' || !Array.isArray(value)) return value
  const out: Json[] = []
  for (const item of value) {
    const below = gone.children.get(elementOf(shape, item))
    if (!below) out.push(item)
    else if (!below.member) out.push(without(itemShape(shape), item, below))
  }
  return out.length ? out : undefined
}

/**
 * What nobody wants any more of what `last` held: each member, and each structure it lies in, of which `kept` knows nothing, neither
 * itself nor anything in it. Upstream: merge/update.go, prune, with addBackOwnedItems and addBackDanglingItems.
 */
export function abandoned(shape: Shape, last: FieldSet, kept: FieldSet): FieldSet {
  const visit = (at: Shape, set: FieldSet, owned: FieldSet | undefined, nameable: boolean): FieldSet | undefined => {
    if (!owned && (set.member || nameable)) return { member: true, children: new Map() }
    const children = new Map<Element, FieldSet>()
    for (const [element, child] of set.children) {
      const isField = element.startsWith('f:')
      const inside = isField ? shapeAt(at, element.slice(2)) : itemShape(at)
      const found = visit(inside, child, owned?.children.get(element), isField && at.how === 'struct')
      if (found) children.set(element, found)
    }
    return children.size ? { member: false, children } : undefined
  }
  return visit(shape, last, kept, false) ?? { member: false, children: new Map() }
}
