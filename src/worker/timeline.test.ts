import { expect, test } from 'vitest'
import { Host } from './host.ts'

const MANIFEST = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: pi}\nspec:\n  suspend: true\n  template:\n    spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}\n'

test('the scrubber says of every input what was done, as kubectl has it', () => {
  const host = new Host(() => 0)
  host.answer({ ask: 'boot', options: { seed: 1, startAt: '2026-11-20T09:00:00Z', nodes: 2 } })
  const lines = [
    'kubectl apply -f a.yaml', 'kubectl create deployment web --image=nginx', 'kubectl scale deployment web --replicas=2', 'kubectl set image deployment/web nginx=nginx:2',
    'kubectl label job pi a=b', 'kubectl apply -f b.yaml', 'kubectl cordon node-1', 'kubectl delete job pi',
  ]
  const files = [{ path: 'a.yaml', text: MANIFEST }, { path: 'b.yaml', text: MANIFEST.replace('spec:', 'spec:\n  parallelism: 3') }]
  for (const line of lines) host.answer({ ask: 'kubectl', line, files })
  const marks = host.answer<'density'>({ ask: 'density', buckets: 4 }).marks.filter(m => m.kind === 'input')
  expect(marks.map(m => `${m.verb} ${m.about}`)).toEqual([
    'apply jobs/default/pi', 'create deployments/default/web', 'scale deployments/default/web', 'change deployments/default/web',
    'change jobs/default/pi', 'apply jobs/default/pi', 'change nodes/node-1', 'delete jobs/default/pi',
  ])
})
