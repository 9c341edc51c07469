// The API server: may this write happen, and what does it become? Each verb reads from top to bottom as upstream's pipeline does:
// decode, default, admit, prepare, validate, store, tell the watchers.
// Upstream: apiserver/pkg/registry/generic/registry/store.go and apiserver/pkg/endpoints/handlers.
import { keyFrom, keyOf, type Key } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject, Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { schemaOf } from '../../kube/schema.ts'
import type { Chance } from '../world/chance.ts'
import type { World } from '../world/world.ts'
import { issue } from './access/tokens.ts'
import type { AdmissionContext } from './admission/admission.ts'
import { admissions, admitted } from './admission/registry.ts'
import { Calls } from './calls.ts'
import type { ApiClient, DeleteOptions, ListOptions, MetricsDoor, NetworkDoor, PatchType, WriteOptions } from './client.ts'
import { deletionOf, expected, isReadyToGo } from './deletion.ts'
import { ApiError, alreadyExists, badRequest, conflict, modified, notFound } from './errors.ts'
import { chargedBudget } from './evictions.ts'
import { decode, decodePatched } from './fields/decode.ts'
import { KubeletProxy } from './kubeletProxy.ts'
import { found, kindOf, refuse, strategyOf } from './lookup.ts'
import { configurationOf, speaksOfManagers, withAnnotationOf } from './managedfields/configuration.ts'
import { managersOf, noteManagers, noteWrite, withManagedFields, writerOf } from './managedfields/ledger.ts'
import { apply, fromEntries, sameManagers, type Managers } from './managedfields/managers.ts'
import { inNamespace, named, systemFields } from './metadata.ts'
import { applyPatch } from './patch/index.ts'
import { equal, type Json } from './patch/values.ts'
import { bound, evicting } from './podSubresources.ts'
import { hasScale, scaleOf, withPatchedScale, withScale } from './scale.ts'
import { objectMatcher } from './selectors/object.ts'
import { Store } from './store.ts'
import { Storing, type StoredListener } from './storing.ts'
import { Watch } from './watch.ts'

const OF_STATUS: UpdateOptions = { subresource: 'status' }
const NO_OPTIONS: WriteOptions = {}
const NOTHING: readonly never[] = Object.freeze([])

type UpdateOptions = WriteOptions & { readonly subresource?: string | undefined; readonly force?: boolean }
/** How the server calls the resource when a pod cannot be bound. */
const POD_BINDING = { group: '', plural: 'pods/binding' }
const MAX_NAME_TRIES = 8

export class ApiServer {
  readonly store: Store
  readonly watch: Watch
  readonly kubelets: KubeletProxy
  /** Who answers for metrics.k8s.io. Set at assembly. */
  metrics: MetricsDoor | undefined
  /** The way into the network from outside. Set at assembly. */
  network: NetworkDoor | undefined
  /** Refuses writes on purpose, when a fault says so. */
  fault: ((who: string, verb: string, kind: Kind, key: Key) => ApiError | undefined) | undefined
  readonly #storing: Storing
  readonly #calls: Calls
  readonly #world: World
  readonly #strict: ReadonlySet<string>

  /** `strict`: who is a person or a program from outside, whose objects are decoded before they are believed. */
  constructor(world: World, options: { readonly watchLateMs: number; readonly strict?: readonly string[] }) {
    this.#world = world
    this.store = new Store(world)
    this.watch = new Watch(world, options.watchLateMs)
    this.#storing = new Storing(this.store, this.watch)
    this.#calls = new Calls(world)
    this.kubelets = new KubeletProxy(this.store)
    this.#strict = new Set(options.strict ?? ['kubectl'])
  }

