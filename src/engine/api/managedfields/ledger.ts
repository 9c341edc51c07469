// What each stored object remembers of its writers. It hangs on the stored object itself, so it goes back and forward in time with it,
// and it is worked out only when somebody asks: nobody but people who read managedFields and appliers ever does.
import { apiVersionOf, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { afterUpdate, toEntries, type Managers, type Writer } from './managers.ts'

/** Who wrote, as what, through which door: one for all writes of that kind. */
interface Author {
  readonly kind: Kind
  readonly who: string
  readonly fieldManager: string | undefined
  readonly door: string | undefined
  /** The only part that these writes change (`status`, `metadata`): then that is all that is remembered of what they wrote. */
  readonly part: string | undefined
}

/** A write. Who owned what after it is worked out when somebody asks; then what it was worked out from is let go. */
class Note {
  known: Managers | undefined
  author: Author | undefined
  /** The object, or the author's part of it, before and as it was written; a whole one is mostly the very object that carries the note. */
  before: AnyObject | undefined
  after: AnyObject | undefined
  earlier: Note | undefined
  /** In whole seconds, as managers' times are: a number that small is no object of its own. */
  readonly seconds: number
  /** How many writes before it, this one included, have not been worked out. */
  readonly depth: number

  constructor(known: Managers | undefined, author: Author | undefined, before: AnyObject | undefined, after: AnyObject | undefined, earlier: Note | undefined, seconds: number, depth: number) {
    this.known = known
    this.author = author
    this.before = before
    this.after = after
    this.earlier = earlier
    this.seconds = seconds
    this.depth = depth
  }

  static of(managers: Managers): Note { return new Note(managers, undefined, undefined, undefined, undefined, 0, 0) }
}

// Few write, and each writes much. Forgotten when they are many after all: an author is only a way to say the same in less room.
const MOST_AUTHORS = 4096
const authors = new Map<string, Author[]>()

function authorOf(kind: Kind, who: string, fieldManager: string | undefined, door: string | undefined, part: string | undefined): Author {
  const known = authors.get(who) ?? []
  for (let i = 0; i < known.length; i++) {
    const author = known[i]!
    if (author.kind === kind && author.door === door && author.part === part && author.fieldManager === fieldManager) return author
  }
  if (known.length === 0) {
    if (authors.size >= MOST_AUTHORS) authors.clear()
    authors.set(who, known)
  }
  const author = { kind, who, fieldManager, door, part }
  if (known.length < MOST_AUTHORS) known.push(author)
  return author
}

/** So many writes of one object are kept waiting; then they are worked out. A pod of a Job has eight. */
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
  const earlier = managers ? Note.of(managers) : recordOf(before)
  const depth = (earlier?.known ? 0 : earlier?.depth ?? 0) + 1
  const part = before && onlyPartThatDiffers(before, written)
  const author = authorOf(kind, who, fieldManager, door, part)
  const record = part === undefined ? new Note(undefined, author, before, isAsWritten(stored, written) ? stored : written, earlier, Math.floor(at / 1000), depth)
    : new Note(undefined, author, before![part], written[part], earlier, Math.floor(at / 1000), depth)
  put(stored, record)
  if (depth >= MOST_WAITING) settle(record)
}

/** Notes on `stored` who owns what, as an apply or a person said. */
export function noteManagers(stored: AnyObject, managers: Managers): void { put(stored, Note.of(managers)) }

/** A write that is nobody's doing (a deletion's mark): who owned what still does. */
export function keepManagers(stored: AnyObject, before: AnyObject | undefined): void {
  const record = recordOf(before)
  if (record) put(stored, record)
}

function settle(record: Note): Managers {
  if (record.known) return record.known
  const { author, earlier, seconds } = record
  const { kind, who, fieldManager, door, part } = author!
  const [before, after] = part === undefined ? [record.before, record.after!] : [partly(part, record.before), partly(part, record.after)]
  const schema = schemaOf(kind)
  const managers = earlier ? settle(earlier) : []
  // Whoever forgot all managers is not followed again until somebody applies.
  record.known = !schema || (before && managers.length === 0) ? managers : afterUpdate(schema, before, after, managers, writerOf(who, kind, fieldManager, door, seconds * 1000))
  record.author = record.before = record.after = record.earlier = undefined
  return record.known
}

/** What a server says of an object in its metadata: nobody owns it. */
const systems: ReadonlySet<string> = new Set(['name', 'namespace', 'uid', 'creationTimestamp', 'generation', 'resourceVersion'])

/** An object that has nothing but that part: as good as the whole one, where the rest stays as it is. */
const partly = (part: string, value: unknown): AnyObject => ({ [part]: value }) as unknown as AnyObject

type Fields = Readonly<Record<string, unknown>>

/** Whether two metadata differ, if at all, in what nobody owns. */
function isSameMetadata(a: Fields, b: Fields): boolean {
  if (a === b) return true
  for (const name in a) if (a[name] !== b[name] && !systems.has(name)) return false
  for (const name in b) if (!(name in a) && !systems.has(name)) return false
  return true
}

/** Whether nothing that could be owned was added to what was written, or taken from it: then one copy is enough to remember. */
function isAsWritten(stored: AnyObject, written: AnyObject): boolean {
  if (stored === written) return true
  for (const name in stored) if (stored[name] !== written[name] && name !== 'metadata') return false
  for (const name in written) if (!(name in stored)) return false
  return isSameMetadata(stored.metadata as unknown as Fields, written.metadata as unknown as Fields)
}

/** The one part in which they differ, of which somebody may own something; undefined where there are more, or none. */
function onlyPartThatDiffers(before: AnyObject, after: AnyObject): string | undefined {
  let part: string | undefined
  for (const name in after) {
    if (after[name] === before[name] || (name === 'metadata' && isSameMetadata(after.metadata as unknown as Fields, before.metadata as unknown as Fields))) continue
    if (part !== undefined) return undefined
    part = name
  }
  for (const name in before) if (!(name in after)) return undefined
  return part
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
