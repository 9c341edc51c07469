// A container's shell that somebody types into: lines go there until it is left, and time that goes back takes them back.
import { beforeEach, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../../engine/index.ts'
import { filesFrom, printed } from '../testing/console.ts'
import { startLine } from './shell.ts'
import { Shell } from './session.ts'

let cluster: Cluster
let shell: Shell
const type = (line: string, lang = 'en') => printed(startLine(line, { client: cluster.client(), files: filesFrom({}), inPage: true, lang }, shell))

beforeEach(() => {
  cluster = createCluster({ seed: 1, nodes: 1 })
  cluster.world.travel({ forMs: 1000 })
  shell = new Shell()
  type('kubectl run box --image=busybox -- sleep 3600')
  cluster.world.travel({ forMs: 20_000 })
})

test('lines are the shell’s until it is left; folder, variables and $? last from line to line', () => {
  expect(type('kubectl exec -it box -- sh')).toEqual({ out: '/ # ', err: expect.stringMatching(/^You are in the shell of box\/box: .*\n$/), code: 0 })
  expect(type('cd /tmp; a="it\'s"; echo one > x')).toEqual({ out: '/tmp # ', err: '', code: 0 })
  // What it wrote is there when its time has passed.
  cluster.world.travel({ forMs: 1000 })
  expect(type('pwd; echo $a; cat x; hostname')).toEqual({ out: '/tmp\nit\'s\none\nbox\n/tmp # ', err: '', code: 0 })
  expect(type('false').code).toBe(1)
  expect(type('echo $?').out).toBe('1\n/tmp # ')
  expect(type('kubectl get pod box -o name').out).toBe('pod/box\n')
  expect(type('exit 3')).toEqual({ out: '', err: 'command terminated with exit code 3\n', code: 3 })
  expect(type('pwd').out).toBe('/home/user\n')
})

test('what the shell cannot read does not end it; the end of its pod does', () => {
  type('kubectl exec -it box -- /bin/sh', 'zh')
  expect(type('if then').out).toBe('/ # ')
  expect(type('nosuch')).toEqual({ out: '/ # ', err: expect.stringContaining('not found'), code: 127 })
  type('kubectl delete pod box --now --wait=false')
  cluster.world.travel({ forMs: 10_000 })
  expect(type('pwd').err).toBe('Error from server (NotFound): pods "box" not found\n')
  expect(type('pwd').out).toBe('/home/user\n')
})

test('time that goes back takes back that the shell was entered', () => {
  const before = cluster.world.position
  cluster.world.travel({ forMs: 1000 })
  type('kubectl exec -it box -- sh')
  cluster.world.travel({ forMs: 1000 })
  expect(type('pwd').out).toBe('/\n/ # ')
  cluster.world.travel({ toFrame: before })
  expect(type('pwd').out).toBe('/home/user\n')
})

test('nobody is asked to type where a command is given, or input comes from elsewhere', () => {
  expect(type('kubectl exec -it box -- sh -c "echo hi"').out).toBe('hi\n')
  expect(type('echo pwd | kubectl exec -i box -- sh').out).toBe('/\n')
  expect(type('pwd').out).toBe('/home/user\n')
})
