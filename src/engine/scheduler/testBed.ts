// A small API server for the scheduler's own tests: objects in a table, real watches, and only what the scheduler asks for.
import type { Node, Pod } from '../../kube/core.ts'
import { keyFrom, keyOf, type Key } from '../../kube/keys.ts'
import { kindNamed, Pod as PodKind, type Kind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { ApiError, conflict, notFound } from '../api/errors.ts'
import { bound } from '../api/podSubresources.ts'
import { Watch } from '../api/watch.ts'
import { Limiter } from '../informers/limiter.ts'
import { realistic } from '../latency.ts'
import type { Parts } from '../parts.ts'
import type { Table } from '../world/table.ts'
import { World } from '../world/world.ts'
import { Scheduler } from './scheduler.ts'

const START = Date.UTC(2026, 0, 1, 9)
type Stored = { readonly plural: string; readonly object: AnyObject }
interface Said { readonly at: Instant; readonly about: string; readonly reason: string; readonly message: string }
interface Wrote { readonly at: Instant; readonly verb: string; readonly what: string; readonly body?: unknown }

export class TestBed {
  readonly world: World
  readonly scheduler: Scheduler
  readonly objects: Table<Stored>
  readonly said: Table<Said>
  readonly wrote: Table<Wrote>
  /** Refuses the next so many bindings. */
  refuseBindings = 0
  readonly #watch: Watch
  readonly #revision: Table<number>

  constructor(options: { readonly seed?: number; readonly freeze?: boolean; readonly lifted?: boolean } = {}) {
    const world = this.world = new World({ seed: options.seed ?? 1, startAt: START, freeze: options.freeze ?? true })
    this.objects = world.table('objects')
    this.said = world.table('said')
    this.wrote = world.table('wrote')
    this.#revision = world.table('revision')
    this.#watch = new Watch(world, realistic.watchMs)
    const parts = { world, server: this.#server(), limiter: new Limiter(world, options.lifted ?? false), latency: realistic } as unknown as Parts
    this.scheduler = new Scheduler(parts)
    world.onInput('put', (objects: readonly AnyObject[]) => { for (const o of objects) this.#put(kindNamed(o.kind)!, keyOf(o), o) })
    world.onInput('remove', ({ kind, key }: { kind: string; key: Key }) => this.#remove(kindNamed(kind)!, key))
  }

  get now(): number { return this.world.now - START }
  put(...objects: readonly (Pod | Node | AnyObject)[]): void { this.world.input('put', objects) }
  remove(kind: string, key: Key): void { this.world.input('remove', { kind, key }) }
  run(forMs: number): void { this.world.travel({ forMs }) }
  get(kind: Kind, key: Key): AnyObject | undefined { return this.objects.get(`${kind.plural}/${key}`)?.object }
  pod(name: string): Pod { return this.get(PodKind, `default/${name}`) as unknown as Pod }
  nodeOf(name: string): string | undefined { return this.pod(name).spec?.nodeName }
  events(name: string): readonly string[] { return this.said.list().filter(s => s.about === name).map(s => `${s.reason}: ${s.message}`) }
  writes(): readonly string[] { return this.wrote.list().map(w => `${w.at - START} ${w.verb} ${w.what}`) }

  #log(verb: string, what: string, body?: unknown): void {
    this.wrote.set(String(this.wrote.size).padStart(6, '0'), { at: this.world.now, verb, what, ...(body === undefined ? {} : { body }) })
  }

  #put(kind: Kind, key: Key, object: AnyObject): AnyObject {
    const id = `${kind.plural}/${key}`
    const before = this.objects.get(id)?.object
    const revision = (this.#revision.get('n') ?? 0) + 1
    this.#revision.set('n', revision)
    const after = { ...object, metadata: { ...object.metadata, uid: object.metadata.uid ?? `uid-${id}`, resourceVersion: String(revision) } }
    this.objects.set(id, { plural: kind.plural, object: after })
    this.#watch.publish({ kind, key, before, after, revision })
    return after
  }

  #remove(kind: Kind, key: Key): void {
    const before = this.objects.get(`${kind.plural}/${key}`)?.object
    if (!before) return
    const revision = (this.#revision.get('n') ?? 0) + 1
    this.#revision.set('n', revision)
    this.objects.delete(`${kind.plural}/${key}`)
    this.#watch.publish({ kind, key, before, after: undefined, revision })
  }

  #server(): unknown {
    const found = (kind: Kind, namespace: string | undefined, name: string): AnyObject => {
      const object = this.get(kind, keyFrom(namespace, name))
      if (!object) throw notFound(kind, name)
      return object
    }
    return {
      watch: this.#watch,
      store: { table: () => ({ size: 0 }) },
      create: (_who: string, event: AnyObject) => {
        this.said.set(String(this.said.size).padStart(6, '0'), {
          at: Date.parse(event.eventTime), about: event.involvedObject.name, reason: event.reason, message: event.message,
        })
        return event
      },
      createSubresource: (_who: string, kind: Kind, namespace: string, name: string, _sub: string, body: AnyObject) => {
        const pod = found(kind, namespace, name)
        if (this.refuseBindings > 0) {
          this.refuseBindings--
          throw new ApiError(500, 'InternalError', 'etcd is away')
        }
        if (pod.spec.nodeName) throw conflict(kind, name, 'already assigned')
        this.#log('bind', name)
        return this.#put(kind, keyOf(pod), bound(pod, body.target.name, undefined, this.world.now))
      },
      patch: (_who: string, kind: Kind, namespace: string, name: string, _type: string, body: any) => {
        if (kind.kind === 'Event') {
          this.#log('series', `${name.replace(/\..*/, '')} ${body.series.count}`)
          return body
        }
        const pod = found(kind, namespace, name)
        this.#log('patch', name, body)
        const conditions = [...(pod.status?.conditions ?? [])]
        for (const c of body.status.conditions ?? []) {
          const i = conditions.findIndex(o => o.type === c.type)
          if (i < 0) conditions.push(c)
          else conditions[i] = { ...conditions[i], ...c }
        }
        const { nominatedNodeName = pod.status?.nominatedNodeName } = body.status
        const { nominatedNodeName: _old, ...rest } = pod.status ?? {}
        return this.#put(kind, keyOf(pod), { ...pod, status: { ...rest, conditions, ...(nominatedNodeName ? { nominatedNodeName } : {}) } })
      },
      delete: (_who: string, kind: Kind, namespace: string, name: string) => {
        const pod = found(kind, namespace, name)
        this.#log('delete', name)
        return this.#put(kind, keyOf(pod), { ...pod, metadata: { ...pod.metadata, deletionTimestamp: timeOf(this.world.now) } })
      },
    }
  }
}

export const aNode = (name: string, extra: { cpu?: string; memory?: string; pods?: string; labels?: Record<string, string>; spec?: Node['spec'] } = {}): Node => {
  const room = { cpu: extra.cpu ?? '4', memory: extra.memory ?? '8Gi', pods: extra.pods ?? '110' }
  return {
    apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name, ...extra.labels } },
    spec: extra.spec ?? {}, status: { allocatable: room, capacity: room },
  }
}

export const aPod = (name: string, extra: { cpu?: string; priority?: number; labels?: Record<string, string>; spec?: Partial<NonNullable<Pod['spec']>> } = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', generation: 1, ...(extra.labels ? { labels: extra.labels } : {}) },
  spec: {
    containers: [{ name: 'c', image: 'busybox:1.36', ...(extra.cpu ? { resources: { requests: { cpu: extra.cpu } } } : {}) }],
    ...(extra.priority === undefined ? {} : { priority: extra.priority }), ...extra.spec,
  },
  status: { phase: 'Pending' },
})
