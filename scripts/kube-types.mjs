#!/usr/bin/env node
// Makes src/kube/{meta,batch,…}.ts, src/kube/core/*.ts with core.ts as their door, and src/kube/schema.json from a folder of OpenAPI v3
// facts of an API server.
//   node scripts/kube-types.mjs FOLDER
// The types say what a field may hold; the schema keeps what strict decoding, strategic merge, explain and the editor need.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
if (!folder) throw new Error('usage: node scripts/kube-types.mjs FOLDER')
const home = new URL('../src/kube/', import.meta.url)

const schemas = new Map()
const resources = {}
// Facts of groups that the folder does not have lie beside this script, in the same form.
const own = new URL('facts/', import.meta.url).pathname
const found = [folder, own].flatMap(f => readdirSync(f).filter(n => n.endsWith('.json')).map(n => join(f, n))).sort()
for (const file of found) {
  const doc = JSON.parse(readFileSync(file, 'utf8'))
  for (const [name, schema] of Object.entries(doc.schemas)) if (!schemas.has(name)) schemas.set(name, schema)
  resources[doc.group] = doc.paths
}

/** io.k8s.api.batch.v1.JobSpec → { room: 'batch', name: 'JobSpec' }; autoscaling has two versions, so v1 keeps its number. */
function place(full) {
  const parts = full.split('.')
  const name = parts.at(-1)
  if (full.startsWith('io.k8s.api.')) {
    const [group, version] = parts.slice(-3)
    if (group === 'autoscaling' && version === 'v1') return { room: 'autoscalingV1', name }
    return { room: group, name }
  }
  if (full.includes('.runtime.')) return { room: 'meta', name }
  return { room: 'meta', name }
}

const refOf = s => s.$ref ?? s.allOf?.[0]?.$ref
const target = ref => ref.split('/').at(-1)

// Resource claims, ephemeral volumes' rarer kinds and the like are kept: strict decoding must know them all.
const rooms = new Map()
for (const full of [...schemas.keys()].sort()) {
  const { room, name } = place(full)
  if (!rooms.has(room)) rooms.set(room, new Map())
  rooms.get(room).set(name, full)
}

const scalar = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'IntOrString',
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'Quantity',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'Time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'MicroTime',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'FieldsV1',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'RawExtension',
}
const scalarType = { IntOrString: 'number | string', Quantity: 'string', Time: 'string', MicroTime: 'string', FieldsV1: 'Record<string, unknown>', RawExtension: 'unknown' }

function tsType(s, uses) {
  const ref = refOf(s)
  if (ref) {
    const full = target(ref)
    const { room, name } = place(full)
    uses.add(`${room}:${name}`)
    return name
  }
  if (s.enum) return s.enum.map(v => JSON.stringify(v)).join(' | ')
  switch (s.type) {
    case 'string': return 'string'
    case 'integer': case 'number': return 'number'
    case 'boolean': return 'boolean'
    case 'array': { const t = tsType(s.items, uses); return / \| /.test(t) ? `(${t})[]` : `${t}[]` }
    case 'object': return s.additionalProperties ? `Record<string, ${tsType(s.additionalProperties, uses)}>` : 'Record<string, unknown>'
    default: return s.oneOf ? 'number | string' : 'unknown'
  }
}

// Groups that the program reads by the schema alone: types of theirs would have no reader.
const UNTYPED = new Set(['authentication', 'autoscalingV1', 'events'])

// The core group has two hundred types: each file of core/ has those of one subject, the first of these that fits.
const SUBJECTS = [
  ['references', /Reference$/],
  ['persistentVolumes', /^PersistentVolume|Persistent(Disk)?VolumeSource$|^LocalVolume|^ModifyVolume|^VolumeNodeAffinity|^VolumeResource|^TopologySelector/],
  ['volumeSources', /VolumeSource$/],
  ['volumes', /^Volume|VolumeStatus$|Projection$|^KeyToPath$|^DownwardAPIVolumeFile$/],
  ['services', /^Service(?!Account)|^Endpoint|^LoadBalancer|^PortStatus$|^SessionAffinity|^ClientIP/],
  ['placement', /Affinity|^NodeSelector|^PreferredScheduling|^Toleration|^TopologySpread/],
  ['nodes', /^Node|^DaemonEndpoint$|^AttachedVolume$|^ContainerImage$|^ConfigMapNodeConfig|^Taint$/],
  ['security', /SecurityContext|^Capabilities$|^SELinux|Profile$|^Sysctl$/],
  ['containers', /Container|^Env|EnvSource$|KeySelector$|^Probe$|^Lifecycle|Action$|^HTTPHeader$|^(Object|Resource)FieldSelector$|^Resource(Claim|Health|Requirements|Status)$/],
  ['pods', /^Pod|^Host/],
  ['configuration', /^ConfigMap|^Secret|^ServiceAccount/],
  ['quotas', /^LimitRange|^ResourceQuota|^Scope/],
  ['namespaces', /^Namespace/],
  ['replicationControllers', /^ReplicationController/],
  ['events', /^Event/],
  ['others', /^/],
]
/** The file of a type, below src/kube. */
const fileOf = (room, name) => (room === 'core' ? `core/${SUBJECTS.find(([, fits]) => fits.test(name))[0]}` : room)

