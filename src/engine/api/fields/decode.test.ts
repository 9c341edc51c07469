import { describe, expect, test } from 'vitest'
import { CronJob, Deployment, Job, kindNamed, PersistentVolumeClaim, Pod, Secret } from '../../../kube/kinds.ts'
import type { Kind } from '../../../kube/kinds.ts'
import { parseYaml } from '../../../kube/yaml.ts'
import { ApiError } from '../errors.ts'
import { decode, decodePatched, metadataError } from './decode.ts'

const read = (text: string) => parseYaml(text)[0]!.value as any
function refusal(kind: Kind, value: any, fieldValidation: 'Strict' | 'Warn' | 'Ignore' = 'Strict') {
  try {
    decode(kind, { kind: kind.kind, ...value }, { fieldValidation })
  } catch (e) {
    if (e instanceof ApiError) return `${e.reason} ${e.message}`
    throw e
  }
  return undefined
}
const pod = (spec: string) => ({ spec: read(spec) })
const job = (podSpec: string) => ({ spec: { template: { spec: read(podSpec) } } })

describe('wrong types, in Go\'s words', () => {
  const asJob = 'BadRequest Job in version "v1" cannot be handled as a Job: '
  test.each<[string, Kind, any, string]>([
    ['text for a number', Job, { spec: { completions: '3' } }, `${asJob}json: cannot unmarshal string into Go struct field JobSpec.spec.completions of type int32`],
    ['a fraction', Job, { spec: { completions: 1.5 } }, `${asJob}json: cannot unmarshal number 1.5 into Go struct field JobSpec.spec.completions of type int32`],
    ['too large', Job, { spec: { completions: 3000000000 } }, `${asJob}json: cannot unmarshal number 3000000000 into Go struct field JobSpec.spec.completions of type int32`],
    ['text for a boolean', Job, { spec: { suspend: 'yes' } }, `${asJob}json: cannot unmarshal string into Go struct field JobSpec.spec.suspend of type bool`],
    ['a number among texts', Job, job('containers: [{name: c, command: [sleep, 1]}]'), `${asJob}json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.command of type string`],
    ['text for a list', Job, job('containers: [{name: c, command: sleep}]'), `${asJob}json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.command of type []string`],
    ['boolean for a text', Job, job('containers: [{env: [{name: A, value: true}]}]'), `${asJob}json: cannot unmarshal bool into Go struct field EnvVar.spec.template.spec.containers.env.value of type string`],
    ['a type of its own', Job, job('restartPolicy: [Never]'), `${asJob}json: cannot unmarshal array into Go struct field PodSpec.spec.template.spec.restartPolicy of type v1.RestartPolicy`],
    ['a number in a map', Pod, pod('nodeSelector: {a: 1}'), 'BadRequest Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field PodSpec.spec.nodeSelector of type string'],
    ['a map for a list', Pod, pod('containers: {name: c}'), 'BadRequest Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container'],
    ['a text for a struct', Pod, { spec: 'x' }, 'BadRequest Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec'],
    ['a boolean for a count or share', Deployment, { spec: { strategy: { rollingUpdate: { maxSurge: true } } } }, 'BadRequest Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32'],
    ['no quantity', Pod, pod('containers: [{resources: {limits: {cpu: lots}}}]'), "BadRequest Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ['no quantity, and a wrong type before it', Pod, pod('containers: [{image: 1, resources: {limits: {cpu: 1K}}}]'), "BadRequest Pod in version \"v1\" cannot be handled as a Pod: unable to parse quantity's suffix"],
    ['the first of several', Pod, pod('containers: [{image: 1}]\nhostname: 2'), 'BadRequest Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string'],
    ['wrong types win over unknown fields', Pod, pod('hostname: 2\nfoo: 1'), 'BadRequest Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field PodSpec.spec.hostname of type string'],
    ['no base64', Secret, { data: { a: 'b*' } }, 'BadRequest Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 1'],
  ])('%s', (_name, kind, value, message) => {
    expect(refusal(kind, value)).toBe(message)
    expect(refusal(kind, value, 'Ignore')).toBe(message)
  })
})

