// kubectl auth reconcile: roles and bindings get what they miss. Upstream: kubectl/pkg/cmd/auth/reconcile.go,
// component-helpers/auth/rbac/reconciliation.
import { uncovered } from '../../../kube/policyRules.ts'
import { ApiError } from '../../../engine/api/errors.ts'
import type { Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { AggregationRule, PolicyRule, Subject } from '../../../kube/rbac.ts'
import { KubectlError, throwAll } from '../../errors.ts'
import { sameJson } from '../../sameJson.ts'
import type { Command, Invocation } from '../command.ts'
import { getAny, hasFiles, manifestsOf } from '../find.ts'
import { dryRunFlag, dryRunOf, filenameFlags, outputFlags, writeOptions } from '../flags.ts'
import { Reporter } from '../shared.ts'

type Operation = 'none' | 'create' | 'update' | 'recreate'
interface Result {
  readonly object: AnyObject
  readonly operation: Operation
  /** The object asked to be left alone. */
  readonly isProtected: boolean
  readonly missing: readonly string[]
  readonly extra: readonly string[]
}

const PROTECT = 'rbac.authorization.kubernetes.io/autoupdate'
const listText = (list: readonly string[] | undefined) => `[${(list ?? []).join(' ')}]`
/** Go's `%+v` of the structures. */
const ruleText = (r: PolicyRule) => `{Verbs:${listText(r.verbs)} APIGroups:${listText(r.apiGroups)} Resources:${listText(r.resources)} ResourceNames:${listText(r.resourceNames)} NonResourceURLs:${listText(r.nonResourceURLs)}}`
const subjectText = (s: Subject) => `{Kind:${s.kind} APIGroup:${s.apiGroup ?? ''} Name:${s.name} Namespace:${s.namespace ?? ''}}`

const rulesOf = (o: AnyObject): readonly PolicyRule[] => (o['rules'] as PolicyRule[] | null | undefined) ?? []
const subjectsOf = (o: AnyObject): readonly Subject[] => (o['subjects'] as Subject[] | undefined) ?? []
const selectorsOf = (o: AnyObject) => (o['aggregationRule'] as AggregationRule | undefined)?.clusterRoleSelectors

/** What stands there keeps its own labels and annotations, and gets those it misses. */
function withMeta(wanted: AnyObject, existing: AnyObject): AnyObject {
  const merged = (field: 'labels' | 'annotations') => {
    const all = { ...wanted.metadata[field], ...existing.metadata[field] }
    return Object.keys(all).length ? { [field]: all } : {}
  }
  return { ...existing, metadata: { ...existing.metadata, ...merged('labels'), ...merged('annotations') } }
}

function reconciledRole(wanted: AnyObject, existing: AnyObject, removeExtra: boolean): Result {
  let object = withMeta(wanted, existing)
  const missing = uncovered(rulesOf(existing), rulesOf(wanted))
  const extra = selectorsOf(wanted) && selectorsOf(existing) ? [] : uncovered(rulesOf(wanted), rulesOf(existing))
  if (!removeExtra && missing.length) object = { ...object, rules: [...rulesOf(existing), ...missing] } as AnyObject
  if (removeExtra && (missing.length || extra.length)) object = { ...object, rules: rulesOf(wanted) } as AnyObject
  const [asked, has] = [selectorsOf(wanted), selectorsOf(existing)]
  const more = (asked ?? []).filter(s => !has?.some(h => sameJson(h, s)))
  const less = (has ?? []).filter(h => !asked?.some(s => sameJson(h, s)))
  if (!asked && has) {
    const { aggregationRule: _gone, ...rest } = object
    object = rest as AnyObject
  } else if (removeExtra ? more.length || less.length : more.length) object = { ...object, aggregationRule: { clusterRoleSelectors: removeExtra ? asked : [...(has ?? []), ...more] } } as AnyObject
  return result(object, existing, missing.map(ruleText), extra.map(ruleText))
}

function reconciledBinding(wanted: AnyObject, existing: AnyObject, removeExtra: boolean): Result {
  const missing = subjectsOf(wanted).filter(s => !subjectsOf(existing).some(e => sameJson(e, s)))
  const extra = subjectsOf(existing).filter(s => !subjectsOf(wanted).some(e => sameJson(e, s)))
  let object = withMeta(wanted, existing)
  if (!sameJson(wanted['roleRef'], existing['roleRef'])) {
    // Which role is bound cannot change: the binding is made anew.
    const { resourceVersion: _rv, uid: _uid, creationTimestamp: _ct, ...metadata } = object.metadata
    object = { ...object, metadata: metadata as AnyObject['metadata'], roleRef: wanted['roleRef'] } as AnyObject
  }
  if (removeExtra ? missing.length || extra.length : missing.length) object = { ...object, subjects: removeExtra ? subjectsOf(wanted) : [...subjectsOf(existing), ...missing] } as AnyObject
  const done = result(object, existing, missing.map(subjectText), extra.map(subjectText))
  return object['roleRef'] === wanted['roleRef'] && !sameJson(wanted['roleRef'], existing['roleRef']) ? { ...done, operation: 'recreate' } : done
}

const result = (object: AnyObject, existing: AnyObject, missing: readonly string[], extra: readonly string[]): Result => (
  { object, operation: sameJson(object, existing) ? 'none' : 'update', isProtected: existing.metadata.annotations?.[PROTECT] === 'false', missing, extra })

function existingOf(call: Invocation, kind: Kind, wanted: AnyObject, namespace: string | undefined): AnyObject | undefined {
  try {
    return getAny(call, kind, namespace, wanted.metadata.name)
  } catch (e) {
    if (e instanceof ApiError && e.reason === 'NotFound') return undefined
    throw e
  }
}

/** Makes the namespace that a role is to stand in, where there is none. */
function ensureNamespace(call: Invocation, name: string): void {
  try {
    call.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } } as AnyObject, undefined)
  } catch (e) {
    if (!(e instanceof ApiError && e.reason === 'AlreadyExists')) throw e
  }
}

