// What a person may do in the page, as the worker is asked for it, in any order.
import fc from 'fast-check'
import type { Act, Request } from '../protocol.ts'
import { FILES } from './mirrorFiles.ts'

const CALLS = [
  'apply -f job.yaml', 'delete job work --wait=false',
  'apply -f web.yaml', 'set image deployment/web c=nginx:1.28', 'scale deployment web --replicas=5', 'delete deployment web --wait=false',
  'apply -f log.yaml', 'set image daemonset/log c=httpd:2.4',
  'apply -f db.yaml', 'scale statefulset db --replicas=1', 'set image statefulset/db c=nginx:1.28',
  'apply -f tick.yaml', 'create job now --from=cronjob/tick', 'delete cronjob tick --wait=false',
  `patch cronjob tick -p '{"spec":{"suspend":true}}'`, `patch cronjob tick -p '{"spec":{"suspend":false,"concurrencyPolicy":"Replace"}}'`,
  'apply -f front.yaml', 'delete service front', 'delete hpa web', 'label pod -l app=web app=none --overwrite',
  'label node node-1 x=y --overwrite', 'taint node node-2 a=b:NoSchedule', 'cordon node-1', 'uncordon node-1',
  'delete pods --all --wait=false', 'create configmap c --from-literal=a=b',
]
const ACTS: readonly Act[] = [
  { do: 'add-node' }, { do: 'remove-node', name: 'node-2' }, { do: 'stop-kubelet', name: 'node-1' }, { do: 'start-kubelet', name: 'node-1' },
  { do: 'stop-controller', name: 'job-controller' }, { do: 'start-controller', name: 'job-controller' },
  { do: 'stop-controller', name: 'cronjob-controller' }, { do: 'start-controller', name: 'cronjob-controller' },
  { do: 'break', fault: { kind: 'node-down', node: 'node-1' } }, { do: 'break', fault: { kind: 'network-cut', node: 'node-3' } }, { do: 'break', fault: { kind: 'memory-short', node: 'node-1' } },
  { do: 'break', fault: { kind: 'program-fails', rate: 0.5 } }, { do: 'mend', id: 'network-cut/node-3' }, { do: 'mend-all' },
  { do: 'set-load', workload: 'deployments/default/web', cpuMilli: 900 }, { do: 'metrics-server', on: false },
  { do: 'traffic', service: 'default/front', perSecond: 2 }, { do: 'traffic', service: 'default/front', perSecond: 0 },
]

const travel = (to: (Request & { ask: 'travel' })['to']): Request => ({ ask: 'travel', to })

export const asked: fc.Arbitrary<Request> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -300, max: 300 }).map(frames => travel({ frames })) },
  { weight: 4, arbitrary: fc.integer({ min: -20_000, max: 20_000 }).map(forMs => travel({ forMs })) },
  // Far enough that a CronJob's minutes come and go.
  { weight: 2, arbitrary: fc.integer({ min: -200_000, max: 200_000 }).map(forMs => travel({ forMs })) },
  { weight: 2, arbitrary: fc.integer({ min: -1, max: 2_000 }).map(toFrame => travel({ toFrame })) },
  { weight: 2, arbitrary: fc.boolean().map(backwards => travel({ until: 'pod-ended', backwards, withinMs: 60_000 })) },
  { weight: 3, arbitrary: fc.constantFrom(...CALLS).map((line): Request => ({ ask: 'kubectl', line: `kubectl ${line}`, files: FILES })) },
  { weight: 1, arbitrary: fc.constantFrom(...ACTS).map((act): Request => ({ ask: 'act', act })) },
  { weight: 1, arbitrary: fc.constant<Request>({ ask: 'undo-fork' }) },
)
