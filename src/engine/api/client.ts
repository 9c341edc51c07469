// What anybody outside the API server may ask of it: kubectl, the controllers' writes, the page. Synchronous; refusals are thrown as ApiError.
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject, Instant } from '../../kube/object.ts'
import type { PolicyRule } from '../../kube/rbac.ts'
import type { Verdict } from './access/authorizer.ts'
import type { Attributes } from '../../kube/policyRules.ts'
import type { User } from '../../kube/users.ts'

export type PropagationPolicy = 'Orphan' | 'Background' | 'Foreground'
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply'

export interface WriteOptions {
  readonly dryRun?: boolean
  readonly fieldManager?: string
  /** Strict (kubectl's default) refuses unknown and duplicate fields, Warn says so through onWarning, Ignore drops them. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  /** Hears each `Warning:` header of the answer. */
  readonly onWarning?: (text: string) => void
  /** Since when it has been there, RFC 3339: for what was there before time began. */
  readonly createdAt?: string
  /** As whom it is asked for; undefined: as one who may do everything. */
  readonly user?: User
}

export interface DeleteOptions extends WriteOptions {
  readonly propagationPolicy?: PropagationPolicy
  readonly gracePeriodSeconds?: number
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

export interface ListOptions {
  /** As typed: `app=web,tier!=db`. */
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

export interface LogOptions {
  readonly container?: string
  readonly previous?: boolean
  readonly tailLines?: number
  readonly sinceSeconds?: number
  readonly sinceTime?: Instant
  readonly limitBytes?: number
}

export interface LogLine {
  readonly at: Instant
  readonly text: string
}

/** A terminal in a container, by a name of whoever opened it; and what was typed there: a line with its end, \x04 (Ctrl-D) or \x03 (Ctrl-C). Absent: it is opened. */
export interface TypedInto {
  readonly session: string
  readonly tty: boolean
  readonly text?: string
}

/** What is seen at the terminal of a container's own program, in one run of it. */
export interface Seen {
  readonly containerID: string
  /** From its start; only of one whose input is open. Pieces of the next moments are there before they come. */
  readonly pieces: readonly SeenPiece[]
  readonly ended: boolean
}

/** A piece of what is seen at the terminal of a container's own program. */
export interface SeenPiece {
  readonly at: Instant
  readonly stream: 'out' | 'err'
  readonly text: string
  readonly kind?: 'prompt' | 'echo'
}

export interface ExecResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  /** How long it takes; absent: it was over at once. */
  readonly durationMs?: number
  /** What it prints and when, of a command that takes its time. */
  readonly said?: readonly { readonly at: Instant; readonly stream: 'out' | 'err'; readonly text: string }[]
  /** A terminal that stays open: a shell asks for a line, or something reads; and what it asks with. */
  readonly open?: { readonly asks: 'line' | 'input'; readonly prompt: string; readonly status: number }
  /** Nothing was run: the last line of this terminal is not done before. */
  readonly busyUntil?: Instant
}

/** What a container used at the last look of the metrics server: thousandths of a core, bytes. */
export interface ContainerUsage { readonly name: string; readonly cpuMilli: number; readonly memoryBytes: number }
export interface PodUsage { readonly namespace: string; readonly name: string; readonly at: Instant; readonly windowMs: number; readonly containers: readonly ContainerUsage[] }
export interface NodeUsage { readonly name: string; readonly cpuMilli: number; readonly memoryBytes: number }

/** metrics.k8s.io. Each throws an ApiError (404) where nobody serves it. */
export interface MetricsDoor {
  pods(namespace: string | undefined): readonly PodUsage[]
  nodes(): readonly NodeUsage[]
}

/** Who one is, what one may do, and how it is to be somebody else. authentication.k8s.io and authorization.k8s.io. */
export interface AccessDoor {
  readonly user: User
  /** The API as that user has it: what he may not do is refused. */
  as(user: User): ApiClient
  review(asked: Attributes): Verdict
  /** Everything that is allowed in a namespace, and what could not be found out. */
  rules(namespace: string): { readonly rules: readonly PolicyRule[]; readonly error: string }
  /** Whose token that is; undefined where it is nobody's, or not any more. */
  bearer(token: string): User | undefined
}

/** What somebody outside of the cluster asks by HTTP: a node, by its name or address, or a pod to which a port of his own machine is forwarded (`namespace/name`). */
export interface OutsideRequest {
  readonly host: string
  readonly port: number
  readonly pod?: string
  readonly method?: string
  readonly path?: string
  readonly body?: string
  readonly userAgent?: string
  /** How long he waits. */
  readonly patienceMs?: number
}

/** `fault`: there was no answer at all. */
export interface OutsideAnswer {
  readonly fault?: 'refused' | 'bad-address' | 'timeout' | 'unreachable' | 'reset'
  readonly status?: number
  readonly body?: string
  readonly address?: string
}

/** The way into the cluster's network. */
export interface NetworkDoor {
  /** Undefined: from outside nobody gets there. */
  outside(request: OutsideRequest): OutsideAnswer | undefined
}

export interface WatchChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** As it is now, or as it was last. */
  readonly object: AnyObject
}

export interface ApiClient {
  /** The virtual clock, for ages. */
  readonly now: Instant
  /** The objects' resourceVersion of this instant. */
  readonly revision: number
  get<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, name: string): T
  /** Sorted by namespace, then name. All namespaces when `namespace` is undefined. */
  list<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, options?: ListOptions): readonly T[]
  /** How many frames have been passed: where a watch may begin. Undefined where nobody keeps them. */
  readonly position?: number
  /**
   * Every change after that position, in order; undefined where it can no longer be told, and the caller must list again.
   */
  watchSince?(kind: Kind, namespace: string | undefined, position: number, options?: ListOptions): readonly WatchChange[] | undefined
  /** `object` may have generateName, and no namespace (then `namespace` counts). */
  create(object: AnyObject, namespace: string | undefined, options?: WriteOptions): AnyObject
  update(object: AnyObject, options?: WriteOptions & { readonly subresource?: string }): AnyObject
  patch<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, name: string, type: PatchType, body: unknown,
    options?: WriteOptions & { readonly subresource?: string; readonly force?: boolean }): T
  delete(kind: Kind, namespace: string | undefined, name: string, options?: DeleteOptions): AnyObject
  /** pods/eviction, pods/binding, …: POST to a subresource. */
  createSubresource(kind: Kind, namespace: string | undefined, name: string, subresource: string, body: AnyObject, options?: WriteOptions): AnyObject
  /** Throws as the API server does when the container has not started or the kubelet cannot be reached. */
  logs(namespace: string, pod: string, options?: LogOptions): readonly LogLine[]
  exec(namespace: string, pod: string, container: string | undefined, argv: readonly string[], stdin?: string, typed?: TypedInto): ExecResult
  /** What such a command would print; nothing happens. */
  look(namespace: string, pod: string, container: string, argv: readonly string[]): ExecResult
  /** What is seen at the terminal of the container's program; undefined: it has not begun. */
  seen(namespace: string, pod: string, container: string): Seen | undefined
  /** Somebody types into the container's program, as into a terminal of exec. */
  type(namespace: string, pod: string, container: string, text: string): void
  /** Asks over the network, from outside. Absent where there is none. */
  readonly network?: NetworkDoor
  /** Absent where everybody may do everything. */
  readonly access?: AccessDoor
  /** Absent where there can be no metrics server. */
  readonly metrics?: MetricsDoor
}
