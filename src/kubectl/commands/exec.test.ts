// What commands in a container leave behind: the next one finds it at the same instant, the container's program and its neighbours too, and
// the past does not.
import { beforeEach, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../../engine/index.ts'
import { consoleOn, printed } from '../testing/console.ts'

const PAIR = `apiVersion: v1
kind: Pod
metadata: {name: pair}
spec:
  containers:
  - name: reader
    image: busybox
    command: [sh, -c, 'while true; do [ -f /shared/conf ] && cat /shared/conf && rm /shared/conf; sleep 1; done']
    volumeMounts: [{name: shared, mountPath: /shared}]
  - name: writer
    image: busybox
    command: [sh, -c, 'trap exit TERM; sleep 3600 & wait']
    volumeMounts: [{name: shared, mountPath: /shared}]
  volumes: [{name: shared, emptyDir: {}}]
`

let cluster: Cluster
let terminal: ReturnType<typeof consoleOn>
const k = (line: string) => terminal.k(line)
const later = (ms: number) => cluster.world.travel({ forMs: ms })

beforeEach(() => {
  cluster = createCluster({ seed: 1, nodes: 1 })
  later(1000)
  terminal = consoleOn(cluster.client(), { 'pair.yaml': PAIR, 'here.txt': 'from here\n' })
  k('run box --image=busybox -- sleep 3600')
  k('apply -f pair.yaml')
  later(20_000)
})

test('what one command wrote, the next one finds at the same instant; each sees the last', () => {
  k("exec box -- sh -c 'echo one > /tmp/x; sleep 0.3; echo two >> /tmp/x'")
  expect(k('exec box -- cat /tmp/x').out).toBe('one\ntwo\n')
  k("exec box -- sh -c 'rm /tmp/x; mkdir /tmp/y; echo three > /tmp/y/z'")
  expect(k('exec box -- find /tmp -type f').out).toBe('/tmp/y/z\n')
  k('cp here.txt box:/tmp/there.txt')
  expect(k('exec box -- cat /tmp/there.txt').out).toBe('from here\n')
})

test('the past does not see it, and a new future that goes on from there does not either', () => {
  const before = cluster.world.position
  k("exec box -- sh -c 'echo hi > /tmp/x'")
  later(1000)
  cluster.world.travel({ toFrame: before })
  expect(k('exec box -- cat /tmp/x').code).toBe(1)
  later(1000)
  expect(k('exec box -- cat /tmp/x').code).toBe(1)
})

test('the container’s own program sees it, and so do neighbours that share the volume', () => {
  k("exec pair -c writer -- sh -c 'echo reload > /shared/conf; echo kept > /shared/kept'")
  expect(k('exec pair -c reader -- cat /shared/kept').out).toBe('kept\n')
  later(2000)
  expect(k('logs pair -c reader').out).toBe('reload\n')
  expect(k('exec pair -c writer -- ls /shared').out).toBe('kept\n')
})

test('what it wrote to a volume outlives the container', () => {
  k("exec pair -c writer -- sh -c 'echo kept > /shared/kept; kill 1'")
  later(30_000)
  expect(k('get pod pair -o jsonpath={.status.containerStatuses[1].restartCount}').out).toBe('1')
  expect(k('exec pair -c writer -- cat /shared/kept').out).toBe('kept\n')
})

test('a command that takes its time prints as it goes, and what it does later is not seen before', () => {
  const slow = terminal.start("exec box -- sh -c 'echo first; sleep 5; echo done > /tmp/x; echo second; exit 3'")
  expect(printed(slow)).toEqual({ out: 'first\n', err: '', code: undefined })
  expect(k('exec box -- cat /tmp/x').code).toBe(1)
  later(4000)
  slow.advance()
  expect(printed(slow)).toEqual({ out: 'first\n', err: '', code: undefined })
  later(1100)
  slow.advance()
  expect(printed(slow)).toEqual({ out: 'first\nsecond\n', err: 'command terminated with exit code 3\n', code: 3 })
  expect(k('exec box -- cat /tmp/x').out).toBe('done\n')
})

test('a command that is still there sees what the program goes on writing', () => {
  k("run clock --image=busybox -- sh -c 'while true; do date +%s > /tmp/now; sleep 1; done'")
  later(10_000)
  const twice = terminal.start("exec clock -- sh -c 'cat /tmp/now; sleep 10; cat /tmp/now'")
  later(11_000)
  twice.advance()
  const [first, second] = printed(twice).out.split('\n').map(Number)
  expect(second! - first!).toBeGreaterThanOrEqual(9)
})

test('Ctrl-C leaves a command that takes its time', () => {
  const slow = terminal.start('exec box -- sleep 60')
  slow.interrupt()
  expect(slow.exitCode).toBe(130)
})
