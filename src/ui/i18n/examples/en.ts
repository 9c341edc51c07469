// What the page says of its examples in English: their titles, what there is to watch, and what comes of what one may try (notes/tries.ts,
// in the same order). Comes with the menu, after the first load. This file is the type of zh.ts.
import type { Noted, tries } from '../../notes/tries.ts'
import * as experiments from './experiments/en.ts'
import type { Note } from './note.ts'

const notes: { readonly [Of in Noted]: Note<(typeof tries)[Of]> } = {
  'para-job.yaml': {
    watch: 'At most three pods at a time, until eight have succeeded. What has not begun yet is drawn with a dashed line.',
    sees: ['What each pod printed. Finished pods stay, so that their logs can be read.', 'Refused: the template of a Job cannot change any more. parallelism can.', 'Its pods go with it. Apply again with another parallelism.'],
  },
  'paral-8x2.yaml': {
    watch: 'When a pod ends, the next one begins at once. There are no rounds: they only line up because all take 30 s.',
    sees: ['Four at a time from now on, but never more than are still missing.', 'Suspending deletes the running pods; what has succeeded stays counted.', 'It goes on with what is left, and the deadline, if there is one, starts anew.'],
  },
  'calculate-pi.yaml': {
    watch: 'A Job of one pod. kubectl delete job takes the pod along; the API alone does not.',
    sees: ['What a program does that asks for no more than DELETE.', 'The Job is gone, its pod stays: orphaned is what batch/v1 does by itself.'],
  },
  'pi-job.yaml': { watch: 'One pod, one number. Without completions and parallelism both are 1.', sees: ['The digits, once the pod has ended.'] },
  'testjobv3.yaml': { watch: 'Five lanes, ten pods: as long as all last equally long, they look like two rounds.', sees: ['Ten times as fast.'] },
  'testjobv4.yaml': {
    watch: 'OnFailure: one pod, whose container is started again and again, after 10, 20, 40 s … When the Job gives up, it deletes the pod, and the logs are gone.',
    sees: ['The waits get long: let time run.', 'One pod, and a growing number of restarts.', 'BackoffLimitExceeded, as the reason of its end.'],
  },
  'testjobv5.yaml': { watch: 'Never does not mean “do not retry”: each try is a new pod. backoffLimit 6 makes seven pods, the first and six more.', sees: ['The waits get long: 10, 20, 40 s …', 'The failed pods stay, with their logs.'] },
  'testjobv6.yaml': { watch: 'After ten seconds the Job fails with DeadlineExceeded and its running pod is deleted, however many retries are left.', sees: ['The condition Failed, and why.'] },
  'testjobv1.yaml': { watch: 'Thirty seconds after its end the Job deletes itself, and its pods and their logs go too.', sees: ['To the end, and beyond it.', 'Nothing is left.'] },
  'rabbitmq.yaml': { watch: 'A server that starts in some eight seconds. Fill its queue, then open “One message of RabbitMQ per pod”.', sees: ['Eight messages wait in the queue job1.'] },
  'redis.yaml': { watch: 'A list of work in a server of its own. Fill it, then open “Items of Redis, until none is left”.', sees: ['Nine items in the list job2.'] },
  'job-wq-1.yaml': { watch: 'completions equals the number of messages: each pod takes one and ends. Without the queue (rabbitmq.yaml) the pods fail.', sees: ['Ten times as fast.', 'Which pod had which message.'] },
  'job-wq-2.yaml': { watch: 'No completions: the first pod that ends with 0 says that the work is done. No new pod begins, and the Job is complete when all have ended.', sees: ['Ten times as fast.', 'Who worked on what.'] },
  'cronjob-hello.yaml': {
    watch: 'At each full minute the CronJob makes a Job, the Job makes a pod. Of the finished Jobs three are kept: successfulJobsHistoryLimit counts Jobs, not pods.',
    sees: ['A minute in a second.', 'No more Jobs; those that run go on.', 'One run outside the schedule, with the same template.'],
  },
  'my-nginx.yaml': {
    watch: 'The Deployment makes a ReplicaSet, the ReplicaSet makes the pods. Look at Owners.',
    sees: ['Two more; those that run are left alone.', 'Each is replaced by a new one of another name.', 'Pods without the label are let go and run on; the ReplicaSet makes others in their place.'],
  },
  'testdeployment.yaml': {
    watch: 'Change the image: 25 % of three are rounded up for one pod more and down for none less, so a new pod comes before an old one goes.',
    sees: ['A second ReplicaSet grows while the first shrinks.', 'Back to the first ReplicaSet, which was kept at zero.', 'Revision 1 is gone: it has become revision 3.'],
  },
  'testdeployment2.yaml': { watch: 'Recreate: all old pods go before the first new one comes. Between the two nobody answers.', sees: ['The gap, in the number of available pods.'] },
  'testdeployment3.yaml': { watch: 'maxSurge 0, maxUnavailable 1: never more than three pods, and for a while only two.', sees: ['One goes, one comes, three times.'] },
  'fluentd.yaml': {
    watch: 'Three pods on four nodes: the toleration is for a taint that the control plane has not had since 1.24. They live in kube-system: show it on the stage.',
    sees: ['No new pods for node-1 …', '… but those of DaemonSets come back even there: they tolerate it.', 'Refused: a drain would be of no use against a DaemonSet. --ignore-daemonsets lets them stay.'],
  },
  'testdaemonset.yaml': { watch: 'One pod on each node that it tolerates. hostPort takes a port of the node, so there cannot be two.', sees: ['Node after node: the old one goes before the new one comes.', 'A taint of your own is not tolerated: the pod of node-2 is evicted.'] },
  'testdaemonset-ondelete.yaml': { watch: 'OnDelete: a new template changes nothing by itself.', sees: ['The DaemonSet knows the new image, no pod has it.', 'What you delete comes back with the new image.'] },
  'statefulset-web.yaml': {
    watch: 'web-1 begins only when web-0 has been ready for ten seconds (minReadySeconds), then web-2. Each has a volume of its own.',
    sees: ['The highest number goes first.', 'The volumes stay, with their data: web-1 finds its own again.', 'A machine dies.', 'After 50 s the node is NotReady, after five minutes its pod is to be deleted; but no second pod of that name is made before the first is known to be gone.'],
  },
  'five-troubles.yaml': {
    watch: 'CrashLoopBackOff, OOMKilled, ImagePullBackOff, CreateContainerConfigError, and one that runs but is never ready. Select one: Why? says who decided what.',
    sees: ['CrashLoopBackOff is a wait, not an illness: 10 s, then twice as long, up to five minutes.', 'What its last run said.', 'That was all that no-config-map waited for.', 'The image is one of the few things that may change in a pod.'],
  },
  'four-pending.yaml': { watch: 'Pending does not mean “too little CPU”. Select a pod: Why? shows each node’s answer.', sees: ['The same in the words of kubectl.', 'no-such-node has found its node.'] },
  'sidecar-job.yaml': { watch: 'Both did their work after five seconds. A Job waits for every container of its pod, but not for sidecars: init containers with restartPolicy Always.', sees: ['One Running, one Complete.'] },
  'one-bad-index.yaml': { watch: 'Index 2 fails twice and is given up, the other five succeed. With a plain backoffLimit the whole Job would end with it.', sees: ['Ten times as fast.', 'Which ones they were.'] },
  'exit-code-42.yaml': { watch: 'The first code 42 ends the Job, though six retries are left. Write exit 1, under another name, and compare.', sees: ['PodFailurePolicy, and the rule that matched.'] },
  'cronjob-forbid.yaml': {
    watch: 'Forbid does not only skip: the run that was due in the meantime starts right after the one before it, late.',
    sees: ['A minute in a second.', 'It overlaps all the same: Forbid binds the schedule, not your hand.', 'Leave it stopped for a quarter of an hour …', '… and of all the runs that were missed, only the last is made up for.'],
  },
  'rollout-stuck.yaml': {
    watch: 'A rollout gets stuck when its new pods do not become ready. The old ones stay and go on serving.',
    sees: ['There is no such image. At least three of four stay available.', 'After progressDeadlineSeconds it is only said that it does not go on: nothing is rolled back.', 'That is for you to do.'],
  },
  'statefulset-stuck.yaml': {
    watch: 'db-0 cannot pull its image, so db-1 and db-2 are never made.',
    sees: ['The template is right now, yet nothing happens: a pod that never was ready is waited for, not replaced.', 'However long you wait.', 'The new db-0 has the new image, and the others follow.'],
  },
  'drain-blocked.yaml': {
    watch: 'The budget wants one available pod, and there is only one. Whoever asks politely, as drain does, is refused.',
    sees: ['Every five seconds it asks again, until its time is over.', 'A rollout does not ask: budgets stop evictions, not Deployments.', 'With two the drain goes through. Try it again.'],
  },
  'hpa-web.yaml': {
    watch: 'The autoscaler looks every 15 seconds. Without a metrics server it sees <unknown> and does nothing; a load brings one along.',
    sees: ['600m on two pods are 150 % of what they request: it wants six, as half is the aim.', 'Ten times as fast.', 'Down it goes only after five minutes, in case the load returns.'],
  },
  'volumes-on-demand.yaml': {
    watch: 'A claim waits for a pod (WaitForFirstConsumer); then a volume is made for it on the node of that pod. A cluster without a default class leaves such claims Pending.',
    sees: ['Two claims, two volumes.', 'The claim of postgres-1 stays, and its data with it.', 'What the readiness probe asks.', 'Refused: the templates of claims never change. A claim itself may grow.'],
  },
  ...experiments.notes,
  'cronjob-hello-v1beta1.yaml': { watch: 'CronJobs left batch/v1beta1 with 1.25. The line is marked; Fix repairs it.', sees: [] },
  'fluentd-broken.yaml': { watch: 'Two mistakes that often come with copying. Open the problems below: each has its line.', sees: [] },
}

