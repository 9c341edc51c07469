// deploymentsync: a Deployment's life round by round: an edit, one sync of the Deployment controller, one of the ReplicaSet controller
// for each ReplicaSet, then a kubelet that makes pods ready and takes deleted ones away.
import { syncOnce } from '../../engine/controllers/carry.ts'
import type { Intent, Outcome } from '../../engine/controllers/controller.ts'
import { deploymentController } from '../../engine/controllers/deployment/index.ts'
import { isSoon } from '../../engine/controllers/deployment/progress.ts'
import { replicaSetController } from '../../engine/controllers/replicaset/index.ts'
import { fakeCache } from '../../engine/testing/fakeCache.ts'
import type { Deployment, ReplicaSet } from '../../kube/apps.ts'
import type { Pod } from '../../kube/core.ts'
import { keyOf } from '../../kube/keys.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'
import { DESIRED_REPLICAS_ANNOTATION, MAX_REPLICAS_ANNOTATION } from '../../kube/rollingUpdate.ts'
import type { Topic } from './topic.ts'

const REVISION = 'deployment.kubernetes.io/revision'

/** A cluster of one namespace whose API server takes everything and refuses nothing. */
class Bench {
  readonly objects = new Map<string, AnyObject>()
  now: Instant
  #made = 0

  constructor(now: Instant) { this.now = now }

  of<T>(kind: string): T[] { return [...this.objects.values()].filter(o => o.kind === kind).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) as unknown as T[] }
  put(object: AnyObject): AnyObject {
    this.objects.set(`${object.kind}/${keyOf(object)}`, object)
    return object
  }

  /** One sync, with what it wrote and said. */
  sync(controller: typeof deploymentController | typeof replicaSetController, object: Deployment | ReplicaSet, gracefulTermination: boolean) {
    const writes: Intent[] = []
    const events: string[] = []
    const act = (intent: Intent): Outcome => {
      if (intent.verb === 'event') {
        events.push(`${intent.event.type} ${intent.event.reason} ${intent.event.message}`)
        return { intent }
      }
      writes.push(intent)
      if (intent.verb === 'create') {
        const name = intent.object.metadata.name ?? `${intent.object.metadata.generateName}${String(++this.#made).padStart(4, '0')}`
        const metadata = { ...intent.object.metadata, name, uid: `uid-${name}`, generation: 1, creationTimestamp: timeOf(this.now) }
        return { intent, object: this.put({ ...intent.object, metadata } as unknown as AnyObject) }
      }
      if (intent.verb === 'update') return { intent, object: this.put(intent.subresource ? intent.object : respecified(this.objects.get(`${intent.kind.kind}/${keyOf(intent.object)}`)!, intent.object)) }
      if (intent.verb === 'delete') {
        const id = `${intent.kind.kind}/${intent.key}`
        const found = this.objects.get(id)!
        const running = found.kind === 'Pod' && found.status?.phase === 'Running'
        if (gracefulTermination && running) this.put({ ...found, metadata: { ...found.metadata, deletionTimestamp: timeOf(this.now) } })
        else this.objects.delete(id)
      }
      return { intent }
    }
    const sync = syncOnce(controller as any, fakeCache([...this.objects.values()]), keyOf(object), object as any, undefined, this.now, act)
    return { writes, events, end: sync?.end }
  }
}

function judge({ deployment, now, rounds, podsReadyAfterSeconds, stepSeconds, gracefulTermination, finalAnnotations }: any) {
  const bench = new Bench(instantOf(now))
  let d = bench.put(deployment) as unknown as Deployment
  let status = JSON.stringify(undefined)
  const told = rounds.map((round: any) => {
    if (round.edit) d = bench.put(edited(d as unknown as AnyObject, round.edit)) as unknown as Deployment
    const mine = bench.sync(deploymentController, d, gracefulTermination)
    d = bench.of<Deployment>('Deployment')[0]!
    const replicaSets = Object.fromEntries(bench.of<ReplicaSet>('ReplicaSet').map(rs => {
      const { writes, events, end } = bench.sync(replicaSetController, rs, gracefulTermination)
      return [rs.metadata.name, report(podActions(writes, rs.metadata.name), countedPods(events), rs, end)]
    }).filter(([, told]) => told !== undefined))
    const after = bench.of<ReplicaSet>('ReplicaSet').map(rs => ({
      available: rs.status?.availableReplicas ?? 0, image: rs.spec.template!.spec!.containers[0]!.image, name: rs.metadata.name, ready: rs.status?.readyReplicas ?? 0,
      replicas: rs.status?.replicas ?? 0, revision: rs.metadata.annotations?.[REVISION] ?? '', spec: rs.spec.replicas,
    }))
    const shown = JSON.stringify(d.status ?? {})
    const deploymentStatus = shown === status ? undefined : d.status
    status = shown
    playKubelet(bench, podsReadyAfterSeconds)
    bench.now += stepSeconds * 1000
    return {
      round: round.round, t: round.t, edit: round.edit, after: after.length > 0 ? after : null, deploymentStatus,
      deployment: report(mine.writes.map(actionOf), mine.events.toSorted(), d, mine.end, true),
      replicaSets: Object.keys(replicaSets).length > 0 ? replicaSets : undefined,
    }
  })
  return {
    expected: { rounds: rounds.map((r: any) => ({ ...r, deployment: { ...r.deployment, events: r.deployment.events?.toSorted() } })), finalAnnotations: finalAnnotations ?? {} },
    actual: { rounds: told, finalAnnotations: d.metadata.annotations ?? {} },
  }
}

