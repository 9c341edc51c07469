// Values that nobody would write on purpose, and objects of each kind that are nearly right.
import { apiVersionOf, kindNamed, kinds, type Kind } from '../../kube/kinds.ts'
import { schemaOf, schemaType, type FieldType, type SchemaType } from '../../kube/schema.ts'
import { programOf } from './programs.ts'
import type { Random } from './random.ts'

type Json = any

const TEXTS = ['', ' ', 'a', 'a\nb', '\u2028', '0x1F', '1_000', '12e03', '0o14', '1:30', '.inf', '.nan', '~', 'y', 'no', '2026-01-01', '&a', '*a', '!!str 1', '- a', 'a: b', '# a', '\t', '\'', '"', '%', '@', '`', '|', '>', '?', ', ', ': ', '=', '<<', '=1', 'web', 'A_b', 'x'.repeat(300), '-1', '1', '0.5', '100m', '1Gi', '1e99', 'true', 'null', '{}', '*/5 * * * *', '@every 1s', '60 * * * *', 'Always', 'Never', 'OnFailure',
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

const container = (r: Random) => {
  const [image, command] = r.oneIn(2) ? programOf(r) : [r.pick(['nginx', 'busybox', 'perl', 'nope', 'python:3.12', 'node:22', 'alpine', 'redis', 'UPPER', 'nginx:9.9']), undefined]
  return {
    name: r.pick(['c', 'd', 'web']), image, ...(command ? { command } : {}), ...(r.oneIn(8) ? { readinessProbe: { exec: { command: ['sh', '-c', `exit ${r.below(2)}`] }, periodSeconds: 1 } } : {}),
    ...(r.oneIn(12) ? { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'sleep 1'] } }, preStop: { exec: { command: ['sleep', '1'] } } } } : {}),
    ...(r.oneIn(8) ? { env: [{ name: 'A', value: '$(B)x' }, { name: 'B', valueFrom: { fieldRef: { fieldPath: r.pick(['metadata.name', 'status.podIP', "metadata.labels['app']", 'spec.nodeName', 'x']) } } }] } : {}),
    ...(r.oneIn(10) ? { envFrom: [{ configMapRef: { name: r.pick(['cm', 'none']) } }, { secretRef: { name: 'sec', optional: r.oneIn(2) } }] } : {}),
    ...(r.oneIn(8) ? { resources: { requests: { cpu: r.pick(['100m', '1', '50']), memory: '64Mi' }, limits: { cpu: r.pick(['100m', '2']), memory: r.pick(['64Mi', '1G']) } } } : {}),
  }
}
const podSpec = (r: Random, restartPolicy: string): Json => ({
  restartPolicy, containers: r.oneIn(8) ? [container(r), { ...container(r), name: 'second' }] : [container(r)], ...(r.oneIn(10) ? { initContainers: [{ ...container(r), name: 'first', ...(r.oneIn(3) ? { restartPolicy: 'Always' } : {}) }] } : {}),
  ...(r.oneIn(10) ? { nodeSelector: { 'kubernetes.io/hostname': r.pick(['node-1', 'nope']) } } : {}), ...(r.oneIn(12) ? { terminationGracePeriodSeconds: r.below(4) } : {}), ...(r.oneIn(12) ? { priorityClassName: r.pick(['high', 'none']) } : {}), ...(r.oneIn(16) ? { runtimeClassName: r.pick(['kata', 'none']) } : {}),
  ...(r.oneIn(12) ? { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: r.pick(['DoNotSchedule', 'ScheduleAnyway']), labelSelector: { matchLabels: { app: 'x' } } }] } : {}),
  ...(r.oneIn(12) ? { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'x' } } }] } } } : {}),
  ...(r.oneIn(8) ? { volumes: [r.pick([{ name: 'v', emptyDir: {} }, { name: 'v', configMap: { name: 'cm' } }, { name: 'v', secret: { secretName: 'sec' } }, { name: 'v', persistentVolumeClaim: { claimName: 'disk' } }, { name: 'v', hostPath: { path: '/tmp' } }])] } : {}),
})
const template = (r: Random, restartPolicy: string) => ({ metadata: { labels: { app: r.oneIn(8) ? 'y' : 'x' } }, spec: podSpec(r, restartPolicy) })

