// Pods that have the same directory of a node or the same claim find what the others write there, when they write it.
import { describe, expect, test } from 'vitest'
import { createCluster } from '../index.ts'
import { consoleOn } from '../../kubectl/testing/console.ts'

const pod = (name: string, script: string, volume: string, more = '') => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  nodeName: node-1
  restartPolicy: Never
  containers: [{name: c, image: busybox:1.36, command: [sh, -c, '${script}'], volumeMounts: [{name: v, mountPath: /v${more}}]}]
  volumes: [{name: v, ${volume}}]
---`
const CLAIM = `
apiVersion: v1
kind: PersistentVolume
metadata: {name: by-hand}
spec: {storageClassName: manual, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /mnt/data}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: by-hand}
spec: {storageClassName: manual, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: made}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---`

function playing(...manifests: string[]) {
  const cluster = createCluster({ nodes: 2, seed: 3, system: 'full' })
  const { k } = consoleOn(cluster.client(), { 'p.yaml': manifests.join('\n') })
  const after = (seconds: number) => void cluster.world.travel({ forMs: seconds * 1000 })
  k('apply -f p.yaml')
  after(12)
  return { k, after, inside: (name: string, script: string) => k(`exec ${name} -- sh -c '${script}'`).out }
}

describe.each([
  ['a directory of the node', 'hostPath: {path: /srv/x}'], ['a claim', 'persistentVolumeClaim: {claimName: made}'], ['a claim of a volume made by hand', 'persistentVolumeClaim: {claimName: by-hand}'],
])('[K36] %s', (_what, volume) => {
  test('who waits for a file sees it come; what a command writes is there for the other at once, and what it removes is gone', () => {
    const { k, inside } = playing(CLAIM, pod('reads', 'until [ -f /v/go ]; do sleep 1; done; cat /v/go; sleep 1000', volume), pod('writes', 'sleep 5; echo now > /v/go; sleep 1000', volume))
    expect(k('logs reads').out).toBe('now\n')
    inside('writes', 'echo more > /v/more; rm /v/go')
    expect(inside('reads', 'ls /v; cat /v/more')).toBe('more\nmore\n')
    inside('reads', 'echo back > /v/back')
    expect(inside('writes', 'cat /v/back')).toBe('back\n')
  })
  test('who comes later finds what is there; what was overwritten since does not come back', () => {
    const { k, after, inside } = playing(CLAIM, pod('one', 'echo 1 > /v/f; sleep 1000', volume), pod('two', 'sleep 5; echo 2 > /v/f; sleep 2', volume))
    expect(inside('one', 'cat /v/f')).toBe('2\n')
    k('delete pod one two --now')
    after(3)
    k(`run later --image=busybox:1.36 --restart=Never --overrides='${JSON.stringify({ spec: { nodeName: 'node-1', containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '60'], volumeMounts: [{ name: 'v', mountPath: '/v' }] }], volumes: [{ name: 'v', ...(volume.startsWith('hostPath') ? { hostPath: { path: '/srv/x' } } : { persistentVolumeClaim: { claimName: /claimName: ([^}]*)/.exec(volume)![1] } }) }] } })}'`)
    after(4)
    expect(inside('later', 'cat /v/f')).toBe('2\n')
  })
})

describe('[K37] a node’s directories are its own', () => {
  test('below one another, by subPath, and as the root under which a node is debugged', () => {
    const { k, after, inside } = playing(pod('deep', 'echo deep > /v/f; sleep 1000', 'hostPath: {path: /srv/a/b}'), pod('high', 'sleep 1000', 'hostPath: {path: /srv}'), pod('sub', 'sleep 1000', 'hostPath: {path: /srv}', ', subPath: a'))
    expect(inside('high', 'cat /v/a/b/f') + inside('sub', 'cat /v/b/f')).toBe('deep\ndeep\n')
    k('debug node/node-1 --image=busybox:1.36 -- sh -c "cat /host/srv/a/b/f /host/etc/hostname; echo by hand > /host/srv/a/hand"')
    after(4)
    const debugger_ = k('get pods -o name').out.split('\n').find(l => l.includes('debugger'))!
    expect(k(`logs ${debugger_}`).out).toBe('deep\nnode-1\n')
    expect(inside('high', 'cat /v/a/hand')).toBe('by hand\n')
  })
  test('another node has others; a volume by hand has the directory of the node where it is used', () => {
    const { k, after, inside } = playing(CLAIM, pod('here', 'echo here > /v/f; sleep 1000', 'persistentVolumeClaim: {claimName: by-hand}'), pod('there', 'sleep 1000', 'hostPath: {path: /mnt/data}').replace('node-1', 'node-2'))
    expect(inside('there', 'ls /v')).toBe('')
    k('debug node/node-1 --image=busybox:1.36 -- cat /host/mnt/data/f')
    after(4)
    expect(k(`logs ${k('get pods -o name').out.split('\n').find(l => l.includes('debugger'))}`).out).toBe('here\n')
  })
})

describe('[K33] types of a hostPath', () => {
  const events = (type: string, path: string) => {
    const { k } = playing(pod('p', 'sleep 1000', `hostPath: {path: ${path}, type: ${type}}`))
    return k('get events --field-selector=reason=FailedMount -o jsonpath={.items[*].message}').out.replace('MountVolume.SetUp failed for volume "v" : ', '')
  }
  test.each([
    ['Directory', '/srv/none', 'hostPath type check failed: /srv/none is not a directory'],
    ['File', '/etc', 'hostPath type check failed: /etc is not a file'],
    ['DirectoryOrCreate', '/etc/hostname', 'hostPath type check failed: /etc/hostname is not a directory'],
    ['FileOrCreate', '/srv/none/f', 'open /srv/none/f: no such file or directory'],
    ['FileOrCreate', '/srv/f', ''],
    ['Socket', '/run/containerd/containerd.sock', ''],
    ['Socket', '/run/none.sock', 'hostPath type check failed: /run/none.sock is not a socket file'],
    ['DirectoryOrCreate', '/srv/none', ''],
  ])('%s %s', (type, path, words) => expect(events(type, path)).toBe(words))
  test('a directory that somebody makes is there at the next try', () => {
    const { k, after } = playing(pod('p', 'sleep 1000', 'hostPath: {path: /srv/late, type: Directory}'), pod('makes', 'mkdir /v/late; sleep 1000', 'hostPath: {path: /srv}'))
    after(60)
    expect(k('get pod p -o jsonpath={.status.phase}').out).toBe('Running')
  })
})

test('[K32] what is gone stays mounted for the next run, too', () => {
  const { k, after } = playing('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata: {a: one}\n---', pod('p', 'sleep 15; cat /v/a', 'configMap: {name: cfg}').replace('Never', 'Always'))
  k('delete configmap cfg')
  after(25)
  expect(k('logs p').out).toBe('one')
})

test('[K21] /proc/PID/root is the other container’s disk', () => {
  const cluster = createCluster({ nodes: 1, seed: 3 })
  const { k } = consoleOn(cluster.client(), { 'p.yaml': `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  shareProcessNamespace: true
  containers: [{name: web, image: nginx}, {name: c, image: busybox:1.36, command: [sleep, 1d]}]
` })
  k('apply -f p.yaml')
  cluster.world.travel({ forMs: 8000 })
  k('exec p -c web -- sh -c "echo mine > /tmp/own"')
  expect(k('exec p -c c -- sh -c \'pid=$(pidof nginx | tr " " "\\n" | head -n 1); ls /proc/$pid/root/etc/nginx; cat /proc/$pid/root/tmp/own; echo x > /proc/$pid/root/tmp/x\'')).toMatchObject({ out: 'conf.d\nnginx.conf\nmine\n' })
})
