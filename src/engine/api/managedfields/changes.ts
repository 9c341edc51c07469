// Which fields an object has, and which of them a write added, changed or took away.
// Upstream: structured-merge-diff typed/tofieldset.go, typed/compare.go.
import { equal } from '../patch/values.ts'
import { SetBuilder, type FieldSet } from './fieldSet.ts'
import { entriesOf, isHollow, isMapShape, itemShape, itemsOf, shapeAt, type Shape } from './typed.ts'

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
      if (child === null || isHollow(child) || shape.how === 'map') below.insert()
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

/** What lies between two states of an object; what they share is not looked into. */
export function changesBetween(shape: Shape, before: Json, after: Json): Changes {
  const written = new SetBuilder()
  const removed = new SetBuilder()
  compare(shape, before, after, written, removed)
  return { written: written.build(), removed: removed.build() }
}

function compare(shape: Shape, before: Json, after: Json, written: SetBuilder, removed: SetBuilder): void {
  if (before === after) return
  if (shape.how === 'atomic' || (isHollow(before) && isHollow(after))) {
    if (after === undefined) removed.insert()
    else if (before === undefined || !equal(before, after)) written.insert()
    return
  }
  if (isMapShape(shape)) {
    const names = new Map([...entriesOf(before), ...entriesOf(after)])
    for (const [name, element] of names) compare(shapeAt(shape, name), before?.[name], after?.[name], written.at(element), removed.at(element))
  } else {
    const [was, is] = [itemsOf(shape, asList(before)), itemsOf(shape, asList(after))]
    for (const element of new Set([...was.keys(), ...is.keys()])) {
      const inside = itemShape(shape)
      compare(inside, was.get(element), is.get(element), written.at(element), removed.at(element))
    }
  }
  if (before === undefined) written.insert()
  else if (after === undefined) removed.insert()
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
