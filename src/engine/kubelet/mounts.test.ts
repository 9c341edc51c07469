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
    ['Directory', '/var/log', undefined], ['DirectoryOrCreate', '/data/x', undefined], ['FileOrCreate', '/srv/x.txt', undefined], ['""', '/anything', undefined],
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

const MOUNTED = `
apiVersion: v1
kind: ConfigMap
metadata: {name: cfg}
data: {a: "one\\n", run.sh: "#!/bin/sh\\necho ran\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: sec}
stringData: {user: admin}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: c
    image: busybox:1.36
    command: [sleep, 1d]
    volumeMounts: [{name: c, mountPath: /c}, {name: c, mountPath: /etc/one.conf, subPath: a}, {name: s, mountPath: /s}, {name: e, mountPath: /e}, {name: e, mountPath: /r, readOnly: true}]
  volumes:
  - {name: c, configMap: {name: cfg, defaultMode: 0640, items: [{key: a, path: a}, {key: run.sh, path: bin/run.sh, mode: 0755}]}}
  - {name: s, secret: {secretName: sec, defaultMode: 0400}}
  - {name: e, emptyDir: {}}
`
const onMounts = (pod = MOUNTED) => {
  const cluster = createCluster({ nodes: 1, seed: 3 })
  const { k } = consoleOn(cluster.client(), { 'p.yaml': pod })
  k('apply -f p.yaml')
  const after = (seconds: number) => void cluster.world.travel({ forMs: seconds * 1000 })
  after(5)
  const inside = (script: string): string => {
    const { out, err } = k(`exec p -- sh -c '${script}'`)
    return out + err.replace(/^command terminated.*\n/m, '')
  }
  return { k, after, inside }
}

describe('[K34] what is supplied is mounted to be read', () => {
  const { inside } = onMounts()
  test.each([
    ['echo x > /c/new', "sh: can't create /c/new: Read-only file system\n"],
    ['echo x >> /c/a', "sh: can't create /c/a: Read-only file system\n"],
    ['echo x > /etc/one.conf', "sh: can't create /etc/one.conf: Read-only file system\n"],
    ['rm /s/user', "rm: can't remove '/s/user': Read-only file system\n"],
    ['rm -r /s', "rm: can't remove '/s': Device or resource busy\n"],
    ['mkdir /s/d', "mkdir: can't create directory '/s/d': Read-only file system\n"],
    ['touch /c/a', 'touch: /c/a: Read-only file system\n'],
    ['chmod 600 /c/a', 'chmod: /c/a: Read-only file system\n'],
    ['mv /c/a /c/b', "mv: can't rename '/c/a': Read-only file system\n"],
    ['sed -i s/o/u/ /c/a', "sed: can't create temp file '/c/aXXXXXX': Read-only file system\n"],
    ['echo x > /r/f', "sh: can't create /r/f: Read-only file system\n"],
    ['echo x > /e/f && cat /e/f', 'x\n'],
    ['mv /e/f /tmp/f && cat /tmp/f', 'x\n'],
  ])('%s', (script, words) => expect(inside(script)).toBe(words))
  test('mount and df tell of it', () => {
    expect(inside('mount | grep -E " /(c|s|e) "')).toBe('/dev/sda1 on /e type ext4 (rw,relatime)\ntmpfs on /s type tmpfs (ro,relatime,size=16000000k)\n/dev/sda1 on /c type ext4 (ro,relatime)\n')
    expect(inside('df /c/a').split('\n')[1]).toMatch(/^\/dev\/sda1 .* 32% \/c$/)
  })
})

describe('[K35] links lead to what is supplied, with the bits that are asked for', () => {
  const without = (text: string) => text.replace(/ +\d+ Jan .. ..:../g, '').replace(/\.\.2026_01_01_09_00_0\d\.\d+/g, '..TIME').replace(/^(\S+) +1 root +root +/gm, '$1 ')
  test('a directory of its own, a link to it, links to what lies in it', () => {
    expect(without(onMounts().inside('ls -la /c'))).toBe('total 12\ndrwxrwxrwx .\ndrwxr-xr-x ..\ndrwxr-xr-x ..TIME\nlrwxrwxrwx ..data -> ..TIME\nlrwxrwxrwx a -> ..data/a\nlrwxrwxrwx bin -> ..data/bin\n')
  })
  test.each([
    ['defaultMode', 'stat -L -c %a /c/a', '640\n'],
    ['the mode of an item', 'stat -L -c %a /c/bin/run.sh && /c/bin/run.sh', '755\nran\n'],
    ['by subPath it is no link', 'stat -c "%a %F" /etc/one.conf', '640 regular file\n'],
    ['a Secret lies in memory', 'stat -c %a /s; stat -L -c %a /s/user', '1777\n400\n'],
    ['an emptyDir is everybody’s', 'stat -c %a /e', '777\n'],
    ['through the link', 'cat /c/..data/a; cd /c/bin && ls; readlink /c/a', 'one\nrun.sh\n..data/a\n'],
  ])('%s', (_what, script, words) => expect(onMounts().inside(script)).toBe(words))
  test('all of it changes at once: another directory, and what is gone has no link', () => {
    const { k, after, inside } = onMounts(MOUNTED.replace(', items: [{key: a, path: a}, {key: run.sh, path: bin/run.sh, mode: 0755}]', ''))
    const before = inside('readlink /c/..data')
    k(`patch cm cfg -p '{"data":{"a":"ONE","run.sh":null,"new":"x"}}'`)
    after(91)
    expect(inside('readlink /c/..data')).not.toBe(before)
    expect(inside('ls /c; ls /c/..data/; cat /c/a; stat -L -c %a /c/new; cat /etc/one.conf')).toBe('a\nnew\na\nnew\nONE640\none\n')
  })
  test('a group that is asked for may read, another user may not', () => {
    const as = (more: string) => onMounts(MOUNTED.replace('spec:\n', `spec:\n  securityContext: {runAsUser: 1000${more}}\n`)).inside('cat /s/user; stat -L -c "%a %g" /s/user')
    expect(as('')).toBe("400 0\ncat: can't open '/s/user': Permission denied\n")
    expect(as(', fsGroup: 2000')).toBe('admin440 2000\n')
  })
})
