/**
 * The namespace controller: empties a namespace that is being deleted, then lets it go.
 *
 * Upstream deletes each kind with one request for the whole collection and lists what is left; so does this. Rules: SPEC.md.
 *
 * Upstream: pkg/controller/namespace (namespace_controller.go, deletion/namespaced_resources_deleter.go).
 */
import type { Namespace } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { kinds, Namespace as NamespaceKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import type { Conclusion, Decision, Intent, Outcome } from '../controller.ts'
import { defineController } from '../controller.ts'
import { conditionsAfter } from './conditions.ts'
import { reason } from './reasons.ts'
import { remainingOf } from './remaining.ts'
import type { Remaining } from './remaining.ts'

/** N1: how long a deleted namespace is left alone, so that whoever still writes into it has heard: namespaceDeletionGracePeriod. */
const GRACE_MS = 5000
const FINALIZER = 'kubernetes'

export interface NamespaceView {
  readonly at: Instant
  readonly namespace: Namespace
}

export const namespaceController = defineController<Namespace, NamespaceView>({
  name: 'namespace-controller',
  kind: NamespaceKind,
  reads: [NamespaceKind],
  wakes: [{ kind: NamespaceKind, keys: (_before, after) => (after?.metadata.deletionTimestamp ? [{ key: keyOf(after), afterMs: GRACE_MS }] : []) }],
  workers: 10,
  retry: { baseMs: 5, maxMs: 60_000 },
  // Its client is a chatty one: 20 times the rate and 100 times the burst of the others.
  limit: { qps: 400, burst: 3000 },

  observe: (_cache, _key, namespace, _memo, now) => (namespace && isGoing(namespace) ? { at: now, namespace } : undefined),
  decide: (view): Decision => ({ intents: [emptying(view.namespace, [PodKind])], because: reason('namespace.delete-pods', {}) }),
  conclude,
})

const isGoing = (ns: Namespace): boolean => ns.metadata.deletionTimestamp !== undefined && (ns.spec?.finalizers?.length ?? 0) > 0

/** Everything but pods that may stand in a namespace. */
const rest = kinds.filter(k => k.namespaced && k !== PodKind)

const emptying = (ns: Namespace, of: typeof kinds): Intent => ({ verb: 'deleteCollection', kinds: of, namespace: ns.metadata.name })

/** N2, N3: pods, and only when none is left all the rest; then what is left is said, and if nothing is, the namespace is let go. */
function conclude({ namespace: ns }: NamespaceView, outcomes: readonly Outcome[], now: Instant): Conclusion<undefined> {
  const name = ns.metadata.name
  const emptied = outcomes.filter(o => o.intent.verb === 'deleteCollection')
  if (emptied.some(o => o.refused)) return { intents: [], failed: true }
  const deletedAt = instantOf(ns.metadata.deletionTimestamp!)
  const remaining = remainingOf(name, emptied.flatMap(o => leftovers(o)), deletedAt, now)
  if (emptied.length === 1 && remaining.content.length === 0) {
    return { intents: [emptying(ns, rest)], because: reason('namespace.delete-rest', { kinds: rest.length }) }
  }

  const done = outcomes.slice(emptied.length)
  const said = done.find(o => o.intent.verb === 'update' && o.intent.subresource === 'status')
  const finalized = done.find(o => o.intent.verb === 'update' && o.intent.subresource === 'finalize')
  if (said?.refused || finalized?.refused) return { intents: [], failed: isTrouble(said) || isTrouble(finalized) }
  const before = ns.status?.conditions ?? []
  const conditions = conditionsAfter(before, remaining, now)
  if (!said && conditions !== before) {
    const object = { ...ns, apiVersion: 'v1', kind: 'Namespace', status: { ...ns.status, conditions } } as unknown as AnyObject
    return { intents: [{ verb: 'update', kind: NamespaceKind, object, subresource: 'status' }], because: why(remaining) }
  }
  if (remaining.errors.length > 0) return { intents: [], failed: true, because: why(remaining) }
  if (remaining.estimateSeconds > 0) return { intents: [], againInMs: waitMs(remaining), forget: false, because: why(remaining) }
  if (finalized) return { intents: [] }
  return { intents: [finalizing((said?.object as Namespace | undefined) ?? ns)], because: reason('namespace.finalize', {}) }
}

const leftovers = ({ object }: Outcome) => (object?.['leftovers'] ?? []) as Parameters<typeof remainingOf>[1]

const isTrouble = (o: Outcome | undefined): boolean => o?.refused !== undefined && o.refused.reason !== 'NotFound'

/** N5: half of what it may take, and a second. */
const waitMs = ({ estimateSeconds }: Remaining): number => (Math.floor(estimateSeconds / 2) + 1) * 1000

const why = (remaining: Remaining) =>
  remaining.errors.length > 0
    ? reason('namespace.stuck', { remaining: remaining.content })
    : remaining.content.length === 0 ? reason('namespace.finalize', {})
    : reason('namespace.remaining', { remaining: remaining.content, waitMs: waitMs(remaining) })

function finalizing(ns: Namespace): Intent {
  const finalizers = (ns.spec?.finalizers ?? []).filter(f => f !== FINALIZER)
  const object = { ...ns, apiVersion: 'v1', kind: 'Namespace', spec: { ...ns.spec, finalizers } } as unknown as AnyObject
  return { verb: 'update', kind: NamespaceKind, object, subresource: 'finalize' }
}
