// 示例的中文文案：标题、看点，以及每一步尝试会看到什么（顺序同 notes/tries.ts）。随菜单在首次加载之后到来。
import type { ExampleWords } from './en.ts'
import * as experiments from './experiments/zh.ts'

const notes: ExampleWords['notes'] = {
  'para-job.yaml': {
    watch: '同时最多三个 Pod，直到八个成功。还没开始的用虚线画出。',
    sees: ['每个 Pod 的输出。结束的 Pod 会保留，以便查看日志。', '被拒绝：Job 的模板不能再改，parallelism 可以。', 'Pod 会一并删除。换一个 parallelism 再应用试试。'],
  },
  'paral-8x2.yaml': {
    watch: '一个 Pod 结束，下一个立刻开始。其实并没有“批次”，只是每个都用 30 秒，看起来才整齐。',
    sees: ['从现在起同时四个，但不会超过还缺的数量。', '挂起会删除正在运行的 Pod；已经成功的仍然算数。', '继续完成剩下的；如果设了期限，也会重新计时。'],
  },
  'calculate-pi.yaml': { watch: '只有一个 Pod 的 Job。kubectl delete job 会连 Pod 一起删除，API 本身不会。', sees: ['只发一个 DELETE 的程序就是这样做的。', 'Job 没了，Pod 还在：batch/v1 默认留下孤儿。'] },
  'pi-job.yaml': { watch: '一个 Pod，一个数。不写 completions 和 parallelism 时，两者都是 1。', sees: ['Pod 结束后就能看到这些数字。'] },
  'testjobv3.yaml': { watch: '五条泳道，十个 Pod：只要每个用时相同，看起来就像两批。', sees: ['快十倍。'] },
  'testjobv4.yaml': {
    watch: 'OnFailure：只有一个 Pod，容器一次次重启，间隔 10、20、40 秒……Job 放弃时会删除这个 Pod，日志也就没了。',
    sees: ['间隔会越来越长，让时间快些走。', '一个 Pod，重启次数不断增加。', '结束的原因是 BackoffLimitExceeded。'],
  },
  'testjobv5.yaml': { watch: 'Never 并不表示“不重试”：每次重试都是一个新的 Pod。backoffLimit 为 6，一共七个 Pod：第一个，再加六个。', sees: ['间隔越来越长：10、20、40 秒……', '失败的 Pod 会保留，日志也在。'] },
  'testjobv6.yaml': { watch: '十秒后 Job 以 DeadlineExceeded 失败，正在运行的 Pod 被删除，还剩多少次重试都没有用。', sees: ['Failed 状况及其原因。'] },
  'testjobv1.yaml': { watch: '结束三十秒后 Job 会删除自己，它的 Pod 和日志也一并消失。', sees: ['快进到结束之后。', '什么都不剩。'] },
  'rabbitmq.yaml': { watch: '这个服务器大约八秒后启动。往队列里放入消息，再打开“每个 Pod 处理一条 RabbitMQ 消息”。', sees: ['八条消息在队列 job1 中等待。'] },
  'redis.yaml': { watch: '任务列表放在单独的服务器里。先填入任务，再打开“逐个处理 Redis 中的任务，直到取完”。', sees: ['列表 job2 中有九项任务。'] },
  'job-wq-1.yaml': { watch: 'completions 等于消息数：每个 Pod 取一条，然后结束。没有队列（rabbitmq.yaml）时，这些 Pod 会失败。', sees: ['快十倍。', '哪个 Pod 处理了哪条消息。'] },
  'job-wq-2.yaml': { watch: '不写 completions：第一个以 0 退出的 Pod 就表示工作已完成。此后不再创建新的 Pod，全部结束时 Job 完成。', sees: ['快十倍。', '谁处理了什么。'] },
  'cronjob-hello.yaml': {
    watch: '每到整分，CronJob 创建一个 Job，Job 再创建一个 Pod。成功的 Job 保留三个：successfulJobsHistoryLimit 数的是 Job，不是 Pod。',
    sees: ['一秒走一分钟。', '不再有新的 Job；正在运行的继续。', '用同一模板在计划之外运行一次。'],
  },
  'my-nginx.yaml': {
    watch: 'Deployment 创建 ReplicaSet，ReplicaSet 创建 Pod。请看“从属关系”视图。',
    sees: ['再加两个，已在运行的不受影响。', '每个都由另一个名字的新 Pod 代替。', '失去标签的 Pod 被放手，继续运行；ReplicaSet 另建新的补上。'],
  },
  'testdeployment.yaml': {
    watch: '改一下镜像：3 的 25%，多出的向上取整为一个，缺少的向下取整为零，所以先来一个新的，再走一个旧的。',
    sees: ['第二个 ReplicaSet 变大，第一个变小。', '回到第一个 ReplicaSet，它一直以零个副本保留着。', '修订版 1 不见了：它变成了修订版 3。'],
  },
  'testdeployment2.yaml': { watch: 'Recreate：旧 Pod 全部离开后，新的才出现。这中间没有人应答。', sees: ['可用 Pod 数量上的缺口。'] },
  'testdeployment3.yaml': { watch: 'maxSurge 为 0，maxUnavailable 为 1：从不超过三个 Pod，有一阵只有两个。', sees: ['走一个，来一个，共三次。'] },
  'fluentd.yaml': {
    watch: '四个节点，三个 Pod：这条容忍度针对的污点，控制平面自 1.24 起已不再使用。它们在 kube-system 中，请在舞台上显示它。',
    sees: ['node-1 不再接收新的 Pod……', '……但 DaemonSet 的 Pod 照样回来：它们容忍这一点。', '被拒绝：对 DaemonSet 来说 drain 没有意义。加上 --ignore-daemonsets 就让它们留下。'],
  },
  'testdaemonset.yaml': { watch: '每个可容忍的节点上一个 Pod。hostPort 占用节点的端口，所以不可能有两个。', sees: ['一个节点接一个节点：旧的先走，新的才来。', '自己加的污点不被容忍：node-2 上的 Pod 被驱逐。'] },
  'testdaemonset-ondelete.yaml': { watch: 'OnDelete：新的模板本身什么也不改变。', sees: ['DaemonSet 已有新镜像，Pod 都还没有。', '删掉的会带着新镜像回来。'] },
  'statefulset-web.yaml': {
    watch: 'web-0 就绪满十秒（minReadySeconds）后 web-1 才开始，然后是 web-2。每个都有自己的卷。',
    sees: ['序号最大的先走。', '卷和数据都留着：web-1 回来时会找到自己的卷。', '一台机器断电。', '50 秒后节点变为 NotReady，五分钟后它的 Pod 应被删除；但在确知第一个已经消失之前，不会有同名的第二个 Pod。'],
  },
  'five-troubles.yaml': {
    watch: 'CrashLoopBackOff、OOMKilled、ImagePullBackOff、CreateContainerConfigError，还有一个在运行却永远不就绪。选中一个，“为什么？”会说明谁决定了什么。',
    sees: ['CrashLoopBackOff 是等待，不是病：先 10 秒，然后加倍，最长五分钟。', '它最近一次运行的输出。', 'no-config-map 等的就是它。', '镜像是 Pod 中少数可以修改的字段之一。'],
  },
  'four-pending.yaml': { watch: 'Pending 不一定是 CPU 不够。选中一个 Pod，“为什么？”会列出每个节点的回答。', sees: ['kubectl 的说法。', 'no-such-node 找到了它的节点。'] },
  'sidecar-job.yaml': { watch: '两者的工作都在五秒后完成。Job 会等 Pod 中的每个容器，但不等边车容器，即 restartPolicy 为 Always 的 init 容器。', sees: ['一个 Running，一个 Complete。'] },
  'one-bad-index.yaml': { watch: '索引 2 失败两次后被放弃，其余五个都成功。若只用 backoffLimit，整个 Job 都会随它失败。', sees: ['快十倍。', '失败的是哪些索引。'] },
  'exit-code-42.yaml': { watch: '第一个退出码 42 就让 Job 结束，尽管还剩六次重试。换个名字，把它改成 exit 1，比较一下。', sees: ['PodFailurePolicy，以及匹配的规则。'] },
  'cronjob-forbid.yaml': {
    watch: 'Forbid 不只是跳过：其间到期的那次运行，会在前一次结束后立刻补上，只是晚了。',
    sees: ['一秒走一分钟。', '照样重叠：Forbid 管的是调度，不是你的手。', '让它停上一刻钟……', '……错过的那么多次里，只补最后一次。'],
  },
  'rollout-stuck.yaml': {
    watch: '新的 Pod 一直不就绪，滚动更新就会卡住。旧的留下，继续服务。',
    sees: ['没有这个镜像。四个里至少三个保持可用。', '超过 progressDeadlineSeconds 后只是报告没有进展，并不会自动回滚。', '回滚要由你来做。'],
  },
  'statefulset-stuck.yaml': {
    watch: 'db-0 拉不到镜像，所以 db-1 和 db-2 一直不会创建。',
    sees: ['模板已经改对，却什么也没发生：从未就绪的 Pod 只会被等待，不会被替换。', '等多久都一样。', '新的 db-0 用上了新镜像，其余的随后跟上。'],
  },
  'drain-blocked.yaml': {
    watch: '预算要求始终有一个可用的 Pod，而总共只有一个。像 drain 这样先询问的，都会被拒绝。',
    sees: ['它每五秒再问一次，直到超时。', '滚动更新不用询问：预算只拦驱逐，不拦 Deployment。', '有两个时 drain 就能通过，请再试一次。'],
  },
  'hpa-web.yaml': {
    watch: '自动扩缩器每 15 秒看一次。没有 metrics server 时它只看到 <unknown>，什么也不做；设置负载时会一并装上。',
    sees: ['两个 Pod 共用 600m，是请求量的 150%；目标是一半，所以它想要六个。', '快十倍。', '要过五分钟才会缩容，以防负载又回来。'],
  },
  'volumes-on-demand.yaml': {
    watch: '声明先等待 Pod（WaitForFirstConsumer），再在该 Pod 的节点上为它创建卷。没有默认存储类的集群里，这样的声明会一直 Pending。',
    sees: ['两个声明，两个卷。', 'postgres-1 的声明连同数据都保留。', '就绪探针问的就是这个。', '被拒绝：声明模板永远不能改。声明本身可以扩大。'],
  },
  ...experiments.notes,
  'cronjob-hello-v1beta1.yaml': { watch: '自 1.25 起 CronJob 不再属于 batch/v1beta1。出错的行已标出，点“修复”即可。', sees: [] },
  'fluentd-broken.yaml': { watch: '两个复制粘贴时常见的错误。展开下方的问题列表，每个都标明了所在的行。', sees: [] },
}

