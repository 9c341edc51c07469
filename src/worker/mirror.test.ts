// Law E6: the page's mirror, after any deltas in any direction, equals a fresh snapshot.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyDelta, emptyMirror, type Mirror } from '../ui/mirror/applyDelta.ts'
import { Host } from './host.ts'
import type { Delta, Request } from './protocol.ts'

const JOB = `apiVersion: batch/v1
kind: Job
metadata: {name: work}
spec:
  completions: 6
  parallelism: 2
  template:
    metadata: {annotations: {kubestep.dev/run-seconds: '4', kubestep.dev/failure-rate: '0.3'}}
    spec:
      restartPolicy: Never
      containers: [{name: c, image: 'busybox:1.36'}]
`
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: 'nginx:1.27'}]}
`
const LOG = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: log}
spec:
  selector: {matchLabels: {app: log}}
  updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
  template:
    metadata: {labels: {app: log}}
    spec: {containers: [{name: c, image: 'httpd:2.2'}]}
`
const DB = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 2
  serviceName: db
  minReadySeconds: 3
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: 'nginx:1.27'}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: pv-1}
spec: {accessModes: [ReadWriteOnce], storageClassName: none, capacity: {storage: 2Gi}, hostPath: {path: /tmp/x}}
`
/** A clock on the wall that runs on with each look, so that slices end as they do in the page: somewhere on the way. */
const wall = () => { let ms = 0; return () => (ms += 0.5) }
const FILES = [{ path: 'job.yaml', text: JOB }, { path: 'web.yaml', text: WEB }, { path: 'log.yaml', text: LOG }, { path: 'db.yaml', text: DB }]
const OPTIONS = { seed: 11, startAt: '2026-01-01T09:00:00Z', nodes: 3 }

/** What a person may do in the page, as the worker is asked for it. */
const asked: fc.Arbitrary<Request> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -300, max: 300 }).map(frames => ({ ask: 'travel', to: { frames } }) as const) },
  { weight: 4, arbitrary: fc.integer({ min: -20_000, max: 20_000 }).map(forMs => ({ ask: 'travel', to: { forMs } }) as const) },
  { weight: 2, arbitrary: fc.integer({ min: -1, max: 2_000 }).map(toFrame => ({ ask: 'travel', to: { toFrame } }) as const) },
  { weight: 2, arbitrary: fc.boolean().map(backwards => ({ ask: 'travel', to: { until: 'pod-ended', backwards, withinMs: 60_000 } }) as const) },
  { weight: 2, arbitrary: fc.constantFrom('apply -f job.yaml', 'apply -f web.yaml', 'set image deployment/web c=nginx:1.28', 'scale deployment web --replicas=5', 'delete deployment web --wait=false', 'apply -f log.yaml', 'set image daemonset/log c=httpd:2.4', 'label node node-1 x=y --overwrite', 'taint node node-2 a=b:NoSchedule', 'apply -f db.yaml', 'scale statefulset db --replicas=1', 'set image statefulset/db c=nginx:1.28', 'delete job work --wait=false', 'delete pods --all --wait=false', 'cordon node-1', 'uncordon node-1', 'create configmap c --from-literal=a=b').map(line => ({ ask: 'kubectl', line: `kubectl ${line}`, files: FILES }) as const) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'add-node' } as const, { do: 'remove-node', name: 'node-2' } as const, { do: 'stop-kubelet', name: 'node-1' } as const, { do: 'start-kubelet', name: 'node-1' } as const, { do: 'stop-controller', name: 'job-controller' } as const, { do: 'start-controller', name: 'job-controller' } as const, { do: 'break', fault: { kind: 'node-down', node: 'node-1' } } as const, { do: 'break', fault: { kind: 'network-cut', node: 'node-3' } } as const, { do: 'break', fault: { kind: 'program-fails', rate: 0.5 } } as const, { do: 'mend', id: 'network-cut/node-3' } as const, { do: 'mend-all' } as const, { do: 'set-load', workload: 'deployments/default/web', cpuMilli: 900 } as const, { do: 'metrics-server', on: false } as const).map(act => ({ ask: 'act', act }) as const) },
  { weight: 1, arbitrary: fc.constant({ ask: 'undo-fork' } as const) },
)

const rowsOf = (mirror: Mirror) => Object.fromEntries(Object.entries(mirror.rows).map(([name, rows]) => [name, Object.fromEntries([...(rows as ReadonlyMap<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : 1)))]))

function follow(requests: readonly Request[]): void {
  const host = new Host(wall())
  let mirror = applyDelta(emptyMirror(), host.answer<'boot'>({ ask: 'boot', options: OPTIONS }).delta)
  mirror = applyDelta(mirror, host.answer<'kubectl'>({ ask: 'kubectl', line: 'kubectl apply -f job.yaml', files: FILES }).delta)
  for (const request of requests) {
    const { delta } = host.answer(request as Request) as { delta: Delta }
    mirror = applyDelta(mirror, delta)
  }
  const fresh = applyDelta(emptyMirror(), host.answer<'snapshot'>({ ask: 'snapshot' }).delta)
  expect(rowsOf(mirror)).toEqual(rowsOf(fresh))
  const { position, now, end, endAt, canUndoFork } = mirror
  expect({ position, now, end, endAt, canUndoFork }).toEqual({ position: fresh.position, now: fresh.now, end: fresh.end, endAt: fresh.endAt, canUndoFork: fresh.canUndoFork })
}

test('E6 after any deltas, in any direction, the mirror equals a fresh snapshot', { timeout: 60_000 }, () => {
  fc.assert(fc.property(fc.array(asked, { minLength: 1, maxLength: 12 }), follow), { numRuns: 40, seed: 7 })
})

test('E6 can fail: a mirror that misses one delta is found', () => {
  const host = new Host(wall())
  let mirror = applyDelta(emptyMirror(), host.answer<'boot'>({ ask: 'boot', options: OPTIONS }).delta)
  // Of something that nobody writes to again: a row that changes later would come by itself.
  host.answer<'kubectl'>({ ask: 'kubectl', line: 'kubectl create configmap c --from-literal=a=b', files: FILES })
  mirror = applyDelta(mirror, host.answer<'travel'>({ ask: 'travel', to: { forMs: 3000 } }).delta)
  const fresh = applyDelta(emptyMirror(), host.answer<'snapshot'>({ ask: 'snapshot' }).delta)
  expect(rowsOf(mirror)).not.toEqual(rowsOf(fresh))
})