export const en = {
  titles: {
    'para-job.yaml': 'Parallel Job: 8 pods, 3 at a time',
    'paral-8x2.yaml': 'Parallel Job: 8 pods, 2 at a time',
    'calculate-pi.yaml': 'A Job of one pod',
    'pi-job.yaml': 'A Job that computes 2000 digits of π',
    'testjobv2.yaml': 'Serial Job: five completions',
    'testjobv3.yaml': 'Parallel Job by parallelism',
    'testjobv4.yaml': 'Failing Job, restartPolicy OnFailure',
    'testjobv5.yaml': 'Failing Job, restartPolicy Never',
    'testjobv6.yaml': 'A deadline: activeDeadlineSeconds',
    'testjobv1.yaml': 'Clean-up: ttlSecondsAfterFinished',
    'rabbitmq.yaml': 'A queue in the cluster: RabbitMQ and its Service',
    'redis.yaml': 'A list of work in the cluster: Redis and its Service',
    'job-wq-1.yaml': 'One message of RabbitMQ per pod',
    'job-wq-2.yaml': 'Items of Redis, until none is left',
    'cronjob-hello.yaml': 'A Job every minute',
    'my-nginx.yaml': 'Two replicas of nginx',
    'testdeployment.yaml': 'Three replicas, version 1',
    'testdeployment2.yaml': 'Version 2: Recreate, five replicas',
    'testdeployment3.yaml': 'Version 3: RollingUpdate, one by one',
    'fluentd.yaml': 'A log collector on every node',
    'testdaemonset.yaml': 'RollingUpdate, with a hostPort',
    'testdaemonset-ondelete.yaml': 'OnDelete: waits for a hand',
    'statefulset-web.yaml': 'Three ordinals with volumes',
    'five-troubles.yaml': 'Five pods in five kinds of trouble',
    'four-pending.yaml': 'Four pods Pending, for four reasons',
    'sidecar-job.yaml': 'A helper that keeps a Job from ending, and a sidecar that does not',
    'one-bad-index.yaml': 'One index fails, the others go on',
    'exit-code-42.yaml': 'An exit code that ends the Job at once',
    'cronjob-forbid.yaml': 'Runs that last longer than their interval',
    'rollout-stuck.yaml': 'A rollout that gets stuck, and still serves',
    'statefulset-stuck.yaml': 'A StatefulSet that no new image repairs',
    'drain-blocked.yaml': 'A drain that a budget never lets through',
    'hpa-web.yaml': 'Replicas that follow the load',
    'volumes-on-demand.yaml': 'Postgres on volumes that are made on demand',
    ...experiments.titles,
    'cronjob-hello-v1beta1.yaml': 'A CronJob of batch/v1beta1',
    'fluentd-broken.yaml': 'Wrong indentation, and an image with a blank',
  },
  groups: {
    jobs: 'Jobs', jobsThatFail: 'Jobs: failure, deadline, clean-up', queues: 'Work queues', cronJobs: 'CronJobs', deployments: 'Deployments', daemonSets: 'DaemonSets', statefulSets: 'StatefulSets', pods: 'Pods', nodes: 'Nodes',
    surprises: 'Often expected otherwise',
    refused: 'Refused, with a repair',
  },
  notes,
  note: { title: 'What to watch', tries: 'Then try', speed: (times: number) => `Time at ×${times}`, load: (cores: string) => (cores === '0' ? 'No load' : `Load: ${cores} cores`), end: 'End all faults', show: 'Show', hide: 'Hide' },
}

export type ExampleWords = typeof en
