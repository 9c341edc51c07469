// JSON patch (RFC 6902): add, remove, replace, move, copy, test. Upstream: evanphx/json-patch patch.go.
import { equal, has, isList, isMap, put } from './values.ts'
import type { Json, MutableMap } from './values.ts'

/** A patch that cannot be read (`malformed`), or that does not fit the object. */
export class JsonPatchError extends Error {
  readonly malformed: boolean
  constructor(message: string, malformed = false) {
    super(message)
    this.malformed = malformed
  }
}

const MOST_OPERATIONS = 10_000

interface Operation { readonly op: string; readonly path: string; readonly from: string | undefined; readonly value: Json | undefined }

/** A patch from a request's body; throws what is malformed. */
export function readJsonPatch(body: unknown): Operation[] {
  const malformed = (what: string) => new JsonPatchError(`json: cannot unmarshal ${what}`, true)
  if (!Array.isArray(body)) throw malformed(`${isMap(body) ? 'object' : typeof body} into Go value of type jsonpatch.Patch`)
  return body.map((entry: unknown) => {
    if (!isMap(entry)) throw malformed(`${isList(entry) ? 'array' : typeof entry} into Go value of type jsonpatch.Operation`)
    const text = (key: string) => (typeof entry[key] === 'string' ? entry[key] : undefined)
    return { op: text('op') ?? 'unknown', path: text('path') ?? '', from: text('from'), value: entry.value }
  })
}

const missing = (op: string, path: string) => new JsonPatchError(`${op} operation does not apply: doc is missing path: "${path}": missing value`)
const steps = (pointer: string): string[] => pointer.split('/').slice(1).map(s => s.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The object with every operation applied in turn; the object given is left as it is. Throws a JsonPatchError. */
export function applyJsonPatch(target: Json, operations: readonly Operation[]): Json {
  if (operations.length > MOST_OPERATIONS) throw new JsonPatchError(`The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${operations.length}`)
  let document = target
  for (const { op, path, from, value } of operations) {
    switch (op) {
      case 'add': document = change(document, path, 'add', value ?? null); break
      case 'replace':
        read(document, path, 'replace')
        document = change(document, path, 'replace', value ?? null)
        break
      case 'remove': document = change(document, path, 'remove'); break
      case 'test': {
        const found = read(document, path, 'test', true)
        if (!equal(found ?? null, value ?? null)) throw new JsonPatchError(`testing value ${path} failed: test failed`)
        break
      }
      case 'move': case 'copy': {
        const moved = read(document, from ?? '', op)
        if (op === 'move') document = change(document, from ?? '', 'remove')
        document = change(document, path, 'add', moved)
        break
      }
      default: throw new JsonPatchError(`Unexpected kind: ${op}`)
    }
  }
  return document
}

/** A list's index as RFC 6902 writes it; undefined where it is none of this list. Negative ones count from the end, as upstream allows. */
function indexOf(step: string, length: number, adding: boolean): number | undefined {
  if (adding && step === '-') return length
  if (!/^-?[0-9]+$/.test(step)) return undefined
  const n = Number(step)
  const index = n < 0 ? n + length + (adding ? 1 : 0) : n
  return index >= 0 && index < length + (adding ? 1 : 0) ? index : undefined
}

function read(document: Json, path: string, op: string, maybe = false): Json {
  let at: Json | undefined = document
  const way = steps(path)
  for (const [i, step] of way.entries()) {
    let next: Json | undefined
    if (isList(at)) {
      const index = indexOf(step, at.length, false)
      next = index === undefined ? undefined : at[index]
    } else if (isMap(at) && has(at, step)) {
      next = at[step]
    }
    if (next === undefined) {
      if (maybe && i === way.length - 1) return null
      throw missing(op, path)
    }
    at = next
  }
  return at
}

function change(document: Json, path: string, op: 'add' | 'replace' | 'remove', value?: Json): Json {
  const way = steps(path)
  if (way.length === 0) {
    if (op === 'remove') throw missing(op, path)
    return value ?? null
  }
  return changed(document, way, path, op, value)
}

function changed(at: Json, [step, ...rest]: readonly string[], path: string, op: 'add' | 'replace' | 'remove', value?: Json): Json {
  const last = rest.length === 0
  if (isList(at)) {
    const index = indexOf(step!, at.length, last && op === 'add')
    if (index === undefined) {
      throw last ? new JsonPatchError(`${op} operation does not apply: doc is missing path: "${path}": Unable to access invalid index: ${step}`) : missing(op, path)
    }
    if (!last) return at.with(index, changed(at[index]!, rest, path, op, value))
    return op === 'add' ? at.toSpliced(index, 0, value ?? null) : op === 'replace' ? at.with(index, value ?? null) : at.toSpliced(index, 1)
  }
  if (!isMap(at)) throw missing(op, path)
  const out: MutableMap = { ...at }
  if (!last) {
    if (!has(at, step!)) throw missing(op, path)
    put(out, step!, changed(at[step!]!, rest, path, op, value))
  } else if (op === 'remove') {
    if (!has(at, step!)) throw new JsonPatchError(`remove operation does not apply: doc is missing path: "${path}": Unable to remove nonexistent key: ${step}: missing value`)
    delete out[step!]
  } else {
    put(out, step!, value ?? null)
  }
  return out
}
