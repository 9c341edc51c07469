// kubectl drain where something stands in its way. The words of a time-out are those of a real kubectl (github.com, a cluster of kind, drained for 1m30s).
import { describe, expect, test } from 'vitest'
import { createCluster } from '../../engine/index.ts'
import { consoleOn, printed } from '../testing/console.ts'

const GUARDED = (name: string, more = '') => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: web}, ownerReferences: [{apiVersion: batch/v1, kind: Job, name: none, uid: "1", controller: true}]}
spec:
  nodeName: node-1
  terminationGracePeriodSeconds: 60
  containers: [{name: c, image: busybox, command: [sleep, "1000"]}]
${more}`
const BUDGET = '---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}\n'

function terminal(manifest: string) {
  const cluster = createCluster({ nodes: 2 })
  const { k, start } = consoleOn(cluster.client(), { 'a.yaml': manifest })
  // The pods' owner is made up; nobody shall collect them.
  cluster.act({ do: 'stop-controller', name: 'generic-garbage-collector' })
  k('apply -f a.yaml')
  cluster.world.travel({ forMs: 5000 })
  /** Runs until it has ended, as a person waits. */
  const finish = (line: string) => {
    const running = start(line)
    for (let s = 0; s < 200 && running.exitCode === undefined; s++) {
      cluster.world.travel({ forMs: 1000 })
      running.advance()
    }
    return printed(running)
  }
  return { k, finish, cluster }
}

describe('[drain] --timeout', () => {
  test('ends attempts of evictions, and tells which pods are still there', () => {
    const why = 'error when evicting pods/"a" -n "default": global timeout reached: 12s'
    const said = terminal(`${GUARDED('a')}${BUDGET}`).finish('drain node-1 --timeout=12s')
    expect(said.out).toBe(`node/node-1 cordoned\n${'evicting pod default/a\n'.repeat(4)}`)
    expect(said.err).toBe(`${'error when evicting pods/"a" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod\'s disruption budget.\n'.repeat(3)}` +
      `There are pending pods in node "node-1" when an error occurred: ${why}\npod/a\nerror: unable to drain node "node-1" due to error: ${why}, continuing command...\n` +
      `There are pending nodes to be drained:\n node-1\n${why}\n`)
    expect(said.code).toBe(1)
  })

  test('ends waiting for pods that take longer to stop, one by one', () => {
    const said = terminal(`${GUARDED('a')}---${GUARDED('b')}`).finish('drain node-1 --timeout=5s')
    expect(said.err).toContain('due to error: [error when waiting for pod "a" in namespace "default" to terminate: global timeout reached: 5s, ' +
      'error when waiting for pod "b" in namespace "default" to terminate: global timeout reached: 5s], continuing command...\n')
    expect(said.err).toContain('pod/a\npod/b\n')
  })

  test('of deletions is told once for all of them', () => {
    const said = terminal(`${GUARDED('a')}---${GUARDED('b')}`).finish('drain node-1 --timeout=5s --disable-eviction')
    expect(said.out).toBe('node/node-1 cordoned\n')
    expect(said.err).toContain('due to error: global timeout reached: 5s, continuing command...\n')
  })

  test('that is long enough says nothing', () => {
    expect(terminal(GUARDED('a')).finish('drain node-1 --timeout=90s --grace-period=1')).toEqual({ out: 'node/node-1 cordoned\nevicting pod default/a\npod/a evicted\nnode/node-1 drained\n', err: '', code: 0 })
  })
})

test('[drain] --disable-eviction deletes past every budget, and announces nothing', () => {
  expect(terminal(`${GUARDED('a')}${BUDGET}`).finish('drain node-1 --disable-eviction --grace-period=1').out).toBe('node/node-1 cordoned\npod/a deleted\nnode/node-1 drained\n')
})

test('[drain] --skip-wait-for-delete-timeout passes over what was deleted long ago', () => {
  const { k, finish, cluster } = terminal(GUARDED('a'))
  cluster.act({ do: 'stop-kubelet', name: 'node-1' })
  k('delete pod a --wait=false --grace-period=1')
  cluster.world.travel({ forMs: 30_000 })
  expect(finish('drain node-1 --skip-wait-for-delete-timeout=10').out).toBe('node/node-1 cordoned\nnode/node-1 drained\n')
  expect(finish('drain node-1 --timeout=2s').code).toBe(1)
})

test('[drain] one node that cannot be drained keeps no other from it', () => {
  const said = terminal(`${GUARDED('a')}${BUDGET}`).finish('drain node-1 node-2 --timeout=3s')
  expect(said.out).toContain('node/node-2 drained\n')
  expect(said.err).toContain('There are pending nodes to be drained:\n node-1\n')
})
