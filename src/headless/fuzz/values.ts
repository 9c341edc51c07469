// Values that nobody would write on purpose, and objects of each kind that are nearly right.
import { apiVersionOf, kinds, type Kind } from '../../kube/kinds.ts'
import { schemaOf, schemaType, type FieldType, type SchemaType } from '../../kube/schema.ts'
import type { Random } from './random.ts'

type Json = any

const TEXTS = ['', 'a', 'web', 'A_b', 'x'.repeat(300), '-1', '1', '0.5', '100m', '1Gi', '1e99', 'true', 'null', '{}', '*/5 * * * *', '@every 1s', '60 * * * *', 'Always', 'Never', 'OnFailure',
  'NonIndexed', 'Indexed', '25%', '-5%', '101%', '2026-01-01T00:00:00Z', '2026-13-01', 'app=web', '__proto__', 'constructor', 'toString', '\u0000', '\ud800', '名', 'a/b', 'k8s.io/x', 'default',
  'kube-system', 'node-1', 'nginx', 'nginx:1.27@sha256:x', '127.0.0.1', '::1', '99999', 'TCP', 'http']
const NUMBERS = [0, 1, -1, 2, 3, 80, 65_536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, -(2 ** 53), 1e21, 0.1, -0.5, 1e-7]

/** Anything that JSON can say. */
export function anything(r: Random, deep = 0): Json {
  switch (r.below(deep > 3 ? 4 : 7)) {
    case 0: return r.pick(TEXTS)
    case 1: return r.pick(NUMBERS)
    case 2: return r.oneIn(2)
    case 3: return null
    case 4: return Array.from({ length: r.below(3) }, () => anything(r, deep + 1))
    default: return Object.fromEntries(Array.from({ length: r.below(4) }, () => [r.pick(['a', 'name', 'spec', 'metadata', 'key', 'value', ...TEXTS]), anything(r, deep + 1)]))
  }
}

function ofType(r: Random, type: FieldType, enums: readonly string[] | undefined, deep: number): Json {
  if (r.oneIn(25)) return anything(r)
  if (typeof type !== 'string') {
    const count = r.oneIn(4) ? r.below(4) : 1
    const items = Array.from({ length: count }, () => ofType(r, type[1], enums, deep + 1))
    return type[0] === 'list' ? items : Object.fromEntries(items.map(v => [r.pick(['app', 'tier', 'cpu', 'memory', 'pods', 'a.b/c', ...TEXTS]), v]))
  }
  if (type.startsWith('#')) {
    const struct = schemaType(type)
    return struct ? ofStruct(r, struct, deep + 1) : {}
  }
  switch (type) {
    case 'int32': case 'int64': return r.oneIn(3) ? r.pick(NUMBERS) : r.below(5)
    case 'boolean': return r.oneIn(2)
    case 'IntOrString': return r.oneIn(2) ? r.pick(NUMBERS) : r.pick(['25%', '1', 'http', '100%', '0', 'x'])
    case 'Quantity': return r.pick(['100m', '1', '1Gi', '0', '-1', '1e3', '12345678901234567k', 'x', 1, 0.5])
    case 'Time': case 'MicroTime': return r.pick(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000Z', 'yesterday', ''])
    case 'string': return enums && !r.oneIn(5) ? r.pick(enums) : r.pick(TEXTS)
    default: return anything(r)
  }
}

function ofStruct(r: Random, type: SchemaType, deep: number): Json {
  const out: Record<string, Json> = {}
  const names = [...type.fields.keys()]
  const wanted = new Set(type.required)
  for (let i = r.below(deep > 4 ? 2 : 4); i > 0; i--) wanted.add(r.pick(names))
  if (deep > 9) return out
  for (const name of wanted) {
    const field = type.fields.get(name)
    if (field && !r.oneIn(30)) out[name] = ofType(r, field.type, field.enum, deep)
  }
  if (r.oneIn(20)) out[r.pick(['foo', 'Spec', 'replica', '__proto__', 'constructor'])] = anything(r)
  return out
}

const container = (r: Random) => ({ name: r.pick(['c', 'd', 'web']), image: r.pick(['nginx', 'busybox', 'perl', 'nope']), ...(r.oneIn(2) ? { command: ['sh', '-c', r.pick(['echo hi', 'sleep 3', 'exit 1', 'while :; do :; done'])] } : {}) })
const template = (r: Random, restartPolicy: string) => ({ metadata: { labels: { app: r.pick(['x', 'y']) } }, spec: { restartPolicy, containers: [container(r)] } })

/** A right object of one of the kinds that people write, to be spoiled afterwards. */
function plausible(r: Random): Json {
  const metadata = { name: r.pick(['web', 'pi', 'x', 'y', 'z']) }
  const selector = { matchLabels: { app: 'x' } }
  switch (r.below(8)) {
    case 0: return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { parallelism: r.below(4), completions: 1 + r.below(5), template: template(r, 'Never') } }
    case 1: return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: r.below(4), selector, template: template(r, 'Always') } }
    case 2: return { apiVersion: 'v1', kind: 'Pod', metadata, spec: template(r, r.pick(['Never', 'Always'])).spec }
    case 3: return { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { schedule: '* * * * *', jobTemplate: { spec: { template: template(r, 'Never') } } } }
    case 4: return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { replicas: r.below(3), serviceName: 'web', selector, template: template(r, 'Always') } }
    case 5: return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: 'x' }, ports: [{ port: 80 }] } }
    case 6: return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { selector, template: template(r, 'Always') } }
    default: return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: r.pick(TEXTS) } }
  }
}

/** One spot of a value changed: another value, gone, or something new. */
export function spoiled(r: Random, value: Json, times: number): Json {
  const copy = JSON.parse(JSON.stringify(value)) as Json
  for (let n = 0; n < times; n++) {
    let at = copy
    for (let depth = r.below(7); depth > 0; depth--) {
      const below = Object.keys(at).filter(k => typeof at[k] === 'object' && at[k] !== null)
      if (below.length === 0) break
      at = at[r.pick(below)]
    }
    const keys = Object.keys(at)
    const key = keys.length && !r.oneIn(4) ? r.pick(keys) : Array.isArray(at) ? String(at.length) : r.pick(TEXTS)
    if (key === '__proto__') continue
    if (!r.oneIn(4)) at[key] = anything(r)
    else if (Array.isArray(at)) at.splice(Number(key), 1)
    else delete at[key]
  }
  return copy
}

export function anObject(r: Random): Json {
  if (!r.oneIn(3)) return spoiled(r, plausible(r), r.below(4))
  const kind: Kind = r.pick(kinds)
  const type = schemaOf(kind)
  const object = type ? ofStruct(r, type, 0) : {}
  return { ...object, apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: r.oneIn(3) ? object.metadata : { name: r.pick(['x', 'y', 'web']) } }
}
