// Who owns which fields of an object, and what a write or an apply makes of that.
// Upstream: structured-merge-diff merge/update.go, apimachinery/pkg/util/managedfields/internal.
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { instantOf, timeOf } from '../../../kube/rfc3339.ts'
import type { SchemaType } from '../../../kube/schema.ts'
import type { ManagedFieldsEntry } from '../../../kube/meta.ts'
import { ApiError, badRequest } from '../errors.ts'
import { changesBetween, blank, fieldsOf, type Changes } from './changes.ts'
import { difference, fromFieldsV1, intersection, isEmpty, fieldElement, paths, pathText, sameSet, setOf, toFieldsV1, union, EMPTY, type FieldSet, type Path } from './fieldSet.ts'
import { abandoned, laidOver, without } from './merge.ts'
import { structShape } from './typed.ts'

/** One manager's fields. Managers that apply and managers that update are different managers, even under one name. */
export interface Manager {
  readonly name: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string
  /** Undefined for those who wrote before anybody noted it. */
  readonly at: Instant | undefined
  readonly fields: FieldSet
}

export type Managers = readonly Manager[]

/** Who writes, as what, through which door. */
export type Writer = Omit<Manager, 'fields' | 'operation' | 'at'> & { readonly at: Instant }

/** More updaters than this are told as one. */
const MOST_UPDATERS = 10
const ANCIENT = 'ancient-changes'
const BEFORE = 'before-first-apply'

/** Fields that belong to nobody. */
const unowned = fieldsV1Set({
  'f:apiVersion': {}, 'f:kind': {},
  'f:metadata': {
    '.': {}, 'f:name': {}, 'f:namespace': {}, 'f:creationTimestamp': {}, 'f:selfLink': {}, 'f:uid': {}, 'f:clusterName': {}, 'f:generation': {}, 'f:managedFields': {},
    'f:resourceVersion': {},
  },
})

/** What somebody may own of what he writes: a status is nobody's who comes not through its own door. Upstream: GetResetFields of the kinds' strategies. */
function ownable(fields: FieldSet, { subresource }: Pick<Manager, 'subresource'>): FieldSet {
  const own = difference(fields, unowned)
  if (subresource !== '' || !own.children.has(STATUS)) return own
  const children = new Map(own.children)
  children.delete(STATUS)
  return setOf(own.member, children)
}

const STATUS = fieldElement('status')

function fieldsV1Set(fields: object): FieldSet { return fromFieldsV1(fields)! }

const isSame = (a: Omit<Manager, 'fields' | 'at'>, b: Omit<Manager, 'fields' | 'at'>): boolean =>
  a.name === b.name && a.operation === b.operation && a.subresource === b.subresource && (a.operation === 'Apply' || a.apiVersion === b.apiVersion)

/** Managers whose fields were written or taken away lose them. */
function lose(managers: Managers, fields: FieldSet): Managers {
  if (isEmpty(fields)) return managers
  const left: Manager[] = []
  for (const m of managers) {
    const kept = difference(m.fields, fields)
    if (kept === m.fields) left.push(m)
    else if (!isEmpty(kept)) left.push({ ...m, fields: kept })
  }
  return left
}

/** What a create or an update makes of the managers: whoever writes a field owns it, alone. Upstream: Updater.Update. */
export function afterUpdate(type: SchemaType, before: AnyObject | undefined, after: AnyObject, managers: Managers, writer: Writer): Managers {
  const shape = structShape(type)
  const { written, removed } = changesBetween(shape, before ?? blank(shape, after), after)
  const own = ownable(written, writer)
  if (isEmpty(own)) return lose(managers, removed)
  const me = { ...writer, operation: 'Update' as const }
  const mine = managers.find(m => isSame(m, me))
  const others = lose(lose(managers.filter(m => m !== mine), own), removed)
  return capped([...others, { ...me, fields: mine ? union(difference(mine.fields, removed), own) : own }])
}

function capped(managers: Managers): Managers {
  const updaters = managers.filter(m => m.operation === 'Update')
  if (updaters.length <= MOST_UPDATERS) return managers
  const oldest = updaters.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.name < b.name ? -1 : 1)).slice(0, updaters.length - MOST_UPDATERS + 1)
  const one: Manager = { ...oldest.at(-1)!, name: ANCIENT, subresource: '', fields: oldest.reduce<FieldSet>((all, m) => union(all, m.fields), EMPTY) }
  return [...managers.filter(m => !oldest.includes(m)), one]
}

export interface Applied {
  readonly object: AnyObject
  readonly managers: Managers
}

interface Conflict { readonly manager: Manager; readonly path: Path }

/**
 * The live object with a configuration applied, and who owns what then. Throws an ApiError where somebody else owns a field that the
 * configuration would change and `force` is not given. Upstream: Updater.Apply, lastappliedmanager.go, lastappliedupdater.go.
 */
