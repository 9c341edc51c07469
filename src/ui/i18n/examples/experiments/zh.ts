// 展示“常与预期不同”之处的示例：中文标题与说明（顺序同 notes/experiments.ts）。
import type * as english from './en.ts'

export const titles: typeof english.titles = {
  'job-many-hands.yaml': '五十个人手，二十份活',
  'job-parallel-failures.yaml': '十个 Pod 一起失败',
  'job-twice.yaml': '做了两遍的工作',
  'job-suspended-deadline.yaml': '期限与挂起的 Job',
  'job-two-deadlines.yaml': 'Job 的期限与 Pod 的期限',
  'job-replacement.yaml': '正在退出的 Pod 何时被替换',
  'job-shared-selector.yaml': '两个 Job 共用一个选择算符',
  'cronjob-late-start.yaml': '限制的是启动，不是运行',
  'cronjob-missed.yaml': '错过一百次运行',
  'cronjob-stuck.yaml': '永远不结束的第一次运行',
  'cronjob-clocks.yaml': '上午十一点：哪个时区？',
  'daemonset-dead-node.yaml': '被一个死去的节点卡住的更新',
  'daemonset-bad-updates.yaml': '接连几次错误的更新',
  'daemonset-by-label.yaml': '跟随节点标签的 Pod',
  'rollout-undo.yaml': 'undo 恢复什么，不恢复什么',
  'rollout-paused.yaml': '暂停之后仍会发生的事',
  'rollover.yaml': '被下一次上线超越的上线',
  'adopted.yaml': '标签相同的 Pod',
  'replicaset-template.yaml': 'ReplicaSet 只数数量',
  'apply-replicas.yaml': '手动扩容之后再次 apply',
  'dead-node.yaml': '一个死去的节点，三种工作负载',
  'drain-crashing.yaml': '不断崩溃却不许驱逐的 Pod',
}

