// Patches of what stands in the cluster: the three types and apply, nearly fitting or not at all.
import type { Input } from './inputs.ts'
import type { Random } from './random.ts'
import { anObject, anything, spoiled } from './values.ts'

const TARGETS = [['deployments', 'web'], ['jobs', 'pi'], ['pods', 'plain'], ['configmaps', 'cm'], ['services', 'web'], ['nodes', 'node-1'], ['statefulsets', 'sts'], ['cronjobs', 'cj'], ['pods', 'nope'], ['daemonsets', 'agent'], ['secrets', 'sec'], ['namespaces', 'other'], ['poddisruptionbudgets', 'web'],
  ['horizontalpodautoscalers', 'web'], ['ingresses', 'web'], ['networkpolicies', 'deny'], ['persistentvolumeclaims', 'disk'], ['replicationcontrollers', 'old'], ['priorityclasses', 'high'], ['storageclasses', 'slow'], ['serviceaccounts', 'robot'], ['endpoints', 'web']] as const
const PATHS = ['/spec', '/spec/replicas', '/metadata/labels', '/metadata/labels/a~1b', '/spec/template/spec/containers/0', '/spec/template/spec/containers/-', '/spec/template/spec/containers/9', '/spec/template/spec/containers/0/image', '/metadata/finalizers', '/metadata/finalizers/-',
  '/metadata/managedFields', '/metadata/ownerReferences', '/metadata/resourceVersion', '/metadata/deletionTimestamp', '/metadata/uid', '/status', '/status/conditions', '', '/', '//', '/metadata/name', '/data/a', '/spec/parallelism', '/spec/completions', '/spec/suspend', '/metadata/annotations', '/spec/template/metadata/labels/app', '/kind', '/x/~2', '/spec/containers/0/env/0', '/spec/containers/01']
const SUBRESOURCES = ['status', 'status', 'scale', 'binding', 'eviction', 'finalize', 'resize', 'ephemeralcontainers', 'nope']
/** What a strategic patch says besides values. */
const DIRECTIVES = [{ $patch: 'delete' }, { $patch: 'replace' }, { $patch: 'x' }, { $retainKeys: ['a', 'spec', 'containers'] }, { '$deleteFromPrimitiveList/finalizers': ['a'] }, { '$setElementOrder/containers': [{ name: 'c' }, { name: 'nginx' }] }, { '$setElementOrder/ports': [{ port: 80 }] }, { '$setElementOrder/x': 3 }]

/** A directive put somewhere into the patch. */
function directed(r: Random, body: any): any {
  let at = body
  for (let depth = r.below(6); depth > 0; depth--) {
    const below = Object.values(at).filter(v => typeof v === 'object' && v !== null) as any[]
    if (below.length === 0) break
    at = r.pick(below)
  }
  if (Array.isArray(at)) at.push({ name: r.pick(['c', 'nginx', 'x']), ...r.pick(DIRECTIVES) })
  else Object.assign(at, r.pick(DIRECTIVES))
  return body
}

/** Half a character: no text that is read as JSON or YAML leaves one in an object, so none comes to the door. */
function whole(body: unknown): unknown {
  const text = JSON.stringify(body) ?? 'null'
  return /\\ud[89a-f]/i.test(text) ? JSON.parse(text.replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\\ufffd')) : body
}

export function patchOf(r: Random, objectOf: (plural: string, name: string) => unknown): Input {
  const [plural, name] = r.pick(TARGETS)
  const type = r.pick(['json', 'merge', 'strategic', 'apply'] as const)
  const live = objectOf(plural, name) ?? {}
  const change = () => spoiled(r, r.oneIn(2) ? live : { spec: (live as { spec?: unknown }).spec ?? {} }, 1 + r.below(5))
  const body = r.oneIn(12) ? anything(r)
    : type === 'json' ? Array.from({ length: 1 + r.below(3) }, () => ({ op: r.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x']), path: r.pick(PATHS), from: r.pick(PATHS), value: r.oneIn(3) ? r.pick([1, 'a', {}, [], null, { name: 'x', image: 'y' }]) : anything(r) }))
    : r.oneIn(3) ? { ...anObject(r), metadata: { name } }
    : type === 'strategic' && r.oneIn(2) ? directed(r, change()) : change()
  return { of: 'patch', plural, name, type, body: whole(body), ...(r.oneIn(4) ? { subresource: r.pick(SUBRESOURCES) } : {}), ...(type === 'apply' && r.oneIn(2) ? { force: true } : {}) }
}
