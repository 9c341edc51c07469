// What each stored object remembers of its writers. It hangs on the stored object itself, so it goes back and forward in time with it,
// and it is worked out only when somebody asks: nobody but people who read managedFields and appliers ever does.
import { apiVersionOf, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { afterUpdate, toEntries, type Managers, type Writer } from './managers.ts'

/** A write. Who owned what after it is worked out when somebody asks; then what it was worked out from is let go. */
class Note {
  known: Managers | undefined
  write: NotedWrite | undefined
  /** How many writes before it, this one included, have not been worked out. */
  readonly depth: number

  constructor(known: Managers | undefined, write: NotedWrite | undefined, depth: number) {
    this.known = known
    this.write = write
    this.depth = depth
  }
}

interface NotedWrite {
  readonly kind: Kind
  readonly before: AnyObject | undefined
  readonly after: AnyObject
  readonly earlier: Note | undefined
  readonly who: string
  readonly fieldManager: string | undefined
  readonly door: string | undefined
  readonly at: Instant
}

/** So many writes are kept waiting; then they are worked out, so that no old version of an object is held for long. A pod of a Job has eight. */
const MOST_WAITING = 12

/** What a constructor returns is what its heirs add their private fields to: here, to a stored object. */
class Given { constructor(object: object) { return object } }

/** A stored object with a note in a private field. A copy of the object has none: it is another object, and tells nothing of who wrote it. */
class Noted extends Given {
  #note: Note

  constructor(object: object, note: Note) {
    super(object)
    this.#note = note
  }

  static noteOf(object: object): Note | undefined { return #note in object ? object.#note : undefined }
}

const recordOf = (object: AnyObject | undefined): Note | undefined => (object === undefined ? undefined : Noted.noteOf(object))

function put(object: AnyObject, record: Note): void { new Noted(object, record) }

/**
 * Notes on `stored` who wrote it, through which door (a subresource) and when. `written`: the object as its author wrote it, before
 * admission added what is nobody's. `managers`: who owned what before, where the write itself says so.
 */
export function noteWrite(
  stored: AnyObject, kind: Kind, before: AnyObject | undefined, written: AnyObject, who: string, fieldManager: string | undefined, door: string | undefined, at: Instant, managers?: Managers,
): void {
  const earlier = managers ? new Note(managers, undefined, 0) : recordOf(before)
  const depth = (earlier?.known ? 0 : earlier?.depth ?? 0) + 1
  const record = new Note(undefined, { kind, before, after: written, earlier, who, fieldManager, door, at }, depth)
  put(stored, record)
  if (depth >= MOST_WAITING) settle(record)
}

/** Notes on `stored` who owns what, as an apply or a person said. */
export function noteManagers(stored: AnyObject, managers: Managers): void { put(stored, new Note(managers, undefined, 0)) }

/** A write that is nobody's doing (a deletion's mark): who owned what still does. */
export function keepManagers(stored: AnyObject, before: AnyObject | undefined): void {
  const record = recordOf(before)
  if (record) put(stored, record)
}

function settle(record: Note): Managers {
  if (record.known) return record.known
  const { kind, before, after, earlier, who, fieldManager, door, at } = record.write!
  const schema = schemaOf(kind)
  const managers = earlier ? settle(earlier) : []
  // Whoever forgot all managers is not followed again until somebody applies.
  record.known = !schema || (before && managers.length === 0) ? managers : afterUpdate(schema, before, after, managers, writerOf(who, kind, fieldManager, door, at))
  record.write = undefined
  return record.known
}

/** Who owns which fields of a stored object. */
export function managersOf(stored: AnyObject): Managers {
  const record = recordOf(stored)
  return record ? settle(record) : []
}

/** The object with `metadata.managedFields`, as the API server sends it. Where nothing is known, as it is. */
export function withManagedFields<T extends AnyObject>(stored: T): T {
  const managers = managersOf(stored)
  return managers.length ? { ...stored, metadata: { ...stored.metadata, managedFields: toEntries(managers) } } : stored
}

const programs: Readonly<Record<string, string>> = { scheduler: 'kube-scheduler', kubernetes: 'kube-apiserver', kubelet: 'kubelet', kubectl: 'kubectl' }

/** The manager's name of somebody who gave none: that of his program. All controllers are one. */
const programOf = (who: string): string => programs[who.split('/')[0]!] ?? 'kube-controller-manager'

export const writerOf = (who: string, kind: Kind, fieldManager: string | undefined, subresource: string | undefined, at: number): Writer =>
  ({ name: fieldManager || programOf(who), apiVersion: apiVersionOf(kind), subresource: subresource ?? '', at })
