// Which fields an object has, and which of them a write added, changed or took away.
// Upstream: structured-merge-diff typed/tofieldset.go, typed/compare.go.
import { equal } from '../patch/values.ts'
import { EMPTY, fieldElement, isEmpty, LEAF, SetBuilder, setOf, type Element, type FieldSet } from './fieldSet.ts'
import { entriesOf, isFields, isHollow, isMapShape, itemShape, itemsOf, shapeAt, type Shape } from './typed.ts'

type Json = any

/** Everything that an object says: what its author owns who applies it. */
export function fieldsOf(shape: Shape, value: Json): FieldSet {
  const builder = new SetBuilder()
  collect(shape, value, builder)
  return builder.build()
}

function collect(shape: Shape, value: Json, at: SetBuilder): void {
  if (value === null) return
  if (isMapShape(shape)) {
    for (const [name, element] of entriesOf(value)) {
      const child = value[name]
      const below = at.at(element)
      // An empty list says nothing; an empty map is something.
      if (child === null || (isHollow(child) && !Array.isArray(child)) || shape.how === 'map') below.insert()
      collect(shapeAt(shape, name), child, below)
    }
  } else if (shape.how === 'atomic') {
    at.insert()
  } else if (Array.isArray(value)) {
    for (const [element, item] of itemsOf(shape, value)) {
      const below = at.at(element)
      below.insert()
      if (shape.how === 'list') collect(itemShape(shape), item, below)
    }
  }
}

export interface Changes {
  /** Added or given another value. */
  readonly written: FieldSet
  readonly removed: FieldSet
}

/** What lies between two states of an object. What they share is not looked into and costs nothing: an object that is written all the time has nearly all of it. */
export function changesBetween(shape: Shape, before: Json, after: Json): Changes { return compare(shape, before, after) ?? NO_CHANGES }

const NO_CHANGES: Changes = { written: EMPTY, removed: EMPTY }
const WRITTEN: Changes = { written: LEAF, removed: EMPTY }
const REMOVED: Changes = { written: EMPTY, removed: LEAF }

/** Undefined: they are the same. */
function compare(shape: Shape, before: Json, after: Json): Changes | undefined {
  if (before === after) return undefined
  if (shape.how === 'atomic' || (isHollow(before) && isHollow(after))) {
    if (after === undefined) return REMOVED
    return before === undefined || !equal(before, after) ? WRITTEN : undefined
  }
  const found = new Found()
  if (isMapShape(shape)) {
    const [was, is] = [isFields(before) ? before : undefined, isFields(after) ? after : undefined]
    for (const name in was) {
      if (was[name] === undefined || was[name] === is?.[name]) continue
      found.add(fieldElement(name), compare(shapeAt(shape, name), was[name], memberOf(is, name)))
    }
    for (const name in is) {
      if (is[name] === undefined || is[name] === was?.[name] || memberOf(was, name) !== undefined) continue
      found.add(fieldElement(name), compare(shapeAt(shape, name), undefined, is[name]))
    }
  } else {
    const inside = itemShape(shape)
    const [was, is] = [itemsOf(shape, asList(before)), itemsOf(shape, asList(after))]
    for (const [element, item] of was) found.add(element, compare(inside, item, is.get(element)))
    for (const [element, item] of is) if (!was.has(element)) found.add(element, compare(inside, undefined, item))
  }
  return found.changes(before === undefined, after === undefined)
}

/** What an object itself says under a name; data may well be called `constructor`. */
const memberOf = (fields: Readonly<Record<string, Json>> | undefined, name: string): Json => (fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined)

/** Gathers what changed in the members of a field. */
class Found {
  #written: Map<Element, FieldSet> | undefined
  #removed: Map<Element, FieldSet> | undefined

  add(element: Element, changes: Changes | undefined): void {
    if (!changes) return
    if (!isEmpty(changes.written)) (this.#written ??= new Map()).set(element, changes.written)
    if (!isEmpty(changes.removed)) (this.#removed ??= new Map()).set(element, changes.removed)
  }

  /** With the field itself, if it came or went. */
  changes(came: boolean, went: boolean): Changes | undefined {
    if (!this.#written && !this.#removed && !came && !went) return undefined
    return { written: setOf(came, this.#written), removed: setOf(!came && went, this.#removed) }
  }
}

const asList = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [])

/** Fields that an object of Go's has before anybody wrote into it: who creates it does not own these, only what lies in them. */
const byValue = new Set(['metadata', 'spec', 'status', 'template', 'jobTemplate', 'strategy', 'updateStrategy', 'resources', 'scaleTargetRef', 'involvedObject', 'source',
  'loadBalancer', 'nodeInfo', 'daemonEndpoints', 'containers', 'endpoints', 'ports', 'deprecatedSource', 'regarding'])
/** … of those, the lists that are written even when there are none. */
const lists = new Set(['containers', 'endpoints'])

/** What stood there before an object was created: nothing, in Go's shape. */
export function blank(shape: Shape, object: Json): Json {
  if (shape.how !== 'struct') return undefined
  const out: Record<string, Json> = {}
  const { goName } = shape.type
  for (const [name, field] of shape.type.fields) {
    if (!byValue.has(name) || object?.[name] === undefined) continue
    const isList = typeof field.type !== 'string'
    if (isList) {
      if (lists.has(name) || (name === 'ports' && goName === 'EndpointSlice')) out[name] = null
    } else if (field.type.startsWith('#') && !(goName === 'ReplicationControllerSpec' && name === 'template')) {
      out[name] = blank(shapeAt(shape, name), object[name]) ?? {}
    }
  }
  return out
}
