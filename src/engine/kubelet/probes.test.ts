// Probes that cannot be asked. What answers do to a pod is in kubelet.test.ts.
import { expect, test } from 'vitest'
import type { AnyObject } from '../../kube/object.ts'
import { container, podBed, podOf } from '../testing/podBed.ts'

const MISSING = { exec: { command: ['no-such-probe'] }, periodSeconds: 2, failureThreshold: 1 }
const unhealthy = (t: ReturnType<typeof podBed>) => t.events('p').filter(e => e.reason === 'Unhealthy').map(e => e.message)
const statusOf = (t: ReturnType<typeof podBed>): AnyObject['status'] => t.pod('p')!['status'].containerStatuses[0]

test.each<[string, Record<string, unknown>, object]>([
  ['a liveness probe that is not in the image never restarts anything', { livenessProbe: MISSING }, { restartCount: 0, ready: true }],
  ['a readiness probe that is not in the image never lets it be ready', { readinessProbe: MISSING }, { restartCount: 0, ready: false }],
  ['a startup probe that is not in the image neither starts nor fails it', { startupProbe: MISSING }, { restartCount: 0, ready: false, started: false }],
])('[K18] %s', (_name, probes, status) => {
  const t = podBed()
  t.client.create(podOf('p', { containers: [container('sleep 1000', probes)] }), 'default')
  t.run(30)
  expect(statusOf(t)).toMatchObject(status)
  expect(unhealthy(t)[0]).toMatch(/^(Liveness|Readiness|Startup) probe errored and resulted in unknown state: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "no-such-probe": executable file not found in \$PATH$/)
})

test.each<[string, string | number, string | undefined]>([
  ['a name that no port has', 'web', 'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "web": invalid syntax'],
  ['a name that a port has', 'http', undefined],
  ['a number', 80, undefined],
])('[K18] %s', (_name, port, message) => {
  const t = podBed()
  t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.27', ports: [{ name: 'http', containerPort: 80 }], readinessProbe: { httpGet: { port }, initialDelaySeconds: 2, periodSeconds: 2 } }] }), 'default')
  t.run(10)
  expect(unhealthy(t)[0]).toBe(message)
  expect(statusOf(t).ready).toBe(message === undefined)
})
