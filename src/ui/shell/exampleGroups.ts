// The menu of examples: which there are, in groups, and those groups in sections.
import type { ExampleGroup, ExampleName } from './examples.ts'

type Group = readonly [ExampleGroup, readonly ExampleName[]]

export interface ExampleSection {
  /** What stands above its groups. None: they come first and speak for themselves. */
  readonly heading?: ExampleGroup
  readonly groups: readonly Group[]
}

export const exampleSections: readonly ExampleSection[] = [
  {
    groups: [
      ['jobs', ['para-job.yaml', 'paral-8x2.yaml', 'calculate-pi.yaml', 'pi-job.yaml', 'testjobv2.yaml', 'testjobv3.yaml']],
      ['jobsThatFail', ['testjobv4.yaml', 'testjobv5.yaml', 'testjobv6.yaml', 'testjobv1.yaml']],
      ['queues', ['rabbitmq.yaml', 'job-wq-1.yaml', 'redis.yaml', 'job-wq-2.yaml']],
      ['cronJobs', ['cronjob-hello.yaml']],
      ['deployments', ['my-nginx.yaml', 'testdeployment.yaml', 'testdeployment2.yaml', 'testdeployment3.yaml']],
      ['daemonSets', ['fluentd.yaml', 'testdaemonset.yaml', 'testdaemonset-ondelete.yaml']],
      ['statefulSets', ['statefulset-web.yaml']],
      ['refused', ['cronjob-hello-v1beta1.yaml', 'fluentd-broken.yaml']],
    ],
  },
  {
    heading: 'surprises',
    groups: [
      ['pods', ['five-troubles.yaml', 'four-pending.yaml']],
      ['jobs', [
        'job-many-hands.yaml', 'job-parallel-failures.yaml', 'one-bad-index.yaml', 'exit-code-42.yaml', 'sidecar-job.yaml', 'job-two-deadlines.yaml', 'job-suspended-deadline.yaml',
        'job-replacement.yaml', 'job-twice.yaml', 'job-shared-selector.yaml',
      ]],
      ['cronJobs', ['cronjob-forbid.yaml', 'cronjob-stuck.yaml', 'cronjob-missed.yaml', 'cronjob-late-start.yaml', 'cronjob-clocks.yaml']],
      ['deployments', ['rollout-stuck.yaml', 'rollout-undo.yaml', 'rollout-paused.yaml', 'rollover.yaml', 'apply-replicas.yaml', 'hpa-web.yaml', 'replicaset-template.yaml', 'adopted.yaml']],
      ['daemonSets', ['daemonset-by-label.yaml', 'daemonset-bad-updates.yaml', 'daemonset-dead-node.yaml']],
      ['statefulSets', ['statefulset-stuck.yaml', 'volumes-on-demand.yaml']],
      ['nodes', ['dead-node.yaml', 'drain-blocked.yaml', 'drain-crashing.yaml']],
    ],
  },
]