describe('unknown fields', () => {
  const value = job('containers: [{name: c, comand: [x], imagePullPolice: y}]\nrestartpolicy: Never')
  const found = ['unknown field "spec.template.spec.containers[0].comand"', 'unknown field "spec.template.spec.containers[0].imagePullPolice"', 'unknown field "spec.template.spec.restartpolicy"']
  test('Strict refuses all at once; letters\' case counts', () => {
    expect(refusal(Job, value)).toBe(`BadRequest Job in version "v1" cannot be handled as a Job: strict decoding error: ${found.join(', ')}`)
  })
  test('Warn tells each and drops them', () => {
    const warnings: string[] = []
    const object = decode(Job, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, ...value }, { fieldValidation: 'Warn', onWarning: t => warnings.push(t) })
    expect(warnings).toEqual(found)
    expect(object.spec).toEqual({ template: { spec: { containers: [{ name: 'c' }] } } })
  })
  test('Ignore says nothing', () => {
    const warnings: string[] = []
    decode(Job, { kind: 'Job', ...value } as any, { fieldValidation: 'Ignore', onWarning: t => warnings.push(t) })
    expect(warnings).toEqual([])
  })
  test('strange letters are escaped', () => {
    expect(refusal(Pod, { '\u00a0\u00a0name': 'p' })).toMatch(/unknown field "\\u00a0\\u00a0name"$/)
  })
})

describe('what is kept', () => {
  const kept = (kind: Kind, value: any) => decode(kind, { kind: kind.kind, ...value } as any, { fieldValidation: 'Strict' }) as any
  test('null means absent, and an empty element in lists', () => {
    expect(kept(Pod, pod('hostname: null\ncontainers: [null, {name: c, args: [null]}]')).spec).toEqual({ containers: [{}, { name: 'c', args: [''] }] })
  })
  test('quantities become canonical, numbers texts', () => {
    const { limits } = kept(Pod, pod('containers: [{name: c, resources: {limits: {cpu: 0.5, memory: 1024Mi, pods: 3, a: " 1 "}}}]')).spec.containers[0].resources
    expect(limits).toEqual({ cpu: '500m', memory: '1Gi', pods: '3', a: '1' })
    expect(kept(PersistentVolumeClaim, { spec: { resources: { requests: { storage: '1.5Gi' } } } }).spec.resources.requests.storage).toBe('1536Mi')
  })
  test('empty lists, maps and texts go; zeros behind pointers stay', () => {
    expect(kept(Deployment, { spec: { replicas: 0, minReadySeconds: 0, paused: false, template: { metadata: { labels: {} }, spec: { hostNetwork: false, nodeName: '', containers: [], volumes: [], terminationGracePeriodSeconds: 0 } } } }).spec)
      .toEqual({ replicas: 0, template: { metadata: {}, spec: { containers: [], terminationGracePeriodSeconds: 0 } } })
    expect(kept(CronJob, { spec: { suspend: false, successfulJobsHistoryLimit: 0 } }).spec).toEqual({ suspend: false, successfulJobsHistoryLimit: 0 })
    expect(kept(PersistentVolumeClaim, { spec: { storageClassName: '' } }).spec).toEqual({ storageClassName: '' })
    expect(kept(Pod, pod('volumes: [{name: v, emptyDir: {}}]')).spec.volumes).toEqual([{ name: 'v', emptyDir: {} }])
  })
  test('a time that a condition does not have is null, not absent', () => {
    const status = { conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null }], startTime: null }
    expect(kept(Pod, { status }).status).toEqual({ conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null }] })
    expect(kept(Pod, { metadata: { name: 'p', creationTimestamp: null } }).metadata).toEqual({ name: 'p' })
  })
  test('times in whole seconds, UTC', () => {
    expect(kept(Pod, { metadata: { creationTimestamp: '2026-11-20T10:00:00.9+01:00' } }).metadata.creationTimestamp).toBe('2026-11-20T09:00:00Z')
  })
  test('an object in order is the same object', () => {
    const value = Object.freeze({ apiVersion: 'v1', kind: 'Pod', metadata: Object.freeze({ name: 'p', labels: Object.freeze({ a: 'b' }) }), spec: Object.freeze({ containers: Object.freeze([]) }) }) as any
    expect(decode(Pod, value)).toBe(value)
  })
  test('every kind that is served has a schema', () => {
    for (const name of ['Pod', 'Job', 'Deployment', 'HorizontalPodAutoscaler', 'EndpointSlice', 'Lease', 'StorageClass', 'PodDisruptionBudget', 'PriorityClass', 'Event']) {
      expect(refusal(kindNamed(name)!, { bogus: 1 }), name).toMatch(/unknown field "bogus"/)
    }
  })
})

