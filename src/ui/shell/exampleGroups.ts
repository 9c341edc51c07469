// The menu of examples: which there are, in groups.
import type { ExampleGroup, ExampleName } from './examples.ts'

export const exampleGroups: readonly (readonly [ExampleGroup, readonly ExampleName[]])[] = [
  ['jobs', ['para-job.yaml', 'paral-8x2.yaml', 'calculate-pi.yaml', 'pi-job.yaml', 'testjobv2.yaml', 'testjobv3.yaml']],
  ['jobsThatFail', ['testjobv4.yaml', 'testjobv5.yaml', 'testjobv6.yaml', 'testjobv1.yaml']],
  ['queues', ['rabbitmq.yaml', 'job-wq-1.yaml', 'redis.yaml', 'job-wq-2.yaml']],
  ['cronJobs', ['cronjob-hello.yaml']],
  ['deployments', ['my-nginx.yaml', 'testdeployment.yaml', 'testdeployment2.yaml', 'testdeployment3.yaml']],
  ['daemonSets', ['fluentd.yaml', 'testdaemonset.yaml', 'testdaemonset-ondelete.yaml']],
  ['statefulSets', ['statefulset-web.yaml']],
  ['surprises', [
    'five-troubles.yaml', 'four-pending.yaml', 'sidecar-job.yaml', 'one-bad-index.yaml', 'exit-code-42.yaml', 'cronjob-forbid.yaml',
    'rollout-stuck.yaml', 'hpa-web.yaml', 'drain-blocked.yaml', 'statefulset-stuck.yaml', 'volumes-on-demand.yaml',
  ]],
  ['refused', ['cronjob-hello-v1beta1.yaml', 'fluentd-broken.yaml']],
]