function report(actions: string[], events: string[], object: Deployment | ReplicaSet, end: any, always = false) {
  const key = keyOf(object)
  const ms = end?.againInMs
  const requeues = ms === undefined ? undefined : object.kind === 'Deployment' && isSoon(ms) ? [{ key, op: 'AddRateLimited' }] : [{ key, ms, op: 'AddAfter' }]
  if (!always && actions.length === 0 && events.length === 0 && !requeues) return undefined
  return { actions: always || actions.length > 0 ? actions : undefined, events: events.length > 0 ? events : undefined, requeues, error: end?.failed ? end.because?.message : undefined }
}

function actionOf(intent: Intent): string {
  if (intent.verb === 'delete') return `delete ${intent.kind.plural} ${intent.key.split('/')[1]}`
  if (intent.verb !== 'create' && intent.verb !== 'update') return intent.verb
  const { metadata: { name, annotations = {} }, spec } = intent.object
  if (intent.verb === 'update' && intent.subresource) return `update ${intent.kind.plural}/${intent.subresource} ${name}`
  const sizes = `replicas=${spec.replicas} revision=${annotations[REVISION] ?? ''}`
  return `${intent.verb} ${intent.kind.plural} ${name} ${sizes}${intent.verb === 'update' ? ` desired=${annotations[DESIRED_REPLICAS_ANNOTATION]} max=${annotations[MAX_REPLICAS_ANNOTATION]}` : ''}`
}

/** Equal pods are counted, not named. */
function podActions(writes: readonly Intent[], name: string): string[] {
  const count = (verb: string) => writes.filter(w => w.verb === verb).length
  return [
    ...(['create', 'delete'] as const).filter(verb => count(verb) > 0).map(verb => `${verb} ${count(verb)} pods`),
    ...writes.filter(w => w.verb === 'update').map(() => `update replicasets/status ${name}`),
  ]
}

function countedPods(events: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const event of events) {
    const text = event.replace(/pod: .*/, 'pod: ')
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].map(([text, n]) => `${text}(x${n})`)
}

/** As a merge patch, null taking away; a new spec is a new generation. Containers are merged by their place. */
function edited(d: AnyObject, patch: any): AnyObject {
  return respecified(d, merged(d, patch))
}

const respecified = (before: AnyObject, next: AnyObject): AnyObject => JSON.stringify(next.spec) === JSON.stringify(before.spec)
  ? next
  : { ...next, metadata: { ...next.metadata, generation: (before.metadata.generation ?? 0) + 1 } }

function merged(value: any, patch: any): any {
  if (Array.isArray(patch)) return patch.map((item, i) => merged(value?.[i] ?? {}, item))
  if (patch === null || typeof patch !== 'object') return patch
  const next = { ...value }
  for (const [key, item] of Object.entries(patch)) {
    if (item === null) delete next[key]
    else next[key] = merged(value?.[key], item)
  }
  return next
}

function playKubelet(bench: Bench, readyAfterSeconds: number): void {
  for (const pod of bench.of<Pod>('Pod')) {
    if (pod.metadata.deletionTimestamp !== undefined) {
      bench.objects.delete(`Pod/${keyOf(pod)}`)
      continue
    }
    const old = bench.now - instantOf(pod.metadata.creationTimestamp!) >= readyAfterSeconds * 1000
    const ready = old && !pod.spec.containers.some(c => c.image?.includes('bad'))
    const known = pod.status?.conditions?.find(c => c.type === 'Ready')
    const conditions = ready ? [known ?? { type: 'Ready', status: 'True', lastTransitionTime: timeOf(bench.now) }] : []
    bench.put({ ...pod, spec: { ...pod.spec, nodeName: 'n1' }, status: { phase: 'Running', conditions } } as unknown as AnyObject)
  }
}

export const deploymentsyncTopic: Topic = { name: 'deploymentsync', judge }
