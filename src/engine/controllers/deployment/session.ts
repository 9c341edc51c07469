// One sync as it runs: the Deployment as the sync has changed it so far, and the writes it makes. The stored object is named by the
// version that the cache had, so a second write of the same object in one sync is refused as a conflict, as it is upstream.
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../kube/apps.ts'
import { Deployment as DeploymentKind, ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { DESIRED_REPLICAS_ANNOTATION, MAX_REPLICAS_ANNOTATION } from '../../../kube/rollingUpdate.ts'
import type { Intent, Outcome, Reason } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import type { Script, Step } from '../script.ts'
import { annotated, sizeAnnotations } from './annotations.ts'
import type { DeploymentView } from './observe.ts'
import { sizeOf } from './replicaSets.ts'
import { condition, withConditions, withNews } from './status.ts'

/** What a part of a sync is: it may write, and it gives something back. Throws a Refused. */
export type Part<T> = Generator<Step, T, readonly Outcome[]>

export interface End { readonly because: Reason; readonly againInMs?: number; readonly failed?: true }
export type DeploymentScript = Script<End>

/** A write was refused: the sync ends here. */
export class Refused extends Error {
  readonly refusal: NonNullable<Outcome['refused']>
  constructor(refusal: NonNullable<Outcome['refused']>) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export class Session {
  readonly view: DeploymentView
  /** With the conditions and annotations that this sync has given it. */
  d: Deployment

  constructor(view: DeploymentView) {
    this.view = view
    this.d = view.deployment
  }

  setStatus(status: DeploymentStatus): void { this.d = { ...this.d, status } }

  /** Whether anything is new about it is not asked. */
  setCondition(news: DeploymentCondition): void {
    this.setStatus(withConditions(this.d.status ?? {}, withNews(this.d.status?.conditions, news)))
  }

  progressing(status: string, why: string, message: string): DeploymentCondition { return condition('Progressing', status, why, message, this.view.at) }

  /** One write and the events that tell of it if it was done. */
  *write(intent: Intent, because: Reason, events: readonly Intent[] = []): Part<AnyObject | undefined> {
    const outcomes = yield { intents: [intent, ...events.map(e => ({ ...e, ifDone: true }))], because }
    const { refused, object } = outcomes[0]!
    if (refused) throw new Refused(refused)
    return object
  }

  *writeStatus(because: Reason): Part<void> {
    yield* this.write({ verb: 'update', kind: DeploymentKind, subresource: 'status', object: this.d as unknown as AnyObject }, because)
  }

  *writeReplicaSet(rs: ReplicaSet, because: Reason, events: readonly Intent[] = []): Part<ReplicaSet> {
    const object = yield* this.write({ verb: 'update', kind: ReplicaSetKind, object: rs as unknown as AnyObject }, because, events)
    return (object ?? rs) as unknown as ReplicaSet
  }

  tell(type: 'Normal' | 'Warning', why: string, message: string): Intent { return tellOf(this.view.deployment, type, why, message) }

  /** D8: gives a ReplicaSet its size, and tells it what the Deployment's sizes are. Gives back whether its size changed, and the result. */
  *scale(rs: ReplicaSet, to: number, because: Reason): Part<{ scaled: boolean; rs: ReplicaSet }> {
    const from = sizeOf(rs)
    const annotations = sizeAnnotations(this.d, rs.metadata.annotations)
    const upToDate = [DESIRED_REPLICAS_ANNOTATION, MAX_REPLICAS_ANNOTATION].every(name => rs.metadata.annotations?.[name] === annotations[name])
    if (from === to && upToDate) return { scaled: false, rs }
    const next = annotated({ ...rs, spec: { ...rs.spec, replicas: to } }, annotations)
    const message = `Scaled ${from < to ? 'up' : 'down'} replica set ${rs.metadata.name} from ${from} to ${to}`
    const written = yield* this.writeReplicaSet(next, because, from === to ? [] : [this.tell('Normal', 'ScalingReplicaSet', message)])
    return { scaled: from !== to, rs: written }
  }
}