function carryOut(call: Invocation, kind: Kind, { object, operation }: Result, namespace: string | undefined): AnyObject {
  const { client } = call
  const options = writeOptions(call, 'kubectl-auth-reconcile', {})
  if (operation === 'create' && namespace) ensureNamespace(call, namespace)
  if (operation === 'recreate') client.delete(kind, namespace, object.metadata.name, options)
  if (operation === 'create' || operation === 'recreate') return client.create(object, namespace, options)
  return operation === 'update' ? client.update(object, options) : object
}

function tell(call: Invocation, { operation, isProtected, missing, extra }: Result, what: 'rules' | 'subjects', removes: boolean): void {
  if (operation === 'none') return
  call.err(`\treconciliation required ${operation}${isProtected ? `, but object opted out (${PROTECT}: false)` : ''}\n`)
  if (missing.length) call.err(`\tmissing ${what} added:\n${missing.map(t => `\t\t${t}\n`).join('')}`)
  if (removes && extra.length) call.err(`\textra ${what} removed:\n${extra.map(t => `\t\t${t}\n`).join('')}`)
}

function run(call: Invocation): void {
  if (!hasFiles(call)) throw new KubectlError('must specify one of -f and -k')
  if (call.args.length) throw new KubectlError('no arguments are allowed')
  const dryRun = dryRunOf(call)
  if (dryRun === 'server') throw new KubectlError('--dry-run=server for command reconcile is not supported yet')
  const report = new Reporter(call, dryRun)
  const errors: unknown[] = []
  for (const item of manifestsOf(call, 'Ignore')) {
    try {
      if ('error' in item) throw item.error
      const { kind, object: wanted, namespace } = item.info
      const isRole = kind.kind === 'Role' || kind.kind === 'ClusterRole'
      if (!isRole && kind.kind !== 'RoleBinding' && kind.kind !== 'ClusterRoleBinding') continue
      const place = kind.namespaced ? namespace : undefined
      const removes = call.bool(isRole ? 'remove-extra-permissions' : 'remove-extra-subjects')
      const existing = existingOf(call, kind, wanted, place)
      const done: Result = !existing ? { object: wanted, operation: 'create', isProtected: false, missing: isRole ? rulesOf(wanted).map(ruleText) : subjectsOf(wanted).map(subjectText), extra: [] }
        : (isRole ? reconciledRole : reconciledBinding)(wanted, existing, removes)
      report.done(done.isProtected || dryRun === 'client' ? done.object : carryOut(call, kind, done, place), 'reconciled')
      tell(call, done, isRole ? 'rules' : 'subjects', removes)
    } catch (e) {
      if (!(e instanceof ApiError || e instanceof KubectlError)) throw e
      errors.push(e)
    }
  }
  throwAll(errors)
}

export const reconcile: Command = {
  path: 'auth reconcile', summary: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects', usage: 'auth reconcile -f FILENAME', completes: 'none', run,
  flags: [
    ...filenameFlags, ...outputFlags, dryRunFlag, { name: 'remove-extra-permissions', type: 'bool', default: false, usage: 'Take away what the file does not give' },
    { name: 'remove-extra-subjects', type: 'bool', default: false, usage: 'Take the role from those whom the file does not name' },
  ],
}
