// The two tutorials of work queues, from the empty cluster to the end.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseYaml } from '../../kube/yaml.ts'
import type { AnyObject } from '../../kube/object.ts'
import { jobIs, testCluster, type Question, type TestCluster } from '../testing/testCluster.ts'

const example = (name: string): AnyObject[] => parseYaml(readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8')).map(d => d.value as AnyObject)
const until = (says: string, holds: (t: TestCluster) => boolean): Question => Object.assign(holds, { says })
const ready = (name: string) => until(`${name} is ready`, t => t.object('endpoints', name)?.subsets?.[0]?.addresses?.length === 1)
const logs = (t: TestCluster, job: string) => t.podsOf(job).filter(p => p.status.phase === 'Succeeded').map(p => t.kubectl(`logs ${p.metadata.name}`))
const FRUIT = ['apple', 'banana', 'cherry', 'date', 'fig', 'grape', 'lemon', 'melon']

test('work queue, coarse: one message per pod, and a message that is lost with its pod is worked on by another', () => {
  const t = testCluster({ nodes: 2, system: 'network' })
  t.apply(...example('rabbitmq.yaml'))
  t.runUntil(ready('rabbitmq-service'))
  t.runFor(10_000)
  expect(t.kubectl('exec deploy/rabbitmq -- amqp-declare-queue -q job1 -d')).toBe('job1\n')
  t.kubectl(`exec deploy/rabbitmq -- sh -c 'for f in ${FRUIT.join(' ')}; do amqp-publish -r job1 -p -b $f; done'`)
  t.apply(...example('job-wq-1.yaml'))
  t.runUntil(until('two work', () => t.podsOf('job-wq-1').filter(p => p.status?.phase === 'Running').length === 2))
  t.runFor(3000)
  t.kubectl(`delete pod ${t.podsOf('job-wq-1')[0]!.metadata.name} --grace-period=0 --force`)
  t.runUntil(jobIs('job-wq-1', 'Complete'), 300_000)
  expect(logs(t, 'job-wq-1').join('').trim().split('\n').sort()).toEqual(FRUIT)
})

test('work queue, fine: pods take items until none is left; an item that is lost with its pod comes back when its lease ends', () => {
  const t = testCluster({ nodes: 2, system: 'network' })
  t.apply(...example('redis.yaml'))
  t.runUntil(ready('redis'))
  t.runFor(2000)
  expect(t.kubectl(`exec deploy/redis -- redis-cli rpush job2 ${FRUIT.slice(0, 5).join(' ')}`)).toBe('(integer) 5\n')
  expect(t.kubectl('exec deploy/redis -- redis-cli lrange job2 0 1')).toBe('1) "apple"\n2) "banana"\n')
  t.apply(...example('job-wq-2.yaml'))
  t.runUntil(until('two work', () => t.podsOf('job-wq-2').filter(p => p.status?.phase === 'Running').length === 2))
  t.runFor(3000)
  const [lost] = t.podsOf('job-wq-2')
  const item = /Working on (\w+)/.exec(t.kubectl(`logs ${lost!.metadata.name}`))![1]
  t.kubectl(`delete pod ${lost!.metadata.name} --grace-period=0 --force`)
  t.runUntil(jobIs('job-wq-2', 'Complete'), 300_000)
  const done = logs(t, 'job-wq-2').join('')
  expect([...done.matchAll(/Working on (\w+)/g)].map(m => m[1]).sort()).toEqual(FRUIT.slice(0, 5))
  expect(done).toContain(`Working on ${item}`)
  expect(done).toContain('Queue empty, exiting')
})
