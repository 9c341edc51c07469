// The shape that every controller has: three pure functions that never see a table. The runner does everything else.
import type { Key } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject, Instant } from '../../kube/object.ts'
import type { PatchType, PropagationPolicy } from '../api/client.ts'
import type { ErrorReason } from '../api/errors.ts'
import type { Reason } from '../world/frame.ts'
import type { Census, Counted } from '../world/tally.ts'

// What a controller's folder may say of the floor and the API: it imports this file, and neither of those.
export type { Census, Counted, PropagationPolicy, Reason }

/** What a controller's cache can tell: objects as the controller last heard of them. Sorted by key, possibly late. */
export interface CacheReader {
  get<T extends ApiObject>(kind: Kind<T>, key: Key): T | undefined
  list<T extends ApiObject>(kind: Kind<T>, namespace?: string): readonly T[]
  /** How many there are in all namespaces: without listing them. */
  countOf(kind: Kind): number
  /**
   * Objects of `kind` whose controller is this owner (by uid). For the truth of this instant, which no controller has,
   * see api/store.ts.
   */
  ownedBy<T extends ApiObject>(owner: ApiObject, kind: Kind<T>): readonly T[]
  /**
   * As ownedBy, without the pods that have come to rest: phase Succeeded or Failed and no finalizer left. A Job of 10,000
   * completions then costs each sync its few open pods. Optional: without this index a controller asks ownedBy and filters.
   */
  ownedOpen?<T extends ApiObject>(owner: ApiObject, kind: Kind<T>): readonly T[]
  /**
   * How many of an owner's objects are alike, by what the census wants to know of each. It costs the kinds that there are of them, not
   * the objects: for controllers of thousands of pods, which mostly only count them.
   */
  census<T extends ApiObject, Facts>(owner: ApiObject, kind: Kind<T>, census: Census<T, Facts>): Iterable<Counted<Facts>>
  /** Objects of `kind` in the namespace that no controller manages: candidates for adoption. */
  orphans<T extends ApiObject>(kind: Kind<T>, namespace: string): readonly T[]
  /** Objects of `kind` that name this owner, as their controller or otherwise. Optional: without it ask ownedBy. */
  dependentsOf?<T extends ApiObject>(owner: ApiObject, kind: Kind<T>): readonly T[]
  /** Pods bound to a node, as known here. */
  onNode(node: string): readonly ApiObject[]
  /**
   * Whether the cache shows all that this controller wrote for `key`. The runner waits for that before it syncs, so this is
   * true or absent; where the wait is lifted (a fault, a test) it may be false, as upstream's expectations may be unsatisfied.
   */
  caughtUp?(key: Key): boolean
}

/** One write that a controller wants. Plain data: it can wait, be shown, and be taken back. */
export type Intent = (
  | { readonly verb: 'create'; readonly kind: Kind; readonly object: AnyObject }
  | { readonly verb: 'update'; readonly kind: Kind; readonly object: AnyObject; readonly subresource?: string }
  | { readonly verb: 'patch'; readonly kind: Kind; readonly key: Key; readonly type: PatchType; readonly body: unknown; readonly subresource?: string; /** Of an `apply`: what others own is taken from them. */ readonly force?: true }
  | { readonly verb: 'delete'; readonly kind: Kind; readonly key: Key; readonly uid?: string; readonly propagation?: PropagationPolicy; readonly gracePeriodSeconds?: number }
  /** Everything of these kinds in a namespace, each as a delete would. The outcome's object has `leftovers: {kind, items}[]`: what is still there, live. */
  | { readonly verb: 'deleteCollection'; readonly kinds: readonly Kind[]; readonly namespace: string }
  /** One object as it is stored, not as the cache has it: where being late would do harm. Refused as NotFound where there is none. */
  | { readonly verb: 'get'; readonly kind: Kind; readonly key: Key }
  /** What these pods used, from metrics.k8s.io. The outcome's object has `items: PodUsage[]`. Refused as NotFound where nobody serves it. */
  | { readonly verb: 'metrics'; readonly namespace: string; readonly pods: readonly string[] }
  /** A token of a service account that lasts as long as the secret (both by key) that shall hold it. The outcome's object has `token`. */
  | { readonly verb: 'token'; readonly account: Key; readonly secret: Key }
  | { readonly verb: 'event'; readonly event: RecordedEvent }
) & {
  /**
   * Slow start: intents of one batch go out together; after a refusal in a batch no later batch is tried
   * (its intents come back as `skipped`). Intents without a batch are always tried.
   */
  readonly batch?: number
  /** A refusal of this one ends the remaining intents of its list (they come back as `skipped`). */
  readonly must?: boolean
  /**
   * Only if the intent before it in the list was done; `skipped` otherwise. So a chain of them stops at the first refusal:
   * finalizer patch, then delete, then the event that tells of it.
   */
  readonly ifDone?: boolean
}

