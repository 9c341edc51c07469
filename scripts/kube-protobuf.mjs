#!/usr/bin/env node
// Makes src/headless/serve/protobuf/numbers.ts: which number each field of the API's types has in protobuf.
//   node scripts/kube-protobuf.mjs PROGRAM
// PROGRAM is any Go program that has k8s.io/api in it up to v0.34, such as kubectl 1.33: it carries the compiled generated.proto files, each
// compressed. Numbers never change, so an older program says nothing wrong; what came later is in LATER, from the generated.proto of 1.36.
import { readFileSync, writeFileSync } from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'

const program = process.argv[2]
if (!program) throw new Error('usage: node scripts/kube-protobuf.mjs PROGRAM')
const home = new URL('../', import.meta.url)
const schema = JSON.parse(readFileSync(new URL('src/kube/schema.json', home), 'utf8'))

/** Fields that came after the program was built: type → field → number. */
const LATER = {
  Container: { restartPolicyRules: 25 },
  '+EphemeralContainerCommon': { restartPolicyRules: 25 },
  ContainerRestartRule: { action: 1, exitCodes: 2 },
  ContainerRestartRuleOnExitCodes: { operator: 1, values: 2 },
  EnvVarSource: { fileKeyRef: 5 },
  FileKeySelector: { volumeName: 1, path: 2, key: 3, optional: 4 },
  PodSpec: { hostnameOverride: 41 },
}

/** The parts of a message: [number, value], value a number or bytes. */
function* parts(bytes) {
  for (let i = 0; i < bytes.length;) {
    const varint = () => {
      for (let value = 0, scale = 1; ; scale *= 128) {
        const byte = bytes[i++]
        value += (byte & 127) * scale
        if (byte < 128) return value
      }
    }
    const tag = varint()
    if ((tag & 7) === 0) yield [tag >> 3, varint()]
    else if ((tag & 7) === 2) {
      const length = varint()
      yield [tag >> 3, bytes.subarray(i, i += length)]
    } else i += (tag & 7) === 1 ? 8 : 4
  }
}
const all = (bytes, number) => [...parts(bytes)].filter(([n]) => n === number).map(([, value]) => value)
const text = (bytes, number) => all(bytes, number)[0]?.toString('utf8')

/** `.k8s.io.api.core.v1.PodSpec` → its fields by number: { name, type }. */
const messages = new Map()
const bytes = readFileSync(program)
for (let at = 0; (at = bytes.indexOf(Buffer.from([0x1f, 0x8b, 8]), at)) >= 0; at += 3) {
  let file
  try {
    file = gunzipSync(bytes.subarray(at, at + 200_000), { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    continue
  }
  if (file[0] !== 0x0a || !/^k8s\.io\/(api|apimachinery)\//.test(text(file, 1))) continue
  for (const message of all(file, 4)) {
    messages.set(`.${text(file, 2)}.${text(message, 1)}`, new Map(all(message, 2).map(f => [all(f, 3)[0], { name: text(f, 1), type: text(f, 6) }])))
  }
}
if (!messages.has('.k8s.io.api.core.v1.PodSpec')) throw new Error(`no compiled generated.proto in ${program}`)

const groups = {
  apps: 'apps.v1', authentication: 'authentication.v1', autoscalingV1: 'autoscaling.v1', autoscaling: 'autoscaling.v2', batch: 'batch.v1', coordination: 'coordination.v1', discovery: 'discovery.v1',
  events: 'events.v1', networking: 'networking.v1', policy: 'policy.v1', rbac: 'rbac.v1', scheduling: 'scheduling.v1', storage: 'storage.v1',
}
function messageOf(name) {
  const [group, type] = name.includes('.') ? name.split('.') : ['', name]
  if (group) return messages.get(`.k8s.io.api.${groups[group]}.${type}`)
  return messages.get(`.k8s.io.apimachinery.pkg.apis.meta.v1.${type}`) && /^(ObjectMeta|OwnerReference|ManagedFieldsEntry|LabelSelector|LabelSelectorRequirement|DeleteOptions|Preconditions|Condition|ListMeta|Status|StatusCause|StatusDetails)$/.test(type)
    ? messages.get(`.k8s.io.apimachinery.pkg.apis.meta.v1.${type}`) : messages.get(`.k8s.io.api.core.v1.${type}`)
}

const lines = new Map()
/** One line of a type: names in the order of their numbers, `-` where a number is not used, `+Type` where another type's fields stand in it. */
function lineOf(name, fields, owners) {
  // Go's names and JSON's differ in capitals here and there (`uID`).
  const known = new Map(owners.flatMap(o => Object.keys(schema[o]?.fields ?? {}).map(f => [f.toLowerCase(), f])))
  const line = []
  for (const [number, { name: field, type }] of fields) {
    const name = known.get(field.toLowerCase())
    const inline = !name && type?.startsWith('.k8s.io.api.')
    if (!inline && !name) continue
    line[number - 1] = inline ? `+${type.split('.').at(-1)}` : name
    if (inline) {
      lineOf(`+${type.split('.').at(-1)}`, messages.get(type), owners)
    }
  }
  for (const [field, number] of Object.entries(LATER[name] ?? {})) line[number - 1] = field
  // A part that stands in several types has the fields that any of them knows.
  const before = lines.get(name)?.split(' ') ?? []
  lines.set(name, Array.from({ length: Math.max(line.length, before.length) }, (_, i) => line[i] ?? (before[i] && before[i] !== '-' ? before[i] : '-')).join(' '))
}
const missing = []
for (const [name, { fields }] of Object.entries(schema)) {
  if (name.endsWith('List') || !fields) continue
  const message = messageOf(name) ?? (LATER[name] ? new Map() : undefined)
  if (!message) {
    missing.push(`${name} (whole)`)
    continue
  }
  lineOf(name, message, [name])
  const reach = n => new Set((lines.get(n) ?? '').split(' ').flatMap(f => (f.startsWith('+') ? [...reach(f)] : [f])))
  const has = reach(name)
  for (const field of Object.keys(fields)) if (!has.has(field) && !['apiVersion', 'kind'].includes(field)) missing.push(`${name}.${field}`)
}

const sorted = [...lines].filter(([, line]) => line !== '').sort(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(new URL('src/headless/serve/protobuf/numbers.ts', home), `// Made by scripts/kube-protobuf.mjs; do not edit. Which number each field has in protobuf: a type's fields in the order of their numbers,
// \`-\` where a number is not used, \`+Type\` where another type's fields stand in this one. Source: generated.proto of k8s.io/api and k8s.io/apimachinery.
export const numbers: Readonly<Record<string, string>> = {
${sorted.map(([name, line]) => `  '${name}': '${line}',`).join('\n')}
}
`)
console.log(`${sorted.length} types; without a number: ${missing.join(', ') || 'none'}`)