describe('metadata, as kubectl looks at it first', () => {
  test.each<[string, any, string | undefined]>([
    ['a number in labels', { labels: { a: 1 } }, 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string'],
    ['a number as name', { name: 1 }, 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string'],
    ['a list', [], 'json: cannot unmarshal array into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta'],
    ['a text', 'p', 'json: cannot unmarshal string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta'],
    ['nothing', null, undefined], ['fine', { name: 'p', foo: 1 }, undefined],
  ])('%s', (_name, metadata, message) => expect(metadataError({ metadata })).toBe(message))
})

describe('the result of a patch', () => {
  const refused = (type: 'strategic' | 'merge', patch: any, fieldValidation: 'Strict' | 'Ignore' = 'Strict') => {
    try {
      decodePatched(Job, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, ...patch }, patch, type, { fieldValidation })
    } catch (e) {
      if (e instanceof ApiError) return `${e.code} ${e.message}`
      throw e
    }
    return undefined
  }
  test.each<[any, string]>([
    [{ spec: { completion: 3 } }, '"map[spec:map[completion:3]]": strict decoding error: unknown field "spec.completion"'],
    [{ spec: { completions: 'x' } }, '"map[spec:map[completions:x]]": unrecognized type: int32'],
    [{ spec: { completions: 1.5 } }, '"map[spec:map[completions:1.5]]": cannot convert float64 to int32'],
    [{ spec: { template: 'x' } }, '"map[spec:map[template:x]]": cannot restore struct from: string'],
    [{ spec: { template: { spec: { containers: {} } } } }, '"map[spec:map[template:map[spec:map[containers:map[]]]]]": cannot restore slice from map'],
    [{ spec: { template: { spec: { nodeSelector: 'x' } } } }, '"map[spec:map[template:map[spec:map[nodeSelector:x]]]]": cannot restore map from string'],
    [{ metadata: { name: 'j', labels: { a: 1 } } }, '"map[metadata:map[labels:map[a:1] name:j]]": cannot convert int64 to string'],
    [{ metadata: { name: 'j', labels: { a: true } } }, '"map[metadata:map[labels:map[a:true] name:j]]": unrecognized type: string'],
  ])('strategic: %j', (patch, why) => expect(refused('strategic', patch)).toBe(`422  "" is invalid: patch: Invalid value: ${why}`))
  test('merge: the whole object is shown', () => {
    expect(refused('merge', { spec: { completions: 'x' } })).toBe(
      '422  "" is invalid: patch: Invalid value: "{\\"apiVersion\\":\\"batch/v1\\",\\"kind\\":\\"Job\\",\\"metadata\\":{\\"name\\":\\"j\\"},\\"spec\\":{\\"completions\\":\\"x\\"}}": json: cannot unmarshal string into Go struct field JobSpec.spec.completions of type int32')
  })
  test('unknown fields are dropped where they are ignored', () => expect(refused('strategic', { spec: { completion: 3 } }, 'Ignore')).toBeUndefined())
})
