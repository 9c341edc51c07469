// A cluster that is a Map and nothing more: it keeps what is written, numbers it, and runs nothing. For kubectl's own tests.
import type { ApiClient, DeleteOptions, ExecResult, ListOptions, LogLine, LogOptions, PatchType, WriteOptions } from '../../engine/api/client.ts'
import { alreadyExists, badRequest, notFound } from '../../engine/api/errors.ts'
import { parseFieldSelector } from '../../kube/fieldSelector.ts'
import { kindNamed, type Kind } from '../../kube/kinds.ts'
import { parseSelector } from '../../kube/labelText.ts'
import type { AnyObject, ApiObject, Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'

const fieldOf = (object: any, path: string): string => {
  const value = path.split('.').reduce((o, key) => o?.[key], object)
  return value === undefined ? '' : String(value)
}

const mergePatch = (target: any, patch: any): any => {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const out: any = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue
    if (value === null) delete out[key]
    else out[key] = mergePatch(out[key], value)
  }
  return out
}

export interface FakeOptions {
  readonly now?: Instant
  /** As client-go's fake clientset does. */
  readonly ignoreFieldSelectors?: boolean
}

export class FakeClient implements ApiClient {
  now: Instant
  revision = 0
  /** Every write, in order: `create pods default/a`. */
  readonly writes: string[] = []
  /** Lines of logs by `namespace/pod/container`. */
  readonly logLines = new Map<string, LogLine[]>()
  readonly objects = new Map<string, AnyObject>()
  private readonly ignoreFieldSelectors: boolean

  constructor(options: FakeOptions = {}) {
    this.now = options.now ?? 1_767_268_800_000
    this.ignoreFieldSelectors = options.ignoreFieldSelectors ?? false
  }

  private keyOf(kind: Kind, namespace: string | undefined, name: string): string {
    return `${kind.plural}/${kind.namespaced ? namespace ?? '' : ''}/${name}`
  }

  private kindOf(object: ApiObject): Kind {
    const kind = kindNamed(object.kind)
    if (!kind) throw badRequest(`no kind "${object.kind}" is registered`)
    return kind
  }

  /** Puts an object there as if it had been for long. */
  seed(...objects: readonly AnyObject[]): this {
    for (const o of objects) {
      const kind = kindNamed(o.kind)
      this.objects.set(kind ? this.keyOf(kind, o.metadata.namespace, o.metadata.name!) : `${o.kind}//${o.metadata.name}`, o)
    }
    this.revision++
    return this
  }

  remove(kind: Kind, namespace: string | undefined, name: string): void {
    this.objects.delete(this.keyOf(kind, namespace, name))
    this.revision++
  }