export const notes: typeof english.notes = {
  'job-many-hands.yaml': {
    watch: 'parallelism 是 50，却只来了二十个 Pod：从不超过还缺的数量。它们按 1、2、4、8……分批创建；一批失败，就不再试下一批。',
    sees: ['停掉十八个，此后同时只有两个。', '快十倍。'],
  },
  'job-parallel-failures.yaml': {
    watch: 'backoffLimit 是 3，十个却全部白费。上限只是不再创建新的 Pod；正在运行的要等超过上限之后才被停掉。',
    sees: ['是十，不是四。', '同样的工作改成一个一个来：失败四个，第一个加三次重试。', '间隔为 10、20、40 秒。这种等待最长会到十分钟。'],
  },
  'job-twice.yaml': {
    watch: '只要一次完成，只有一个 Pod，容器从不重启。它运行在 node-1 上。',
    sees: ['再也没有 node-1 的消息，但那里的 Pod 还在工作。', '50 秒后节点变为 NotReady，再过五分钟它的 Pod 被放弃，另一个开始做同样的事。', '两个 Pod，各发一遍账单。', 'node-1 回来了，第一个被停掉。不能做两遍的事，要由程序自己来保证。'],
  },
  'job-suspended-deadline.yaml': {
    watch: '工作需要 45 秒，期限是 60 秒。趁它运行时挂起。',
    sees: ['Pod 被删除，开始时间也随之清除。', '十秒走十分钟，期限并不会到。', '一分钟重新计起，工作也从头开始：顺利完成。'],
  },
  'job-two-deadlines.yaml': {
    watch: '两个程序都卡住了，而卡住不算失败，backoffLimit 数不到它。20 秒后第一个 Job 就结束了；第二个没有，失败的只是它的 Pod。',
    sees: ['快十倍。', '一个 Job 失败，没有 Pod；另一个还在重试。', 'Pod 每次到期算一次失败，三次之后超过 backoffLimit 的 2。'],
  },
  'job-replacement.yaml': {
    watch: '两个 Pod 都在运行，退出都要 30 秒。删除它们。',
    sees: ['at-once 的 Pod 10 秒后就有了替补，旧的还在；when-gone 要等旧的真正结束。', '盯着看。按 Ctrl-C 结束。'],
  },
  'job-shared-selector.yaml': {
    watch: '两个 Pod 都符合两个 Job 的选择算符。各数各的：有主的不会被抢走。',
    sees: ['first 的 Pod 没了主人，被 second 收养。这样就多了一个，于是停掉一个。', '被拒绝：没有 manualSelector，就不能自己为 Job 指定选择算符。'],
  },
  'cronjob-late-start.yaml': {
    watch: '每次运行 20 秒，没有谁会打断它：startingDeadlineSeconds 只限制最晚多久启动。设为 5 也够用，因为它会准时醒来。',
    sees: ['现在没有谁创建 Job。', '过几分钟。', '一次也不补：都迟了五秒以上。从下一分钟继续。'],
  },
  'cronjob-missed.yaml': {
    watch: '每分钟运行一次。让控制器停上两个小时。',
    sees: ['现在没有谁创建 Job。', '七秒走两小时：错过一百多次。', '它没有死：补最后错过的那一次，其余的就算了。', '只有一条 TooManyMissedTimes 警告，仅此而已。', '不再运行，想停多久都行。', '这里也一样：立刻补上最后错过的那一次，而不是等下一分钟。'],
  },
  'cronjob-stuck.yaml': {
    watch: '镜像不存在。第一个 Job 一直等待，算作活跃，于是 Forbid 不让别的开始。',
    sees: ['一秒走一分钟，什么也没发生。', '模板改对了，但它是给下一个 Job 用的，而下一个迟迟不来。', 'Job 按自己的旧模板又创建一个 Pod。', 'Job 一删，下一个立刻开始，用的是新镜像。'],
  },
  'cronjob-clocks.yaml': {
    watch: '不写 timeZone，就按控制器的时钟，这里是 UTC。“30 9 13 * 4”的意思是：每个星期四，以及每月 13 日。',
    sees: ['四秒走一小时，等两小时。', 'berlin 在 UTC 10:00 运行，no-zone 在 11:00，thursday-13 在星期四运行，尽管那天不是 13 日。', '被拒绝：时区有专门的字段。'],
  },
  'daemonset-dead-node.yaml': {
    watch: '三个节点，三个 Pod。更新时最多缺一个。',
    sees: ['一台机器断电。', '50 秒后它的 Pod 不再就绪。', '卡住了：允许缺的那一个已经缺了。', '允许缺两个，其余的就更新了。', 'node-2 回来，得到新的 Pod。'],
  },
  'daemonset-bad-updates.yaml': {
    watch: '一次更新最多拿走一个 Pod。',
    sees: ['新的 Pod 启动不了，更新停在这里。', '还是只有这个节点在变：允许不可用的就是它。', '但这个限制只管更新。手动删掉的，回来时带着坏镜像。', '坏的会在所有节点上立即被替换，不用一个一个来。'],
  },
  'daemonset-by-label.yaml': {
    watch: '它一个也不要，这没有错：没有节点带这个标签。',
    sees: ['两个节点，两个 Pod。', 'Pod 不会留下：标签一去，立刻被删除。', '被拒绝：只有不允许缺少时才能多出。再加上 "maxUnavailable":0。'],
  },
  'rollout-undo.yaml': {
    watch: '每换一次镜像就是一个修订版。等一次上线完成，再做下一次。',
    sees: ['修订版 2。', '修订版 3。', '不产生修订版：副本数不属于模板。', '回到 1.26，仍是五个 Pod。副本数不会恢复。', '并不是再往前一个：又回到了 1.27。', '1、4、5：恢复的会得到新编号。而变更原因没有人会自动填写。'],
  },
  'rollout-paused.yaml': {
    watch: '先做出第二个修订版，再暂停。',
    sees: ['一次普通的上线。', '没有 Pod 受影响。', '这一步要等：没有新的 ReplicaSet。', '这一步不等：五个 Pod，仍是 1.26。', '暂停时被拒绝。', '现在才换新镜像。'],
  },
  'rollover.yaml': {
    watch: '四个很快就绪，但要满 15 秒（minReadySeconds）才算可用。',
    sees: ['最初几秒是 READY 4/4，AVAILABLE 0。', '三个旧的旁边有两个新的。不用等……', '……下一次上线也不等：做到一半的 ReplicaSet 立刻缩到零。', '三个 ReplicaSet，中间那个没能走多远。'],
  },
  'adopted.yaml': {
    watch: '一共要五个，却只运行四个：手动创建的 Pod 被算作某个 ReplicaSet 的两个之一。',
    sees: ['它现在有主人了。两个 ReplicaSet 互不碰对方的 Pod。', '也被收养，随即被删除：多了一个。', '它的 Pod 没了主人，被 second 收养，多余的停掉。'],
  },
  'replicaset-template.yaml': {
    watch: '三个 nginx 1.25 的 Pod。给 ReplicaSet 换个镜像。',
    sees: ['没有 Pod 改变，数量是够的。', '只有新创建的才用新模板。', '一个新的，两个旧的。全部替换是 Deployment 的工作。', '最年轻的先走，因为都已就绪，删除代价（pod-deletion-cost）也相同。'],
  },
  'apply-replicas.yaml': {
    watch: '文件里写着 replicas: 2。',
    sees: ['五个。', '两个：apply 写入文件里的值，不管其间是谁改过副本数，自动扩缩器也一样。', '删掉这一行，副本数会变回 1，只此一次。此后 apply 不再动它。', '被拒绝：选择算符永远不能改。'],
  },
  'dead-node.yaml': {
    watch: '三者在 node-1 上各有一个 Pod。',
    sees: ['仍显示 Running：还没有谁知道。', '50 秒后 NotReady。再过五分钟，moves 在别处得到另一个 Pod。', 'waits-0 是 Terminating，却没有第二个：第一个也许还在运行。DaemonSet 的 Pod 留在原处。', '现在可以确定它们不在了：waits-0 在另一个节点上回来。'],
  },
  'drain-crashing.yaml': {
    watch: '预算要求有一个健康的 Pod，而一个也没有，于是什么都不许驱逐，连坏掉的也不许。',
    sees: ['一直被拒绝，直到超时。', '现在没有就绪的 Pod 随时可以驱逐。', 'drain 顺利通过。'],
  },
}