/** For each kind that people write, a right object: to be spoiled afterwards. */
const PLAUSIBLE: Readonly<Record<string, (r: Random) => Json>> = {
  Job: r => ({
    spec: {
      parallelism: r.below(4), completions: 1 + r.below(5), template: template(r, r.pick(['Never', 'Never', 'OnFailure'])), ...(r.oneIn(3) ? { completionMode: 'Indexed', backoffLimitPerIndex: r.below(2) } : {}), ...(r.oneIn(4) ? { suspend: r.oneIn(2) } : {}),
      ...(r.oneIn(5) ? { podFailurePolicy: { rules: [{ action: r.pick(['FailJob', 'Ignore', 'Count', 'FailIndex']), onExitCodes: { operator: 'In', values: [1] } }] } } : {}), ...(r.oneIn(4) ? { ttlSecondsAfterFinished: r.below(3), activeDeadlineSeconds: 1 + r.below(9) } : {}),
      ...(r.oneIn(6) ? { successPolicy: { rules: [{ succeededCount: 1 }] } } : {}),
    },
  }),
  Deployment: r => ({ spec: { replicas: r.below(4), selector: CHOOSES, template: template(r, 'Always'), ...(r.oneIn(3) ? { strategy: r.pick([{ type: 'Recreate' }, { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } }]) } : {}), ...(r.oneIn(5) ? { paused: true } : {}) } }),
  ReplicaSet: r => ({ spec: { replicas: r.below(4), selector: CHOOSES, template: template(r, 'Always') } }),
  ReplicationController: r => ({ spec: { replicas: r.below(3), template: template(r, 'Always') } }),
  Pod: r => ({ metadata: { labels: { app: 'x' } }, spec: podSpec(r, r.pick(['Never', 'Always', 'OnFailure'])) }),
  CronJob: r => ({ spec: { schedule: r.pick(['* * * * *', '@hourly', '*/2 1-3 * JAN MON', '0 0 31 2 *']), ...(r.oneIn(4) ? { timeZone: r.pick(['Asia/Shanghai', 'Mars/X', 'Etc/UTC']) } : {}), ...(r.oneIn(3) ? { concurrencyPolicy: r.pick(['Forbid', 'Replace']) } : {}), jobTemplate: { spec: { template: template(r, 'Never') } } } }),
  StatefulSet: r => ({
    spec: {
      replicas: r.below(3), serviceName: 'web', selector: CHOOSES, template: template(r, 'Always'), ...(r.oneIn(3) ? { podManagementPolicy: 'Parallel' } : {}), ...(r.oneIn(3) ? { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: r.below(3) } } } : {}),
      ...(r.oneIn(3) ? { volumeClaimTemplates: [{ metadata: { name: 'v' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }] } : {}), ...(r.oneIn(5) ? { ordinals: { start: r.below(4) } } : {}),
    },
  }),
  DaemonSet: r => ({ spec: { selector: CHOOSES, template: template(r, 'Always'), ...(r.oneIn(3) ? { updateStrategy: r.pick([{ type: 'OnDelete' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }]) } : {}) } }),
  Service: r => ({ spec: { ...(r.oneIn(6) ? {} : { selector: { app: 'x' } }), ports: [{ port: 80, ...(r.oneIn(3) ? { targetPort: r.pick(['http', 8080]), nodePort: r.pick([30_080, 80]) } : {}) }], ...(r.oneIn(2) ? { type: r.pick(['NodePort', 'LoadBalancer', 'ClusterIP', 'ExternalName']) } : { clusterIP: r.pick(['None', '10.96.0.77', '']) }) } }),
  ConfigMap: r => ({ data: { a: r.pick(TEXTS), [r.pick(TEXTS)]: r.pick(TEXTS) }, ...(r.oneIn(4) ? { immutable: true } : {}) }),
  Secret: r => ({ type: r.pick(['Opaque', 'kubernetes.io/tls', 'kubernetes.io/dockerconfigjson', 'x']), data: { a: r.pick(['YQ==', '!', '']) }, stringData: { b: r.pick(TEXTS) } }),
  Namespace: () => ({}),
  ServiceAccount: r => ({ automountServiceAccountToken: r.oneIn(2), imagePullSecrets: [{ name: 'sec' }] }),
  HorizontalPodAutoscaler: r => ({ spec: { minReplicas: r.below(3), maxReplicas: r.below(5), scaleTargetRef: { apiVersion: 'apps/v1', kind: r.pick(['Deployment', 'StatefulSet', 'Job']), name: r.pick(['web', 'sts', 'x']) }, metrics: [{ type: 'Resource', resource: { name: r.pick(['cpu', 'memory']), target: { type: r.pick(['Utilization', 'AverageValue']), averageUtilization: 50 } } }] } }),
  PodDisruptionBudget: r => ({ spec: { selector: CHOOSES, [r.pick(['minAvailable', 'maxUnavailable'])]: r.pick([1, '50%', '150%', 0]) } }),
  ResourceQuota: r => ({ spec: { hard: { pods: String(r.below(5)), 'count/jobs.batch': '1', 'requests.cpu': '1' }, ...(r.oneIn(4) ? { scopes: [r.pick(['BestEffort', 'NotTerminating'])] } : {}) } }),
  LimitRange: r => ({ spec: { limits: [{ type: r.pick(['Container', 'Pod', 'PersistentVolumeClaim']), max: { cpu: '1' }, min: { cpu: r.pick(['10m', '2']) }, default: { cpu: '200m' } }] } }),
  PersistentVolumeClaim: r => ({ spec: { accessModes: [r.pick(['ReadWriteOnce', 'ReadWriteMany', 'x'])], resources: { requests: { storage: r.pick(['1Gi', '0', '-1']) } }, ...(r.oneIn(3) ? { storageClassName: r.pick(['slow', 'none', '']) } : {}) } }),
  PersistentVolume: r => ({ spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' }, persistentVolumeReclaimPolicy: r.pick(['Retain', 'Delete', 'Recycle']) } }),
  StorageClass: r => ({ provisioner: 'example.com/x', reclaimPolicy: r.pick(['Delete', 'Retain', 'x']), volumeBindingMode: r.pick(['Immediate', 'WaitForFirstConsumer']), allowVolumeExpansion: true }),
  PriorityClass: r => ({ value: r.pick(NUMBERS), globalDefault: r.oneIn(2), preemptionPolicy: r.pick(['Never', 'PreemptLowerPriority', 'x']), description: r.pick(TEXTS) }),
  RuntimeClass: r => ({ handler: r.pick(['runc', 'kata', 'A_', '']), ...(r.oneIn(2) ? { overhead: { podFixed: { cpu: r.pick(['250m', '-1', '1']), memory: '1Mi' } } } : {}), ...(r.oneIn(3) ? { scheduling: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' }, tolerations: [{ key: r.pick(['k', '']), operator: 'Exists' }] } } : {}) }),
  Ingress: r => ({ spec: { rules: [{ host: r.pick(['a.example', '*.b', 'A_']), http: { paths: [{ path: r.pick(['/', 'x', '/a/../b']), pathType: r.pick(['Prefix', 'Exact', 'x']), backend: { service: { name: 'web', port: { number: 80 } } } }] } }], tls: [{ hosts: ['a.example'], secretName: 'sec' }] } }),
  NetworkPolicy: r => ({ spec: { podSelector: r.oneIn(2) ? {} : CHOOSES, policyTypes: [r.pick(['Ingress', 'Egress', 'x'])], ingress: [{ from: [{ ipBlock: { cidr: r.pick(['10.0.0.0/8', '10.0.0.1', '::/0']) } }], ports: [{ port: r.pick([80, 'http']), endPort: 90 }] }] } }),
  Endpoints: () => ({ subsets: [{ addresses: [{ ip: '10.0.0.9' }], ports: [{ port: 80 }] }] }),
  EndpointSlice: r => ({ addressType: r.pick(['IPv4', 'IPv6', 'FQDN']), endpoints: [{ addresses: [r.pick(['10.0.0.9', '::1'])], conditions: { ready: r.oneIn(2) } }], ports: [{ port: 80 }] }),
  Lease: r => ({ spec: { holderIdentity: 'x', leaseDurationSeconds: r.below(5), renewTime: '2026-01-01T00:00:00.000000Z' } }),
  ControllerRevision: r => ({ revision: r.below(4), data: anything(r) }),
  PodTemplate: r => ({ template: template(r, 'Always') }),
  Node: r => ({ metadata: { labels: { 'kubernetes.io/hostname': 'x' } }, spec: { taints: [{ key: 'k', effect: r.pick(['NoSchedule', 'NoExecute', 'x']) }], unschedulable: r.oneIn(2) } }),
  Event: r => ({ involvedObject: { kind: 'Pod', name: 'plain', namespace: 'default' }, reason: r.pick(TEXTS), message: 'x', type: r.pick(['Normal', 'Warning', 'x']) }),
}
const CHOOSES = { matchLabels: { app: 'x' } }

/** The kinds that are written most stand first. */
const MOSTLY = ['Job', 'Deployment', 'Pod', 'CronJob', 'StatefulSet', 'Service', 'DaemonSet', 'ReplicaSet']
const NAMES = ['web', 'pi', 'x', 'y', 'z', 'plain', 'sts', 'cj', 'cm']

function plausible(r: Random): Json {
  const kind = r.oneIn(2) ? kindNamed(r.pick(MOSTLY))! : r.pick(kinds)
  const made = PLAUSIBLE[kind.kind]?.(r) ?? {}
  const name = r.oneIn(20) ? { generateName: 'gen-' } : { name: r.pick(NAMES) }
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, ...made, metadata: { ...name, ...made.metadata, ...(r.oneIn(12) ? { namespace: r.pick(['default', 'other', 'none']) } : {}), ...(r.oneIn(12) ? { labels: { app: r.pick(TEXTS) }, annotations: { [r.pick(TEXTS)]: 'x' } } : {}) } }
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
  if (!r.oneIn(3)) return r.oneIn(3) ? plausible(r) : spoiled(r, plausible(r), 1 + r.below(3))
  const kind: Kind = r.pick(kinds)
  const type = schemaOf(kind)
  const object = type ? ofStruct(r, type, 0) : {}
  return { ...object, apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: r.oneIn(3) ? object.metadata : { name: r.pick(['x', 'y', 'web']) } }
}