  get now(): Instant { return this.#world.now }
  get chance(): Chance { return this.#world.chance }

  /** Hears every object that is stored or removed, in the frame that does it. For rooms that keep a journal of their own. */
  onStored(listener: StoredListener): void { this.#storing.onStored(listener) }

  /** The API as one user sees it; writes are made in the open frame. */
  as(who: string): ApiClient {
    const server = this
    return {
      get now() { return server.now },
      get revision() { return server.store.revision },
      get: (kind, namespace, name) => server.get(kind, namespace, name),
      list: (kind, namespace, options) => server.list(kind, namespace, options),
      create: (object, namespace, options) => server.create(who, object, namespace, options),
      update: (object, options) => server.update(who, object, options),
      patch: (kind, namespace, name, type, body, options) => server.patch(who, kind, namespace, name, type, body, options) as any,
      delete: (kind, namespace, name, options) => server.delete(who, kind, namespace, name, options),
      createSubresource: (kind, namespace, name, subresource, body, options) => server.createSubresource(who, kind, namespace, name, subresource, body, options),
      logs: (namespace, pod, options) => server.kubelets.logs(namespace, pod, options),
      exec: (namespace, pod, container, argv, stdin, typed) => server.kubelets.exec(namespace, pod, container, argv, stdin, typed),
      look: (namespace, pod, container, argv) => server.kubelets.exec(namespace, pod, container, argv),
      seen: (namespace, pod, container) => server.kubelets.seen(namespace, pod, container),
      type: (namespace, pod, container, text) => server.kubelets.type(namespace, pod, container, text),
    }
  }

  get<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, name: string): T {
    return found(this.store, kind, keyFrom(kind.namespaced ? namespace : undefined, name), name) as unknown as T
  }

  list<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, options: ListOptions = {}): readonly T[] {
    const all = this.store.list(kind, namespace)
    if (!options.labelSelector && !options.fieldSelector) return all as unknown as T[]
    const matches = objectMatcher(kind, options)
    return all.filter(matches) as unknown as T[]
  }

  create(who: string, given: AnyObject, namespace: string | undefined, options: WriteOptions = {}): AnyObject {
    const kind = kindOf(given)
    strategyOf(kind)
    const decoded = this.#strict.has(who) ? decode(kind, given, options) : given
    const placed = inNamespace(decoded, kind, namespace)
    return this.#calls.run(who, 'create', kind, placed.metadata.name || placed.metadata.generateName || '', options, undefined, 201, () => this.#insert(who, kind, placed, options))
  }

  /** A create from defaulting to storing. `managers`: who owns what, where an apply has said it. */
  #insert(who: string, kind: Kind, placed: AnyObject, options: WriteOptions, managers?: Managers): AnyObject {
    const strategy = strategyOf(kind)
    const object = strategy.defaults(placed)
    for (let attempt = 0; ; attempt++) {
      let fresh = named(object, kind, this.chance, this.store.revision, attempt, options.createdAt ?? timeOf(this.now))
      const key = keyOf(fresh)
      this.#maybeFail(who, 'create', kind, key)
      const context = this.#admission(who, options)
      for (const plugin of admissions) if (plugin.create) fresh = plugin.create(fresh, kind, context)
      fresh = strategy.prepareCreate(fresh)
      refuse(kind, fresh, strategy.validate(fresh, object))
      const along = admitted(context, kind, fresh, undefined)
      if (this.store.get(kind, key)) {
        if (placed.metadata.name || attempt >= MAX_NAME_TRIES) throw alreadyExists(kind, fresh.metadata.name)
        continue
      }
      if (options.onWarning) for (const text of strategy.warnings?.(fresh) ?? []) options.onWarning(text)
      this.#putAlong(along, options)
      const stored = this.#storing.stampedFresh(this.#allocated(kind, fresh, options), options)
      if (managers) noteManagers(stored, managers)
      else noteWrite(stored, kind, undefined, object, who, options.fieldManager, undefined, this.now)
      return this.#storing.put(kind, key, undefined, stored, options)
    }
  }

