// What each stored object remembers of its writers. It hangs on the stored object itself, so it goes back and forward in time with it,
// and it is worked out only when somebody asks: nobody but people who read managedFields and appliers ever does.
import { apiVersionOf, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { afterUpdate, toEntries, type Managers, type Writer } from './managers.ts'

/** A write that has not been worked out yet, or the managers after it. */
interface Note { known: Managers | undefined; pending: Pending | undefined; readonly depth: number }
interface Pending { readonly kind: Kind; readonly before: AnyObject | undefined; readonly after: AnyObject; readonly earlier: Note | undefined; readonly writer: Writer }

const LEDGER = Symbol('managed fields')
/** So many writes are kept waiting; then they are worked out, so that no old version of an object is held for long. */
const MOST_WAITING = 8

const recordOf = (object: AnyObject | undefined): Note | undefined => (object as { [LEDGER]?: Note } | undefined)?.[LEDGER]

function put(object: AnyObject, record: Note): void {
  // Not enumerable: a copy of the object is another object, and tells nothing of who wrote it.
  Object.defineProperty(object, LEDGER, { value: record })
}

/**
 * Notes on `stored` who wrote it. `written`: the object as its author wrote it, before admission added what is nobody's.
 * `managers`: who owned what before, where the write itself says so.
 */
export function noteWrite(stored: AnyObject, kind: Kind, before: AnyObject | undefined, written: AnyObject, writer: Writer, managers?: Managers): void {
  const earlier = managers ? { known: managers, pending: undefined, depth: 0 } : recordOf(before)
  const depth = (earlier?.known ? 0 : earlier?.depth ?? 0) + 1
  const record: Note = { known: undefined, pending: { kind, before, after: written, earlier, writer }, depth }
  put(stored, record)
  if (depth >= MOST_WAITING) settle(record)
}

/** Notes on `stored` who owns what, as an apply or a person said. */
export function noteManagers(stored: AnyObject, managers: Managers): void { put(stored, { known: managers, pending: undefined, depth: 0 }) }

/** A write that is nobody's doing (a deletion's mark): who owned what still does. */
export function keepManagers(stored: AnyObject, before: AnyObject | undefined): void {
  const record = recordOf(before)
  if (record) put(stored, record)
}

function settle(record: Note): Managers {
  if (record.known) return record.known
  const { kind, before, after, earlier, writer } = record.pending!
  const schema = schemaOf(kind)
  const managers = earlier ? settle(earlier) : []
  // Whoever forgot all managers is not followed again until somebody applies.
  record.known = !schema || (before && managers.length === 0) ? managers : afterUpdate(schema, before, after, managers, writer)
  record.pending = undefined
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