  get<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, name: string): T {
    const found = this.objects.get(this.keyOf(kind, namespace, name))
    if (!found) throw notFound(kind, name)
    return found as unknown as T
  }

  list<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, options: ListOptions = {}): readonly T[] {
    const labels = options.labelSelector ? parseSelector(options.labelSelector) : undefined
    const fields = options.fieldSelector && !this.ignoreFieldSelectors ? parseFieldSelector(options.fieldSelector).terms : []
    return [...this.objects.entries()]
      .filter(([key]) => key.startsWith(`${kind.plural}/`))
      .map(([, o]) => o)
      .filter(o => !kind.namespaced || namespace === undefined || o.metadata.namespace === namespace)
      .filter(o => !labels || labels.matches(o.metadata.labels ?? {}))
      .filter(o => fields.every(t => (fieldOf(o, t.field) === t.value) === t.equal))
      .sort((a, b) => (`${a.metadata.namespace ?? ''}/${a.metadata.name}` < `${b.metadata.namespace ?? ''}/${b.metadata.name}` ? -1 : 1)) as unknown as T[]
  }

  private put(kind: Kind, object: AnyObject, options?: WriteOptions): AnyObject {
    if (options?.dryRun) return object
    this.revision++
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: `${this.revision}` } }
    this.objects.set(this.keyOf(kind, object.metadata.namespace, object.metadata.name!), stored)
    return stored
  }

  create(object: AnyObject, namespace: string | undefined, options?: WriteOptions): AnyObject {
    const kind = this.kindOf(object)
    const at = kind.namespaced ? object.metadata.namespace ?? namespace : undefined
    const name = object.metadata.name ?? `${object.metadata.generateName}${this.revision}`
    if (this.objects.has(this.keyOf(kind, at, name))) throw alreadyExists(kind, name)
    this.writes.push(`create ${kind.plural} ${at ?? ''}/${name}`)
    return this.put(kind, {
      ...object,
      metadata: { ...object.metadata, name, ...(at ? { namespace: at } : {}), uid: `uid-${this.revision}`, creationTimestamp: timeOf(this.now) },
    }, options)
  }

  update(object: AnyObject, options?: WriteOptions & { readonly subresource?: string }): AnyObject {
    const kind = this.kindOf(object)
    this.get(kind, object.metadata.namespace, object.metadata.name!)
    this.writes.push(`update ${kind.plural}${options?.subresource ? `/${options.subresource}` : ''} ${object.metadata.namespace ?? ''}/${object.metadata.name}`)
    return this.put(kind, object, options)
  }

  /** Every type of patch is a merge here; that is enough to see what kubectl sends. */
  patch<T extends ApiObject>(kind: Kind<T>, namespace: string | undefined, name: string, type: PatchType, body: unknown,
    options?: WriteOptions & { readonly subresource?: string; readonly force?: boolean }): T {
    const old = this.get(kind, namespace, name)
    this.writes.push(`patch ${kind.plural} ${namespace ?? ''}/${name} ${type} ${JSON.stringify(body)}`)
    const next = type === 'json' ? (old as unknown as AnyObject) : mergePatch(old, body)
    return this.put(kind, next, options) as unknown as T
  }

  delete(kind: Kind, namespace: string | undefined, name: string, options?: DeleteOptions): AnyObject {
    const old = this.get(kind, namespace, name) as unknown as AnyObject
    this.writes.push(`delete ${kind.plural} ${namespace ?? ''}/${name} ${options?.propagationPolicy ?? ''}`.trim())
    if (options?.dryRun) return old
    if (old.metadata.finalizers?.length) return this.put(kind, { ...old, metadata: { ...old.metadata, deletionTimestamp: timeOf(this.now) } })
    this.remove(kind, namespace, name)
    return old
  }

  createSubresource(kind: Kind, namespace: string | undefined, name: string, subresource: string, body: AnyObject): AnyObject {
    this.get(kind, namespace, name)
    this.writes.push(`create ${kind.plural}/${subresource} ${namespace ?? ''}/${name}`)
    if (subresource === 'eviction') this.remove(kind, namespace, name)
    return body
  }

  logs(namespace: string, pod: string, options: LogOptions = {}): readonly LogLine[] {
    const lines = this.logLines.get(`${namespace}/${pod}/${options.container ?? ''}`) ?? []
    const from = options.sinceTime ?? (options.sinceSeconds === undefined ? undefined : this.now - options.sinceSeconds * 1000)
    const since = from === undefined ? lines : lines.filter(l => l.at >= from)
    return options.tailLines === undefined ? since : options.tailLines === 0 ? [] : since.slice(-options.tailLines)
  }

  exec(_namespace: string, pod: string, _container: string | undefined, argv: readonly string[]): ExecResult {
    return argv[0] === 'hostname' ? { stdout: `${pod}\n`, stderr: '', exitCode: 0 } : { stdout: '', stderr: '', exitCode: argv[0] === 'false' ? 1 : 0 }
  }

  look(): ExecResult { return { stdout: '', stderr: '', exitCode: 1 } }
  seen(): undefined { return undefined }
  type(): void {}
}
