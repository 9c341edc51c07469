// What pods have mounted changes under them.
import { describe, expect, test } from 'vitest'
import { createCluster } from '../index.ts'
import { consoleOn } from '../../kubectl/testing/console.ts'

const POD = `
apiVersion: v1
kind: ConfigMap
metadata: {name: cfg}
data: {a: one, b: two, z: last}
---
apiVersion: v1
kind: Secret
metadata: {name: sec}
stringData: {user: admin}
---
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {tier: silver}}
spec:
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'while true; do cat /c/a; echo; sleep 30; done']
    env: [{name: A, valueFrom: {configMapKeyRef: {name: cfg, key: a}}}]
    volumeMounts: [{name: c, mountPath: /c}, {name: c, mountPath: /one/a, subPath: a}, {name: p, mountPath: /p}, {name: d, mountPath: /d}, {name: o, mountPath: /o}]
  volumes:
  - {name: c, configMap: {name: cfg}}
  - {name: o, configMap: {name: later, optional: true}}
  - {name: p, projected: {sources: [{configMap: {name: cfg, items: [{key: b, path: x/b}]}}, {secret: {name: sec}}]}}
  - {name: d, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
`
function running() {
  const cluster = createCluster({ nodes: 1, seed: 3 })
  const { k } = consoleOn(cluster.client(), { 'p.yaml': POD })
  const after = (seconds: number) => void cluster.world.travel({ forMs: seconds * 1000 })
  k('apply -f p.yaml')
  after(5)
  const inside = (script: string) => k(`exec p -- sh -c '${script}'`).out
  return { cluster, k, after, inside }
}

describe('[K32] what is mounted follows', () => {
  test('its ConfigMap and its Secret, within 90 s and not at once; the program that runs sees it, too', () => {
    const { k, after, inside } = running()
    k(`patch cm cfg -p '{"data":{"a":"ONE","z":null,"new":"three"}}'`)
    expect(k(`patch secret sec -p '{"stringData":{"user":"root"}}'`).out).toBe('secret/sec patched\n')
    expect(k('get secret sec -o jsonpath={.data.user}').out).toBe('cm9vdA==')
    expect(inside('ls /c; cat /c/a')).toBe('a\nb\nz\none')
    after(91)
    expect(inside('ls /c; cat /c/a')).toBe('a\nb\nnew\nONE')
    expect(inside('cat /p/user')).toBe('root')
    after(31)
    expect(k('logs p --tail=1').out).toBe('ONE\n')
  })

  test('the pod itself, at once', () => {
    const { k, after, inside } = running()
    k('label pod p tier=gold --overwrite')
    after(2)
    expect(inside('cat /d/labels')).toBe('tier="gold"')
  })

  test('what was optional and comes later', () => {
    const { k, after, inside } = running()
    expect(inside('ls /o')).toBe('')
    k('create configmap later --from-literal=k=v')
    after(91)
    expect(inside('cat /o/k')).toBe('v')
  })

  test('but not by subPath, and not in variables', () => {
    const { k, after, inside } = running()
    k(`patch cm cfg -p '{"data":{"a":"ONE"}}'`)
    after(91)
    expect(inside('cat /one/a; echo; echo $A')).toBe('one\none\n')
  })

  test('and what is gone stays mounted, with an event', () => {
    const { k, after, inside } = running()
    k('delete cm cfg')
    after(91)
    expect(inside('cat /c/a')).toBe('one')
    expect(k('get events').out).toContain('MountVolume.SetUp failed for volume "c" : configmap "cfg" not found')
  })

  test('only when its kubelet is back, if that was stopped', () => {
    const { cluster, k, after, inside } = running()
    cluster.act({ do: 'stop-kubelet', name: 'node-1' })
    k(`patch cm cfg -p '{"data":{"a":"ONE"}}'`)
    after(95)
    cluster.act({ do: 'start-kubelet', name: 'node-1' })
    after(3)
    expect(inside('cat /c/a')).toBe('ONE')
  })

  test('and a run that is taken back to before the change goes on as it did', () => {
    const { cluster, k, after, inside } = running()
    k(`patch cm cfg -p '{"data":{"a":"ONE"}}'`)
    const { position } = cluster.world
    after(91)
    cluster.world.travel({ toFrame: position })
    expect(inside('cat /c/a')).toBe('one')
    // What was typed has cut the old future off; the new one is run, not played.
    after(91)
    expect(inside('cat /c/a')).toBe('ONE')
  })
})

describe('[K33] a hostPath of a type', () => {
  test.each([
    ['Directory', '/no/such', 'is not a directory'], ['File', '/var/log', 'is not a file'], ['FileOrCreate', '/var/log', 'is not a file'],
    ['Socket', '/var/run/docker.sock', 'is not a socket file'], ['CharDevice', '/dev/none', 'is not a character device'], ['BlockDevice', '/dev/none', 'is not a block device'],
    ['Directory', '/var/log', undefined], ['DirectoryOrCreate', '/data/x', undefined], ['FileOrCreate', '/data/x.txt', undefined], ['""', '/anything', undefined],
  ])('%s at %s', (type, path, wrong) => {
    const cluster = createCluster({ nodes: 1, seed: 3 })
    const { k } = consoleOn(cluster.client(), { 'p.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: c, image: busybox, command: [sleep, "100"], volumeMounts: [{name: h, mountPath: /h}]}]\n  volumes: [{name: h, hostPath: {path: ${path}, type: ${type}}}]\n` })
    k('apply -f p.yaml')
    cluster.world.travel({ forMs: 5000 })
    const said = k('get events').out
    if (wrong) expect(said).toContain(`MountVolume.SetUp failed for volume "h" : hostPath type check failed: ${path} ${wrong}`)
    else expect(k('get pod p').out).toContain('Running')
  })
})
