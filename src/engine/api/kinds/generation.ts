// What most kinds do to metadata and status before a write: the generation counts changes of what was asked for.
import type { AnyObject } from '../../../kube/object.ts'
import { sameValue } from '../fields/equality.ts'

/** A new object: generation 1, and no status but the one given. */
export function newGeneration<T extends AnyObject>(object: T, status?: unknown): T {
  const { status: _given, ...rest } = object
  return { ...rest, metadata: { ...object.metadata, generation: 1 }, ...(status === undefined ? {} : { status }) } as unknown as T
}

/** Without a status subresource's part: a write to the object keeps the stored status. */
export function keepStatus<T extends AnyObject>(next: T, old: T): T {
  const { status: _given, ...rest } = next
  return (old.status === undefined ? rest : { ...rest, status: old.status }) as unknown as T
}

/** A write to the status keeps all else as stored, but for the metadata, which may change in the same breath. */
export function onlyStatus<T extends AnyObject>(next: T, old: T): T {
  if (next.metadata === old.metadata && next.status !== undefined) return { ...old, status: next.status }
  const { status: _stored, ...rest } = old
  const { generation: _given, ...metadata } = next.metadata
  const generation = old.metadata.generation
  return {
    ...rest, metadata: { ...metadata, ...(generation === undefined ? {} : { generation }) }, ...(next.status === undefined ? {} : { status: next.status }),
  } as unknown as T
}

export const specChanged = (next: AnyObject, old: AnyObject): boolean => !sameValue(next.spec, old.spec, 'spec')

/** Raises the generation when what was asked for has `changed`: by default, when the spec differs. */
export function nextGeneration<T extends AnyObject>(next: T, old: T, changed: boolean | undefined = specChanged(next, old)): T {
  const stored = old.metadata.generation
  const generation = changed ? (stored ?? 0) + 1 : stored
  const { generation: _given, ...metadata } = next.metadata
  return { ...next, metadata: generation === undefined ? metadata : { ...metadata, generation } } as T
}