/** An Event to be recorded about an object. The recorder adds names, counts, aggregation and the spam filter (client-go's correlator). */
export interface RecordedEvent {
  readonly about: { readonly kind: string; readonly apiVersion: string; readonly namespace?: string; readonly name: string; readonly uid?: string; readonly resourceVersion?: string; readonly fieldPath?: string }
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  /** May hold `{{name}}`: the name that the object of the preceding `create` was given (generateName). See Intent.ifDone. */
  readonly message: string
  /** When it happened, where that is not now. */
  readonly at?: Instant
  /** What was being done: `Scheduling`, `Binding`. For recorders of events.k8s.io, as the scheduler's is. */
  readonly action?: string
}

/** What became of an intent. */
export interface Outcome {
  readonly intent: Intent
  /** The object as the API server answered. */
  readonly object?: AnyObject
  readonly refused?: { readonly code: number; readonly reason: ErrorReason; readonly message: string }
  readonly skipped?: true
}

/** What a controller wants done, and why. */
export interface Decision {
  readonly intents: readonly Intent[]
  readonly because: Reason
  /** A look of the clock's that found nothing to do: its frame is as quiet as a heartbeat. */
  readonly quiet?: boolean
}

/**
 * What a sync ends with. It is asked for again after its own intents were carried, with all outcomes so far, until it wants
 * no more of them: upstream, too, writes a status, then finalizers, then the status again within one sync.
 */
export interface Conclusion<Memo> {
  readonly intents: readonly Intent[]
  readonly because?: Reason
  /** Kept for the next sync of this key; `undefined` forgets it. Read only from the last answer. */
  readonly memo?: Memo | undefined
  /** Ask again then, if nothing wakes it sooner (workqueue AddAfter). Holds also when the sync failed: the earlier one wins. */
  readonly againInMs?: number
  /** Every alarm that was asked for, in upstream's order, where there is more than one. The queue keeps the earliest: againInMs. */
  readonly alarmsMs?: readonly number[]
  /** The sync failed: the key comes back with the queue's rate limit. */
  readonly failed?: boolean
  /** Forget the rate limit's count of failures of this key (upstream: queue.Forget). Default: true unless failed. */
  readonly forget?: boolean
}

/**
 * Stands for all kinds, where a controller minds objects of every kind: its keys are then Refs (`pods/default/x`), and its wake
 * hears every kind that it reads.
 */
export const anyKind: Kind = {
  kind: '*', group: '*', version: '*', plural: '*', singular: '*', shortNames: [], namespaced: false, subresources: [], categories: [],
}

/** Which changes wake a controller. `keys` sees the object before and after; one of them is undefined for add and delete. */
export interface Wake {
  readonly kind: Kind
  /** Not by what this controller itself has just written: upstream's trackers of expected versions. */
  readonly ofOthers?: true
  keys(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[]
}
export type WakeUp = Key | { readonly key: Key; readonly afterMs: number }

export interface Controller<T extends ApiObject = ApiObject, View = unknown, Memo = unknown> {
  /** As upstream's event source and user agent: `job-controller`. Controllers of one name share one client and its rate limit. */
  readonly name: string
  /** Names its queue, memos and flights where that must differ from `name`: upstream runs several loops under one user agent. */
  readonly id?: string
  /** How its events name their source, where that is not `name`: `taint-eviction-controller` writes as node-controller. */
  readonly recorder?: string
  /** Whose objects it brings into line. */
  readonly kind: Kind<T>
  /** Every kind it reads from its cache, so that the informers hear of them. */
  readonly reads: readonly Kind[]
  readonly wakes: readonly Wake[]
  /** How many keys it syncs at once (upstream's concurrent-*-syncs). */
  readonly workers: number
  /** The queue's rate limit after failures: baseMs, doubling to maxMs. Default 5 ms … 1,000 s, as client-go's. */
  readonly retry?: { readonly baseMs: number; readonly maxMs: number }
  /**
   * After so many tries again a key that still fails is dropped, and counted anew when a change brings it back (upstream's maxRetries, in a few controllers
   * only). Whoever has removed the cause has to touch the object: nothing else wakes it before the informers' resync, twelve hours and more later.
   */
  readonly givesUpAfter?: number
  /** What its client may write, where that is not every controller's 20 a second (burst 30). */
  readonly limit?: { readonly qps: number; readonly burst: number }
  /**
   * `object` is undefined when the cache no longer has the key: the controller may have a memo to clear. Return undefined to
   * do nothing at all. Gathers, never judges.
   */
  observe(cache: CacheReader, key: Key, object: T | undefined, memo: Memo | undefined, now: Instant): View | undefined
  decide(view: View, now: Instant): Decision
  conclude(view: View, outcomes: readonly Outcome[], now: Instant): Conclusion<Memo>
  /**
   * Looks into the cache once more when the decision's intents have been carried and the cache has heard of them: for controllers
   * whose status upstream reads the cache anew. What it gives is the view that `conclude` gets.
   */
  relook?(cache: CacheReader, view: View, now: Instant): View
}

/** For the compiler's inference; returns its argument. */
export const defineController = <T extends ApiObject, View, Memo = undefined>(c: Controller<T, View, Memo>): Controller<T, View, Memo> => c

export const because = (id: string, details: Omit<Reason, 'id'> = {}): Reason => ({ id, ...details })
