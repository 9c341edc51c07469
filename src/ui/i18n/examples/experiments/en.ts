// Titles and notes, in English, of the examples that show what is often expected otherwise. This file is the type of zh.ts beside it.
import type { experiments } from '../../../notes/experiments.ts'
import type { Note } from '../note.ts'

export const titles = {
  'job-many-hands.yaml': 'Fifty hands for twenty pieces of work',
  'job-parallel-failures.yaml': 'Ten pods that fail together',
  'job-twice.yaml': 'Work that is done twice',
  'job-suspended-deadline.yaml': 'A deadline, and a suspended Job',
  'job-two-deadlines.yaml': 'The deadline of a Job, and that of its pods',
  'job-replacement.yaml': 'When a pod that is leaving is replaced',
  'job-shared-selector.yaml': 'Two Jobs with one selector',
  'cronjob-late-start.yaml': 'A deadline for the start, not for the run',
  'cronjob-missed.yaml': 'A hundred missed runs',
  'cronjob-stuck.yaml': 'A first run that never ends',
  'cronjob-clocks.yaml': 'Eleven o’clock: in which time zone?',
  'daemonset-dead-node.yaml': 'An update that waits for a dead node',
  'daemonset-bad-updates.yaml': 'Bad updates, one after the other',
  'daemonset-by-label.yaml': 'Pods that follow a node’s label',
  'rollout-undo.yaml': 'What undo brings back, and what not',
  'rollout-paused.yaml': 'Paused: what goes on all the same',
  'rollover.yaml': 'A rollout overtaken by the next one',
  'adopted.yaml': 'Pods that share a label',
  'replicaset-template.yaml': 'A ReplicaSet counts pods, no more',
  'apply-replicas.yaml': 'Scaled by hand, then applied again',
  'dead-node.yaml': 'One dead node, three kinds of workload',
  'drain-crashing.yaml': 'A crashing pod that nobody may evict',
}