export function apply(type: SchemaType, live: AnyObject | undefined, managers: Managers, config: AnyObject, writer: Writer, force: boolean): Applied {
  const shape = structShape(type)
  // Of whom nothing is known, everything there is: as if he had made it just now.
  const known = live && managers.length === 0 ? afterUpdate(type, undefined, live, [], { ...writer, name: BEFORE }) : managers
  const me = { ...writer, operation: 'Apply' as const }
  const last = known.find(m => isSame(m, me))
  const others = known.filter(m => m !== last)
  // Its name is nobody's field, but whoever applies it names it.
  const said = fieldsOf(shape, config)
  const fields = ownable(said, writer)
  let object: AnyObject = laidOver(shape, live ?? {}, config)
  if (last) object = without(shape, object, abandoned(shape, last.fields, others.reduce((all, m) => union(all, m.fields), said)))
  const changes = changesBetween(shape, live, object)
  const conflicts = live ? conflictsOf(others, ownable(changes.written, writer)) : []
  if (conflicts.length && !force) {
    const left = writer.name === 'kubectl' ? unlessAppliedBefore(conflicts, type, live!) : conflicts
    if (left.length) throw conflictError(left)
  }
  const lost = union(conflicts.reduce<FieldSet>((all, c) => union(all, pathSet(c.path)), EMPTY), changes.removed)
  const rest = lose(others, lost)
  // Its time is that of its last change of the object, not of what it owns: who only says what others say has none at first.
  return { object, managers: isEmpty(fields) ? rest : [...rest, { ...me, fields, at: live && sameObject(changes) ? last?.at : me.at }] }
}

const sameObject = ({ written, removed }: Changes): boolean => isEmpty(written) && isEmpty(removed)

const pathSet = (path: Path): FieldSet => path.reduceRight<FieldSet>((below, element) => ({ member: false, children: new Map([[element, below]]) }), { member: true, children: new Map() })

const conflictsOf = (others: Managers, written: FieldSet): Conflict[] =>
  others.flatMap(manager => paths(intersection(manager.fields, written)).map(path => ({ manager, path })))

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** What kubectl applied itself, before it left that to the server, is its own and no conflict. All of them count, or none. */
function unlessAppliedBefore(conflicts: readonly Conflict[], type: SchemaType, live: AnyObject): readonly Conflict[] {
  try {
    const applied = JSON.parse(live.metadata.annotations?.[LAST_APPLIED] ?? '') as AnyObject
    if (typeof applied !== 'object' || applied === null) return conflicts
    const own = fieldsOf(structShape(type), applied)
    return conflicts.filter(c => isEmpty(intersection(own, pathSet(c.path))))
  } catch (e) {
    if (!(e instanceof SyntaxError)) throw e
    return conflicts
  }
}

function managerText({ name, subresource, operation, apiVersion }: Manager): string {
  const who = subresource ? `${JSON.stringify(name)} with subresource ${JSON.stringify(subresource)}` : JSON.stringify(name)
  return operation === 'Apply' ? who : `${who} using ${apiVersion}`
}

/** Upstream: managedfields/internal/conflict.go. */
function conflictError(conflicts: readonly Conflict[]): ApiError {
  const causes = conflicts.map(c => ({ type: 'FieldManagerConflict', message: `conflict with ${managerText(c.manager)}`, field: pathText(c.path) }))
  const details = { causes }
  if (conflicts.length === 1) return new ApiError(409, 'Conflict', `Apply failed with 1 conflict: ${causes[0]!.message}: ${causes[0]!.field}`, details)
  const byManager = new Map<string, string[]>()
  for (const { manager, path } of conflicts) byManager.set(managerText(manager), [...(byManager.get(managerText(manager)) ?? []), pathText(path)])
  const lines = [...byManager.keys()].sort().flatMap(who => [`conflicts with ${who}:`, ...byManager.get(who)!.map(path => `- ${path}`)])
  return new ApiError(409, 'Conflict', `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`, details)
}

/** As `metadata.managedFields` shows them: appliers first, then by time. */
export function toEntries(managers: Managers): ManagedFieldsEntry[] {
  const order = (m: Manager) => [m.operation, m.at === undefined ? '' : timeOf(m.at), m.name, m.apiVersion, m.subresource]
  return managers.toSorted((a, b) => {
    const [x, y] = [order(a), order(b)]
    const i = x.findIndex((v, n) => v !== y[n])
    return i < 0 ? 0 : x[i]! < y[i]! ? -1 : 1
  }).map(m => ({
    apiVersion: m.apiVersion, fieldsType: 'FieldsV1', fieldsV1: toFieldsV1(m.fields) as NonNullable<ManagedFieldsEntry['fieldsV1']>, manager: m.name, operation: m.operation,
    ...(m.subresource ? { subresource: m.subresource } : {}), ...(m.at === undefined ? {} : { time: timeOf(m.at) }),
  }))
}

/** What somebody sent as `metadata.managedFields`; one empty entry, or none, forgets everything. Throws where it cannot be read. */
export function fromEntries(entries: readonly ManagedFieldsEntry[]): Managers {
  if (entries.length === 1 && Object.values(entries[0]!).every(v => v === undefined || v === '')) return []
  return entries.map((e, i) => {
    const wrong = (what: string) => badRequest(`metadata.managedFields[${i}]: ${what}`)
    if (e.operation !== 'Apply' && e.operation !== 'Update') throw wrong('Invalid value: "operation": must be `Apply` or `Update`')
    if (e.fieldsType !== 'FieldsV1') throw wrong('Invalid value: "fieldsType": must be `FieldsV1`')
    const fields = fromFieldsV1(e.fieldsV1 ?? {})
    if (!fields) throw wrong('Invalid value: "fieldsV1": cannot be read')
    const at = e.time === undefined ? undefined : instantOf(e.time)
    return { name: e.manager ?? '', operation: e.operation, apiVersion: e.apiVersion ?? '', subresource: e.subresource ?? '', at, fields }
  })
}

export const sameManagers = (a: Managers, b: Managers): boolean => a.length === b.length && a.every(m => {
  const other = b.find(o => isSame(o, m))
  return other !== undefined && sameSet(m.fields, other.fields)
})