  update(who: string, given: AnyObject, options: UpdateOptions = {}): AnyObject {
    const kind = kindOf(given)
    const decoded = this.#strict.has(who) ? decode(kind, given, options) : given
    const name = decoded.metadata.name
    return this.#calls.run(who, 'update', kind, name, options, options.subresource, 200, () => {
      const key = keyOf(decoded)
      this.#maybeFail(who, 'update', kind, key)
      const old = found(this.store, kind, key, name)
      if (options.subresource === 'scale' && hasScale(kind)) return this.#replace(who, kind, key, old, withScale(old, scaleOf(kind, decoded)), {})
      return this.#replace(who, kind, key, old, decoded, options)
    })
  }

  patch(who: string, kind: Kind, namespace: string | undefined, name: string, type: PatchType, body: unknown, options: UpdateOptions = {}): AnyObject {
    if (type === 'apply') return this.#apply(who, kind, namespace, name, body, options)
    const key = keyFrom(kind.namespaced ? namespace : undefined, name)
    return this.#calls.run(who, 'patch', kind, name, options, options.subresource, 200, () => {
      this.#maybeFail(who, 'patch', kind, key)
      const old = found(this.store, kind, key, name)
      if (options.subresource === 'scale' && hasScale(kind)) {
        return this.#replace(who, kind, key, old, withPatchedScale(kind, old, type, body, options), { ...options, subresource: undefined }, undefined, 'scale')
      }
      const patched = applyPatch(kind, type, speaksOfManagers(type, body) ? withManagedFields(old) : old, body) as AnyObject
      const next = this.#strict.has(who) ? decodePatched(kind, patched, body, type, options) : patched
      if (next.metadata?.name !== name) throw badRequest('the name of the object (' + String(next.metadata?.name) + ') does not match the name on the URL (' + name + ')')
      return this.#replace(who, kind, key, old, next, options)
    })
  }

  /** A patch of the status by somebody who has the latest copy at hand and says what comes of it: nothing is left to merge. */
  patchStatus(who: string, kind: Kind, namespace: string | undefined, name: string, status: object): AnyObject {
    const key = keyFrom(kind.namespaced ? namespace : undefined, name)
    return this.#calls.run(who, 'patch', kind, name, OF_STATUS, 'status', 200, () => {
      this.#maybeFail(who, 'patch', kind, key)
      const old = found(this.store, kind, key, name)
      return this.#replace(who, kind, key, old, { ...old, status }, OF_STATUS)
    })
  }

  /** Server-side apply: what the configuration says, on condition that nobody else owns what it would change. Creates what is not there. */
  #apply(who: string, kind: Kind, namespace: string | undefined, name: string, body: unknown, options: UpdateOptions): AnyObject {
    const place = kind.namespaced ? namespace : undefined
    const key = keyFrom(place, name)
    const old = this.store.get(kind, key)
    return this.#calls.run(who, 'patch', kind, name, options, options.subresource, old ? 200 : 201, () => {
      this.#maybeFail(who, 'patch', kind, key)
      if (!old && options.subresource) throw notFound(kind, name)
      const config = configurationOf(kind, place, name, body, options)
      const writer = writerOf(who, kind, options.fieldManager, options.subresource, this.now)
      const applied = apply(schemaOf(kind)!, old, old ? managersOf(old) : [], config, writer, options.force === true)
      const object = decode(kind, applied.object, options)
      if (!old) return this.#insert(who, kind, object, options, applied.managers)
      return this.#replace(who, kind, key, old, withAnnotationOf(object, body, options), options, applied.managers)
    })
  }

  delete(who: string, kind: Kind, namespace: string | undefined, name: string, options: DeleteOptions = {}): AnyObject {
    const key = keyFrom(kind.namespaced ? namespace : undefined, name)
    return this.#calls.run(who, 'delete', kind, name, options, undefined, 200, () => {
      this.#maybeFail(who, 'delete', kind, key)
      const old = found(this.store, kind, key, name)
      expected(kind, old, options.preconditions)
      for (const plugin of admissions) plugin.delete?.(old, kind, this.#admission(who))
      const deletion = deletionOf(old, strategyOf(kind), options, this.now)
      if (deletion.remove) return this.#storing.remove(kind, key, deletion.marked ? this.#storing.keep(kind, key, old, deletion.marked, options) : old, options)
      const before = old.metadata
      const after = deletion.marked.metadata
      if (before.deletionTimestamp === after.deletionTimestamp && (before.finalizers?.length ?? 0) === (after.finalizers?.length ?? 0)) return old
      const raises = before.deletionTimestamp === undefined && kind.kind !== 'Namespace' && after.generation !== undefined
      return this.#storing.keep(kind, key, old, raises ? { ...deletion.marked, metadata: { ...after, generation: after.generation! + 1 } } : deletion.marked, options)
    })
  }

  createSubresource(who: string, kind: Kind, namespace: string | undefined, name: string, subresource: string, body: AnyObject, options: WriteOptions = {}): AnyObject {
    const key = keyFrom(kind.namespaced ? namespace : undefined, name)
    return this.#calls.run(who, 'create', kind, name, options, subresource, 201, () => {
      this.#maybeFail(who, 'create', kind, key)
      const old = found(this.store, kind, key, name)
      if (kind.kind === 'Pod' && subresource === 'binding') {
        const node: string = body.target?.name ?? ''
        if (!node) throw badRequest('node name is required')
        if (old.metadata.deletionTimestamp !== undefined) throw conflict(POD_BINDING, name, `pod ${name} is being deleted, cannot be assigned to a host`)
        if (old.spec.nodeName) throw conflict(POD_BINDING, name, `pod ${name} is already assigned to node "${old.spec.nodeName}"`)
        if (old.spec.schedulingGates?.length) throw conflict(POD_BINDING, name, `pod ${name} has non-empty .spec.schedulingGates`)
        return this.#storing.keep(kind, key, old, bound(old, node, body.metadata?.annotations, this.now), options)
      }
      if (kind.kind === 'ServiceAccount' && subresource === 'token') return issue(this, old, body)
      if (kind.kind === 'Pod' && subresource === 'eviction') return this.#evict(kind, key, old, body, options)
      throw notFound(kind, name)
    })
  }

  #evict(kind: Kind, key: Key, old: AnyObject, body: AnyObject, options: WriteOptions): AnyObject {
    const budget = chargedBudget(this.store, old, this.now)
    if (budget) this.#putAlong([budget], options)
    const rest: DeleteOptions = { ...options, ...body.deleteOptions }
    let current = old
    if (old.metadata.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(old.status?.phase)) {
      current = this.#storing.keep(kind, key, old, evicting(old, this.now), options)
    }
    const deletion = deletionOf(current, strategyOf(kind), rest, this.now)
    if (deletion.remove) this.#storing.remove(kind, key, deletion.marked ? this.#storing.keep(kind, key, current, deletion.marked, options) : current, options)
    else if (deletion.marked.metadata.deletionTimestamp !== current.metadata.deletionTimestamp) this.#storing.keep(kind, key, current, deletion.marked, options)
    return body
  }

  /** An update, however it was asked for, from defaulting to storing. */
  #replace(who: string, kind: Kind, key: Key, old: AnyObject, given: AnyObject, options: UpdateOptions, applied?: Managers, door = options.subresource): AnyObject {
    const strategy = strategyOf(kind)
    const { resourceVersion, uid } = given.metadata
    if (uid !== undefined && uid !== old.metadata.uid) {
      throw conflict(kind, old.metadata.name, `StorageError: invalid object, Code: 4, Key: /${kind.plural}/${key}, ResourceVersion: 0, `
        + `AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`)
    }
    if (resourceVersion !== undefined && resourceVersion !== old.metadata.resourceVersion) throw modified(kind, old.metadata.name)
    if (options.subresource && !kind.subresources.includes(options.subresource)) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource')
    const metadata = systemFields(given.metadata, old.metadata)
    let next: AnyObject = metadata === given.metadata ? given : { ...given, metadata }
    const context = this.#admission(who, options)
    // A status is defaulted by nobody, and a status write leaves the spec as it was: no plugin has anything to add.
    if (options.subresource !== 'status') {
      next = strategy.defaults(next)
      for (const plugin of admissions) if (plugin.update) next = plugin.update(next, old, kind, context)
    }
    next = strategy.prepareUpdate(next, old, options.subresource)
    refuse(kind, next, strategy.validateUpdate(next, old, options.subresource))
    const along = options.subresource === undefined || options.subresource === 'resize' ? admitted(context, kind, next, old) : NOTHING
    if (options.onWarning) for (const text of strategy.warnings?.(next, old) ?? []) options.onWarning(text)
    if (options.subresource !== 'status') next = this.#allocated(kind, next, options)
    if (isReadyToGo(next)) return this.#storing.remove(kind, key, next, options)
    const managers = applied ?? (given.metadata.managedFields && fromEntries(given.metadata.managedFields))
    if (equal(next as Json, old as Json) && (!managers || sameManagers(managers, managersOf(old)))) return old
    this.#putAlong(along, options)
    const stored = this.#storing.stamped(next, options)
    if (applied) noteManagers(stored, applied)
    else noteWrite(stored, kind, old, next, who, options.fieldManager, door, this.now, managers)
    return this.#storing.put(kind, key, old, stored, options)
  }

  /** Objects that change with another in one write. The server makes such writes to itself, and no log has them. */
  #putAlong(objects: readonly AnyObject[], options: WriteOptions): void {
    for (const object of objects) {
      const kind = kindOf(object)
      this.#storing.keep(kind, keyOf(object), this.store.get(kind, keyOf(object)), object, options)
    }
  }

  #admission(who: string, { user, subresource }: UpdateOptions = NO_OPTIONS): AdmissionContext { return { store: this.store, chance: this.#world.chance, now: this.now, who, user, subresource } }

  /** With addresses and ports, where the kind has such. */
  #allocated(kind: Kind, object: AnyObject, options: WriteOptions): AnyObject {
    const { allocate } = strategyOf(kind)
    if (!allocate) return object
    const given = allocate(object, this.store.list(kind, undefined), (below, purpose, ...keys) =>
      this.#world.chance.below(below, purpose, object.metadata.uid ?? '', ...keys), options.dryRun === true)
    refuse(kind, object, given.findings)
    return given.object
  }

  #maybeFail(who: string, verb: string, kind: Kind, key: Key): void {
    const error = this.fault?.(who, verb, kind, key)
    if (error) throw error
  }
}