const files = new Map()
for (const [room, names] of rooms) {
  if (UNTYPED.has(room)) continue
  for (const [name, full] of names) {
    const file = fileOf(room, name)
    if (!files.has(file)) files.set(file, new Map())
    files.get(file).set(name, full)
  }
}

mkdirSync(new URL('core/', home), { recursive: true })
const MADE = '// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.'
for (const [file, names] of files) {
  const uses = new Set()
  const parts = []
  for (const [name, full] of names) {
    const s = schemas.get(full)
    if (scalar[full]) { parts.push(`export type ${name} = ${scalarType[scalar[full]]}`); continue }
    if (!s.properties) { parts.push(`export type ${name} = ${tsType(s, uses)}`); continue }
    const gvk = s['x-kubernetes-group-version-kind']?.[0]
    const required = new Set(s.required ?? [])
    const isObject = gvk && s.properties.metadata && !name.endsWith('List')
    const fields = Object.entries(s.properties).map(([f, p]) => {
      if (isObject && f === 'apiVersion') return `  apiVersion: string`
      if (isObject && f === 'kind') return `  kind: string`
      if (isObject && f === 'metadata') { uses.add('meta:ObjectMeta'); return '  metadata: ObjectMeta' }
      if (isObject && f === 'spec') return `  spec: ${tsType(p, uses)}`
      // Every stored object has a name; one that is still to be named by generateName is built with ''.
      if (full.endsWith('.ObjectMeta') && f === 'name') return '  name: string'
      const key = /^[A-Za-z_$][\w$]*$/.test(f) ? f : JSON.stringify(f)
      return `  ${key}${required.has(f) ? '' : '?'}: ${tsType(p, uses)}`
    })
    parts.push(`export interface ${name} {\n${fields.join('\n')}\n}`)
  }
  const imports = new Map()
  for (const u of uses) {
    const [r, n] = u.split(':')
    const from = fileOf(r, n)
    if (from === file) continue
    // Other groups know core by its door.
    const path = !file.startsWith('core/') ? `./${r}.ts` : from.startsWith('core/') ? `./${from.slice('core/'.length)}.ts` : `../${from}.ts`
    if (!imports.has(path)) imports.set(path, [])
    imports.get(path).push(n)
  }
  const head = [MADE]
  for (const [path, ns] of [...imports].sort()) head.push(`import type { ${[...new Set(ns)].sort().join(', ')} } from '${path}'`)
  writeFileSync(new URL(`${file}.ts`, home), `${head.join('\n')}\n\n${parts.join('\n\n')}\n`)
}
const subjects = [...files.keys()].filter(f => f.startsWith('core/')).sort()
writeFileSync(new URL('core.ts', home), `${MADE}\n${subjects.map(f => `export type * from './${f}.ts'\n`).join('')}`)

// The compact schema. A field is [type, flags]: type is 'string' | 'integer' | 'int64' | 'number' | 'boolean' | 'any' |
// 'IntOrString' | 'Quantity' | 'Time' | … | '#Name' | ['list', type] | ['map', type].
const compact = {}
const short = full => { const { room, name } = place(full); return room === 'meta' || room === 'core' ? name : `${room}.${name}` }
function typeOf(s) {
  const ref = refOf(s)
  if (ref) { const full = target(ref); return scalar[full] ?? `#${short(full)}` }
  if (s.type === 'array') return ['list', typeOf(s.items)]
  if (s.type === 'object') return s.additionalProperties ? ['map', typeOf(s.additionalProperties)] : 'any'
  if (s.type === 'integer') return s.format === 'int64' ? 'int64' : 'int32'
  if (s.type === 'string' && s.format === 'byte') return 'bytes'
  return s.type ?? 'any'
}
for (const [full, s] of [...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (scalar[full] || !s.properties) continue
  const key = short(full)
  const fields = {}
  for (const [f, p] of Object.entries(s.properties)) {
    const extra = {}
    if (p.enum) extra.enum = p.enum
    if (p['x-kubernetes-patch-merge-key']) extra.mergeKey = p['x-kubernetes-patch-merge-key']
    if (p['x-kubernetes-patch-strategy']) extra.patch = p['x-kubernetes-patch-strategy']
    if (p['x-kubernetes-list-type']) extra.list = p['x-kubernetes-list-type']
    if (p['x-kubernetes-list-map-keys']) extra.keys = p['x-kubernetes-list-map-keys']
    if (p['x-kubernetes-map-type']) extra.map = p['x-kubernetes-map-type']
    fields[f] = Object.keys(extra).length ? [typeOf(p), extra] : [typeOf(p)]
  }
  compact[key] = { fields, ...(s.required ? { required: s.required } : {}), ...(s['x-kubernetes-group-version-kind'] ? { gvk: s['x-kubernetes-group-version-kind'].filter((g, i, a) => a.length < 20 || i === 0) } : {}) }
}
writeFileSync(new URL('schema.json', home), JSON.stringify(compact))
console.log([...rooms].map(([r, n]) => `${r} ${n.size}`).join(', '))