export const notes: { readonly [Of in keyof typeof experiments]: Note<(typeof experiments)[Of]> } = {
  'job-many-hands.yaml': {
    watch: 'parallelism is 50, and twenty pods come: never more than are still missing. They are made in batches of 1, 2, 4, 8 …; if one batch fails, the next is not tried.',
    sees: ['Eighteen are stopped. From now on two at a time.', 'Ten times as fast.'],
  },
  'job-parallel-failures.yaml': {
    watch: 'backoffLimit is 3, yet all ten are lost. A limit keeps new pods from being made; those that run are stopped only when it has been passed.',
    sees: ['Ten, not four.', 'The same work one by one: four fail, the first and three retries.', 'They wait 10, 20 and 40 s. Such waits grow up to ten minutes.'],
  },
  'job-twice.yaml': {
    watch: 'One completion, one pod, and its container is never restarted. It runs on node-1.',
    sees: ['Nobody hears of node-1 any more, but the pod there works on.', 'After 50 s the node is NotReady, five minutes later its pod is given up. Another begins the same work.', 'Two pods. Each sends the invoices.', 'node-1 is back, and stops the first one. What must not happen twice has to be guarded by the program itself.'],
  },
  'job-suspended-deadline.yaml': {
    watch: 'The work takes 45 s, and 60 are allowed. Suspend it while it runs.',
    sees: ['The pod is deleted, and the start time with it.', 'Ten minutes in ten seconds. No deadline passes.', 'The minute begins anew, and so does the work: it completes.'],
  },
  'job-two-deadlines.yaml': {
    watch: 'Both programs hang, and a hanging pod is no failure that backoffLimit could count. After 20 s the first Job is over. The second is not: only its pod has failed.',
    sees: ['Ten times as fast.', 'One Job failed and has no pod; the other tries again.', 'Each deadline of a pod was one failure. After three its backoffLimit of 2 is passed.'],
  },
  'job-replacement.yaml': {
    watch: 'Both pods run, and both take 30 s to end. Delete them.',
    sees: ['The pod of at-once is replaced after 10 s, beside the old one. when-gone waits until the old one has ended.', 'Watch it. Ctrl-C ends.'],
  },
  'job-shared-selector.yaml': {
    watch: 'Two pods that fit both Jobs. Each counts its own: what is owned is not taken away.',
    sees: ['The pod of first is left without an owner, and second adopts it. Now it has one too many and stops one.', 'Refused: without manualSelector nobody chooses a selector for a Job.'],
  },
  'cronjob-late-start.yaml': {
    watch: 'Its runs last 20 s and nobody cuts them: startingDeadlineSeconds only says how late a run may begin. Five is enough, as it is woken in time.',
    sees: ['Nobody makes Jobs now.', 'Let a few minutes pass.', 'None is made up for, as all are more than five seconds late. It goes on with the next minute.'],
  },
  'cronjob-missed.yaml': {
    watch: 'A run each minute. Stop the controller for two hours.',
    sees: ['Nobody makes Jobs now.', 'Two hours in seven seconds: more than a hundred runs are missed.', 'It is not dead: one run starts, for the last time that was missed. The others are lost.', 'A warning, TooManyMissedTimes. That is all.', 'No more runs, for as long as you like.', 'Here, too, the last missed run starts at once, not with the next minute.'],
  },
  'cronjob-stuck.yaml': {
    watch: 'The image does not exist. The first Job waits for ever, counts as active, and Forbid lets no other begin.',
    sees: ['A minute in a second. Nothing happens.', 'The template is right now. It is meant for the next Job, and there is none.', 'The Job makes another pod, from its own old template.', 'With the Job gone, the next one starts at once, with the new image.'],
  },
  'cronjob-clocks.yaml': {
    watch: 'Without timeZone a schedule means the clock of the controller, here UTC. “30 9 13 * 4” means: every Thursday, and every 13th.',
    sees: ['An hour in four seconds. Take two.', 'berlin ran at 10:00 UTC, no-zone at 11:00, thursday-13 on a Thursday that is no 13th.', 'Refused: the zone has a field of its own.'],
  },
  'daemonset-dead-node.yaml': {
    watch: 'Three nodes, three pods. At most one may be missing while they are updated.',
    sees: ['A machine dies.', 'After 50 s its pod is not ready any more.', 'Stuck: the one that may be missing is missing already.', 'With two the others are updated.', 'node-2 comes back, and gets its new pod.'],
  },
  'daemonset-bad-updates.yaml': {
    watch: 'An update may take away one pod at a time.',
    sees: ['The new pod does not start, and the update stops there.', 'Again only this node changes: it is the one that may be unavailable.', 'But the limit binds the update alone. What is deleted comes back with the broken image.', 'What is broken is replaced on all nodes at once.'],
  },
  'daemonset-by-label.yaml': {
    watch: 'It wants none, and nothing is wrong: no node has the label.',
    sees: ['Two nodes, two pods.', 'The pod does not stay: without the label it is deleted at once.', 'Refused: a surge is possible only where none may be unavailable. Add "maxUnavailable":0.'],
  },
  'rollout-undo.yaml': {
    watch: 'Each new image is a revision. Let each rollout finish before the next.',
    sees: ['Revision 2.', 'Revision 3.', 'No revision: replicas belong to no template.', 'Back to 1.26, with five pods. Replicas are not brought back.', 'Not one more back: it is 1.27 again.', '1, 4, 5: what was brought back got a new number. And nobody fills in the reasons.'],
  },
  'rollout-paused.yaml': {
    watch: 'Make a second revision, then pause.',
    sees: ['A rollout as usual.', 'No pod notices.', 'This waits: no new ReplicaSet.', 'This does not wait: five pods, still of 1.26.', 'Refused while it is paused.', 'Now the new image comes.'],
  },
  'rollover.yaml': {
    watch: 'All four are ready soon, but available only after 15 s (minReadySeconds).',
    sees: ['READY 4/4, AVAILABLE 0 in the first seconds.', 'Two new pods beside three old ones. Do not wait …', '… the next rollout does not wait either: the half-new ReplicaSet goes to zero at once.', 'Three ReplicaSets. The one in the middle never got far.'],
  },
  'adopted.yaml': {
    watch: 'Five were asked for, four run: the pod by hand counts as one of a ReplicaSet’s two.',
    sees: ['It has an owner now. The two ReplicaSets leave each other’s pods alone.', 'Adopted as well, then deleted: it is one too many.', 'Its pods have no owner, so second adopts them, and stops what is too many.'],
  },
  'replicaset-template.yaml': {
    watch: 'Three pods of nginx 1.25. Give the ReplicaSet another image.',
    sees: ['No pod changes. It has as many as it wants.', 'Only what it makes anew is made from the new template.', 'One new, two old. To replace all of them is the work of a Deployment.', 'The youngest goes first, as all are ready and cost the same (pod-deletion-cost).'],
  },
  'apply-replicas.yaml': {
    watch: 'The file says replicas: 2.',
    sees: ['Five.', 'Two: apply writes what is in the file, whoever scaled in between, an autoscaler too.', 'Without the line it falls back to 1, once. From then on apply leaves the number alone.', 'Refused: a selector never changes.'],
  },
  'dead-node.yaml': {
    watch: 'All three have a pod on node-1.',
    sees: ['It still says Running: nobody knows yet.', 'NotReady after 50 s. Five minutes later moves gets another pod elsewhere.', 'waits-0 is Terminating, and there is no second one: the first might still run. The DaemonSet’s pod stays where it is.', 'Now it is certain that they are gone: waits-0 comes back on another node.'],
  },
  'drain-crashing.yaml': {
    watch: 'The budget wants one healthy pod. There is none, so it allows no eviction, not even of the broken one.',
    sees: ['Refused until the time is over.', 'Pods that are not ready may go at any time now.', 'The drain goes through.'],
  },
}
