import { describe, expect, test } from 'vitest'
import type { Container, Pod } from '../../../kube/core.ts'
import { ConfigError, environmentOf, expand, fromBase64, type Lookups } from './env.ts'
import { planPull } from './images.ts'
import { changed, mountedFiles, pathInVolume, suppliedFiles } from './volumes.ts'

const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n', uid: 'u', labels: { app: 'x' } }, spec: { nodeName: 'node-1', containers: [] } }
const on: Lookups = {
  configMap: name => (name === 'm' ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1', b: '2' } } : undefined),
  secret: name => (name === 's' ? { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { k: 'aMOpbGxv' } } : undefined),
  onHost: () => undefined, hostIP: '172.18.0.3', podIP: '10.244.0.5', allocatable: { cpu: '2', memory: '1Gi' }, services: { HOST: 'h' },
}
const env = (more: Partial<Container>) => environmentOf(pod, { name: 'c', ...more }, on)

describe('$(VAR)', () => {
  test.each([
    ['plain', 'plain'], ['$(A)', '1'], ['a$(A)b$(B)', 'a1b2'], ['$$(A)', '$(A)'], ['$(NOPE)', '$(NOPE)'], ['$(A', '$(A'], ['$', '$'], ['$A', '$A'], ['$$$(A)', '$1'],
  ])('%s', (text, expected) => expect(expand(text, { A: '1', B: '2' })).toBe(expected))
})

describe('environment', () => {
  test.each([
    ['values see those before them', { env: [{ name: 'A', value: 'x' }, { name: 'B', value: '$(A)$(C)' }, { name: 'C', value: 'z' }] }, { HOST: 'h', A: 'x', B: 'x$(C)', C: 'z' }],
    ['a key of a config map', { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'm', key: 'b' } } }] }, { HOST: 'h', A: '2' }],
    ['a secret, as UTF-8', { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }, { HOST: 'h', A: 'h\u00e9llo' }],
    ['a whole config map, with a prefix', { envFrom: [{ prefix: 'X_', configMapRef: { name: 'm' } }] }, { HOST: 'h', X_a: '1', X_b: '2' }],
    ['an optional one that is missing', { envFrom: [{ configMapRef: { name: 'nope', optional: true } }] }, { HOST: 'h' }],
    ['fields of the pod', { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }, { name: 'B', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }] }, { HOST: 'h', A: 'x', B: '10.244.0.5' }],
    ['a limit that is not set is the node', { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } }] }, { HOST: 'h', A: '1024' }],
    ['cpu is rounded up', { resources: { limits: { cpu: '1100m' } }, env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }] }, { HOST: 'h', A: '2' }],
  ])('%s', (_name, container, expected) => expect(env(container)).toEqual(expected))

  test.each([
    [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'nope', key: 'a' } } }] }, 'configmap "nope" not found'],
    [{ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'm', key: 'z' } } }] }, "couldn't find key z in ConfigMap n/m"],
    [{ envFrom: [{ secretRef: { name: 'nope' } }] }, 'secret "nope" not found'],
    [{ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'z' } } }] }, "couldn't find key z in Secret n/s"],
  ])('%j is refused', (container, message) => {
    expect(() => env(container)).toThrow(ConfigError)
    expect(() => env(container)).toThrow(message)
  })

  test('base64 that is no UTF-8 does not break', () => expect(fromBase64('/w==')).toBe('\ufffd'))
})

describe('volumes', () => {
  test('items of a config map under their own paths', () => {
    expect(suppliedFiles(pod, { name: 'v', configMap: { name: 'm', items: [{ key: 'a', path: 'dir/x' }] } }, on)).toEqual({ 'dir/x': '1' })
  })
  test.each([
    [{ name: 'v', configMap: { name: 'nope' } }, 'MountVolume.SetUp failed for volume "v" : configmap "nope" not found'],
    [{ name: 'v', configMap: { name: 'm', items: [{ key: 'z', path: 'z' }] } }, 'references non-existent config key: z'],
    [{ name: 'v', secret: { secretName: 'nope' } }, 'secret "nope" not found'],
    [{ name: 'v', hostPath: { path: '/nope', type: 'Directory' as const } }, 'hostPath type check failed: /nope is not a directory'],
  ])('%j is refused', (volume, message) => expect(() => suppliedFiles(pod, volume, on)).toThrow(message))
  test('a file of the machine is mounted as that file', () => {
    const machineId = suppliedFiles(pod, { name: 'v', hostPath: { path: '/etc/machine-id', type: 'File' } }, on)!
    expect(mountedFiles({ name: 'v', mountPath: '/etc/machine-id' }, machineId)).toEqual({ '/etc/machine-id': expect.stringMatching(/^[0-9a-f]{32}\n$/) })
    expect(() => suppliedFiles(pod, { name: 'v', hostPath: { path: '/var/log', type: 'File' } }, on)).toThrow('hostPath type check failed: /var/log is not a file')
  })
  test('mounted whole, and one file of it', () => {
    expect(mountedFiles({ name: 'v', mountPath: '/m/' }, { 'a/b': '1' })).toEqual({ '/m/': '', '/m/a/b': '1' })
    expect(mountedFiles({ name: 'v', mountPath: '/etc/x.conf', subPath: 'b' }, { b: '2' })).toEqual({ '/etc/x.conf': '2' })
  })
  test.each([['/m/x', 'x'], ['/m', ''], ['/mm/x', undefined], ['/m/a/b', 'a/b']])('%s lies in the volume as %s', (path, inside) => {
    expect(pathInVolume({ name: 'v', mountPath: '/m' }, path)).toBe(inside)
  })
  test('a directory goes with all that is in it', () => {
    expect(changed({ 'a/x': '1', 'a/y': '2', b: '3' }, [{ path: 'a/', text: undefined }])).toEqual({ b: '3' })
  })
})

test.each([
  ['Always', true, 'pull'], ['Always', false, 'pull'], ['IfNotPresent', true, 'present'], ['IfNotPresent', false, 'pull'], ['Never', true, 'present'], ['Never', false, 'never'],
])('pull policy %s, present %s: %s', (policy, present, plan) => expect(planPull(policy, present)).toBe(plan))