export const zh: ExampleWords = {
  titles: {
    'para-job.yaml': '并行 Job：共 8 个 Pod，每次 3 个',
    'paral-8x2.yaml': '并行 Job：共 8 个 Pod，每次 2 个',
    'calculate-pi.yaml': '只有一个 Pod 的 Job',
    'pi-job.yaml': '计算 π 的 2000 位数字的 Job',
    'testjobv2.yaml': '串行 Job：依次完成五次',
    'testjobv3.yaml': '用 parallelism 并行的 Job',
    'testjobv4.yaml': '会失败的 Job，restartPolicy 为 OnFailure',
    'testjobv5.yaml': '会失败的 Job，restartPolicy 为 Never',
    'testjobv6.yaml': '期限：activeDeadlineSeconds',
    'testjobv1.yaml': '自动清理：ttlSecondsAfterFinished',
    'rabbitmq.yaml': '集群中的队列：RabbitMQ 及其 Service',
    'redis.yaml': '集群中的任务列表：Redis 及其 Service',
    'job-wq-1.yaml': '每个 Pod 处理一条 RabbitMQ 消息',
    'job-wq-2.yaml': '逐个处理 Redis 中的任务，直到取完',
    'cronjob-hello.yaml': '每分钟一个 Job',
    'my-nginx.yaml': '两个 nginx 副本',
    'testdeployment.yaml': '三个副本，版本 1',
    'testdeployment2.yaml': '版本 2：Recreate，五个副本',
    'testdeployment3.yaml': '版本 3：RollingUpdate，逐个更新',
    'fluentd.yaml': '每个节点上的日志收集器',
    'testdaemonset.yaml': 'RollingUpdate，带 hostPort',
    'testdaemonset-ondelete.yaml': 'OnDelete：等待手动删除',
    'statefulset-web.yaml': '三个带存储卷的序号',
    'five-troubles.yaml': '五个 Pod，五种毛病',
    'four-pending.yaml': '四个 Pending 的 Pod，四种原因',
    'sidecar-job.yaml': '让 Job 无法结束的辅助容器，与不碍事的边车容器',
    'one-bad-index.yaml': '一个索引失败，其余照常完成',
    'exit-code-42.yaml': '一个退出码让 Job 立即失败',
    'cronjob-forbid.yaml': '运行时间长于调度间隔',
    'rollout-stuck.yaml': '卡住的滚动更新，服务却不中断',
    'statefulset-stuck.yaml': '换了镜像也恢复不了的 StatefulSet',
    'drain-blocked.yaml': '被中断预算一直拦住的 drain',
    'hpa-web.yaml': '副本数随负载变化',
    'volumes-on-demand.yaml': '使用按需创建卷的 Postgres',
    ...experiments.titles,
    'cronjob-hello-v1beta1.yaml': 'batch/v1beta1 的 CronJob',
    'fluentd-broken.yaml': '缩进错误，镜像名里有空格',
  },
  groups: {
    jobs: 'Job', jobsThatFail: 'Job：失败、期限、清理', queues: '工作队列', cronJobs: 'CronJob', deployments: 'Deployment', daemonSets: 'DaemonSet', statefulSets: 'StatefulSet', pods: 'Pod', nodes: '节点', surprises: '常与预期不同', refused: '会被拒绝，可一键修复',
  },
  notes,
  note: { title: '看点', tries: '接着试试', speed: times => `时间 ×${times}`, load: cores => (cores === '0' ? '撤去负载' : `负载：${cores} 核`), end: '结束全部故障', show: '展开', hide: '收起' },
}
