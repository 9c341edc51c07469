// Our words for the parts of workloads, Services, autoscalers, budgets and claims: strategies, statuses, conditions.
import type { Texts } from './text.ts'

type Fields = Texts[string]

/** Conditions of all kinds are of one shape. */
const condition: Fields = {
  type: ['What the condition is about.', '该状况所指的方面。'],
  status: ['`True`, `False` or `Unknown`.', '`True`、`False` 或 `Unknown`（未知）。'],
  reason: ['Why, in one word for programs.', '原因，供程序读取的一个词。'],
  message: ['Why, in a sentence for people.', '原因，供人阅读的一句话。'],
  lastTransitionTime: ['When `status` last changed.', '`status` 最近一次变化的时间。'],
}
const updated: Fields = { lastUpdateTime: ['When the condition was last written.', '该状况最近一次写入的时间。'] }
const observed: Fields = { observedGeneration: ['The generation of the spec that the controller has seen. Behind `metadata.generation`: the status is old.', '控制器已看到的 spec 版本。落后于 `metadata.generation` 时，状态还是旧的。'] }
const collisions: Fields = { collisionCount: ['How often a name made from the template was already taken.', '由模板得出的名称已被占用的次数。'] }
const conditions: Fields = { conditions: ['What can be said of it as true, false or unknown.', '以真、假或未知表示的各项状况。'] }

export const workloadTexts: Texts = {
  'apps.DeploymentStrategy': {
    type: ['`RollingUpdate` replaces pods step by step, `Recreate` ends all old ones first.', '`RollingUpdate` 逐步替换 Pod，`Recreate` 先结束所有旧 Pod。'],
    rollingUpdate: ['How large the steps of a rolling update are.', '滚动更新每一步的大小。'],
  },
  'apps.RollingUpdateDeployment': {
    maxSurge: ['How many pods more than `replicas` there may be, as a number or a percentage that is rounded up. Default 25 %.', '可比 `replicas` 多出的 Pod 数，可用数字或百分比（向上取整），缺省 25 %。'],
    maxUnavailable: ['How many pods fewer than `replicas` may be available, as a number or a percentage that is rounded down. Default 25 %.', '可用 Pod 可比 `replicas` 少多少，可用数字或百分比（向下取整），缺省 25 %。'],
  },
  'apps.DeploymentStatus': {
    ...observed, ...conditions, ...collisions,
    replicas: ['Pods that there are, of all revisions, without those that are being ended.', '现有 Pod 总数，含所有版本，不含正在终止的。'],
    updatedReplicas: ['Pods that are of the newest template.', '由最新模板创建的 Pod 数。'],
    readyReplicas: ['Pods that are ready.', '已就绪的 Pod 数。'],
    availableReplicas: ['Pods that have been ready for `minReadySeconds`.', '就绪时间已达 `minReadySeconds` 的 Pod 数。'],
    unavailableReplicas: ['Pods that are still missing for all to be available.', '距离全部可用还差的 Pod 数。'],
    terminatingReplicas: ['Pods that are being ended.', '正在终止的 Pod 数。'],
  },
  'apps.DeploymentCondition': { ...condition, ...updated },
  'apps.StatefulSetOrdinals': { start: ['The number of the first pod. Default 0.', '第一个 Pod 的编号，缺省为 0。'] },
  'apps.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    whenDeleted: ['What becomes of the claims when the StatefulSet is deleted: `Retain` or `Delete`.', '删除 StatefulSet 时如何处理声明：`Retain` 保留或 `Delete` 删除。'],
    whenScaled: ['What becomes of the claims of pods that are scaled away: `Retain` or `Delete`.', '缩容掉的 Pod 的声明如何处理：`Retain` 保留或 `Delete` 删除。'],
  },
  'apps.StatefulSetUpdateStrategy': {
    type: ['`RollingUpdate` replaces pods from the highest number down, `OnDelete` waits for you to delete them.', '`RollingUpdate` 从最大编号起依次替换，`OnDelete` 等你手工删除。'],
    rollingUpdate: ['Which pods are replaced, and how many at once.', '替换哪些 Pod，以及同时替换多少个。'],
  },
  'apps.RollingUpdateStatefulSetStrategy': {
    partition: ['Pods with lower numbers than this keep the old template.', '编号小于此值的 Pod 保持旧模板。'],
    maxUnavailable: ['How many pods may be away at once. Its feature is off in 1.36: the field is dropped, and it is one.', '同时不可用的 Pod 上限。1.36 中该特性默认关闭：此字段会被丢弃，始终为 1。'],
  },
  'apps.StatefulSetStatus': {
    ...observed, ...conditions, ...collisions,
    replicas: ['Pods that there are.', '现有的 Pod 数。'], readyReplicas: ['Pods that are ready.', '已就绪的 Pod 数。'],
    availableReplicas: ['Pods that have been ready for `minReadySeconds`.', '就绪时间已达 `minReadySeconds` 的 Pod 数。'],
    currentReplicas: ['Pods of the current revision.', '当前版本的 Pod 数。'], updatedReplicas: ['Pods of the revision that is being rolled out.', '正在发布的版本的 Pod 数。'],
    currentRevision: ['The revision from which pods come that are not updated yet.', '尚未更新的 Pod 所属的版本。'], updateRevision: ['The revision that all pods shall have.', '所有 Pod 最终应有的版本。'],
  },
  'apps.StatefulSetCondition': condition,
  'apps.DaemonSetUpdateStrategy': {
    type: ['`RollingUpdate` replaces pods by itself, `OnDelete` waits for you to delete them.', '`RollingUpdate` 自动替换，`OnDelete` 等你手工删除。'],
    rollingUpdate: ['How many nodes are updated at once, and whether the new pod comes first.', '同时更新多少个节点，以及是否先创建新 Pod。'],
  },
  'apps.RollingUpdateDaemonSet': {
    maxUnavailable: ['On how many nodes the pod may be away at once. Default 1.', '同时允许多少个节点上没有可用 Pod，缺省为 1。'],
    maxSurge: ['On how many nodes a new pod may start beside the old one. Default 0.', '多少个节点上可先启动新 Pod 再结束旧的，缺省为 0。'],
  },
  'apps.DaemonSetStatus': {
    ...observed, ...conditions, ...collisions,
    desiredNumberScheduled: ['Nodes that should run the pod.', '应当运行该 Pod 的节点数。'], currentNumberScheduled: ['Nodes that should run the pod and do.', '应当运行且已运行该 Pod 的节点数。'],
    numberMisscheduled: ['Nodes that run the pod although they should not.', '不应运行却在运行该 Pod 的节点数。'], numberReady: ['Nodes whose pod is ready.', 'Pod 已就绪的节点数。'],
    numberAvailable: ['Nodes whose pod has been ready for `minReadySeconds`.', 'Pod 就绪时间已达 `minReadySeconds` 的节点数。'], numberUnavailable: ['Nodes whose pod is not available.', 'Pod 不可用的节点数。'],
    updatedNumberScheduled: ['Nodes whose pod is of the newest template.', 'Pod 由最新模板创建的节点数。'],
  },
  'apps.DaemonSetCondition': condition,
  PodCondition: { ...condition, ...observed, lastProbeTime: ['When this was last looked at.', '最近一次检查的时间。'] },
  Condition: { ...condition, ...observed },
  ServicePort: {
    name: ['The name of the port. Needed where there are several.', '端口名称；有多个端口时必填。'], port: ['The port at which the Service is reached.', 'Service 对外提供的端口。'],
    targetPort: ['The port of the pods, by number or by the name that the container gives it. Default: `port`.', 'Pod 上的端口，可用数字或容器端口名，缺省同 `port`。'],
    nodePort: ['The port at which every node offers the Service, from 30000 to 32767.', '每个节点上提供该 Service 的端口，范围 30000–32767。'],
    protocol: ['`TCP`, `UDP` or `SCTP`. Default `TCP`.', '`TCP`、`UDP` 或 `SCTP`，缺省为 `TCP`。'], appProtocol: ['What is spoken over it, as a hint for load balancers.', '所用的应用层协议，供负载均衡器参考。'],
  },
  SessionAffinityConfig: { clientIP: ['For how long a client stays with its pod.', '客户端与其 Pod 保持关联的时长设置。'] },
  ClientIPConfig: { timeoutSeconds: ['After so many seconds without a request a client may get another pod. Default 10800.', '多少秒没有请求后客户端可能换到其他 Pod，缺省 10800。'] },
  ServiceStatus: { ...conditions, loadBalancer: ['The addresses that a load balancer gave, if there is one.', '负载均衡器分配的地址（如有）。'] },
  LoadBalancerStatus: { ingress: ['Where the load balancer is reached.', '负载均衡器的访问入口。'] },
  LoadBalancerIngress: { ip: ['Its address.', '其 IP 地址。'], hostname: ['Its name.', '其主机名称。'], ports: ['Its ports, and what is wrong with them.', '其端口及错误信息。'] },
  'autoscaling.HorizontalPodAutoscalerSpec': {
    scaleTargetRef: ['The workload whose `replicas` are set.', '被调整 `replicas` 的工作负载。'], minReplicas: ['Never fewer than so many. Default 1.', '副本数下限，缺省为 1。'], maxReplicas: ['Never more than so many.', '副本数上限。'],
    metrics: ['What is measured. Each asks for a number of pods, and the largest counts.', '所依据的指标。每个指标各算出一个副本数，取最大者。'], behavior: ['How fast it may go up and down.', '扩容与缩容的速度限制。'],
  },
  'autoscaling.HorizontalPodAutoscalerBehavior': { scaleUp: ['How fast pods may be added. By default twice as many or 4 more in 15 s.', '扩容速度，缺省每 15 秒翻倍或增加 4 个。'], scaleDown: ['How fast pods may be taken away. By default all at once, after 5 minutes of lower need.', '缩容速度，缺省在需求降低满 5 分钟后可一次到位。'] },
  'autoscaling.HPAScalingRules': {
    stabilizationWindowSeconds: ['For so long the most careful of the recent answers counts. Default 300 s down, 0 s up.', '在此时间窗内取最保守的建议值，缺省缩容 300 秒、扩容 0 秒。'],
    policies: ['How much may change in which time.', '在多长时间内允许变化多少。'], selectPolicy: ['Which policy counts: `Max`, `Min` or `Disabled`.', '采用哪条策略：`Max`、`Min` 或 `Disabled`（禁用）。'], tolerance: ['How far a metric may be off before anything is done. Default 10 %.', '指标偏离多少以内不做调整，缺省 10 %。'],
  },
  'autoscaling.HPAScalingPolicy': { type: ['`Pods`: so many pods. `Percent`: so many percent.', '`Pods` 按个数，`Percent` 按百分比。'], value: ['How many pods or percent.', '个数或百分比的数值。'], periodSeconds: ['Within so many seconds.', '所计算的时间段，单位为秒。'] },
  'autoscaling.MetricSpec': {
    type: ['Which of the kinds below it is: `Resource`, `ContainerResource`, `Pods`, `Object` or `External`.', '指标类型：`Resource`、`ContainerResource`、`Pods`、`Object` 或 `External`，对应下列字段。'],
    resource: ['CPU or memory of the pods.', 'Pod 的 CPU 或内存。'], containerResource: ['CPU or memory of one of their containers.', 'Pod 中某个容器的 CPU 或内存。'],
    pods: ['A figure that the pods give themselves.', 'Pod 自身提供的指标。'], object: ['A figure of another object.', '另一个对象的指标。'], external: ['A figure from outside of the cluster.', '集群外部的指标。'],
  },
  'autoscaling.ResourceMetricSource': { name: ['`cpu` or `memory`.', '`cpu`（处理器）或 `memory`（内存）。'], target: ['The value that is aimed at.', '目标值。'] },
  'autoscaling.MetricTarget': {
    type: ['`Utilization`, `AverageValue` or `Value`.', '`Utilization`、`AverageValue` 或 `Value`，三者择一。'], averageUtilization: ['In percent of what the pods request, on the average.', '相对于 Pod 请求量的平均百分比。'],
    averageValue: ['An amount per pod, on the average.', '每个 Pod 的平均值。'], value: ['An amount altogether.', '总量目标值。'],
  },
  'autoscaling.CrossVersionObjectReference': { apiVersion: ['The API group and version of the object.', '对象的 API 组和版本。'], kind: ['The kind of the object.', '对象的类型。'], name: ['The name of the object.', '对象的名称。'] },
  'autoscaling.HorizontalPodAutoscalerStatus': {
    ...observed, ...conditions, currentReplicas: ['Pods that it last saw.', '最近一次看到的 Pod 数。'], desiredReplicas: ['Pods that it last asked for.', '最近一次要求的 Pod 数。'],
    currentMetrics: ['What it last measured.', '最近一次测得的指标。'], lastScaleTime: ['When it last changed the number.', '最近一次调整副本数的时间。'],
  },
  'autoscaling.HorizontalPodAutoscalerCondition': condition,
  'policy.PodDisruptionBudgetSpec': {
    selector: ['Which pods it protects.', '所保护的 Pod。'],
    minAvailable: ['So many pods must stay, as a number or a percentage. An eviction that would leave fewer is refused.', '必须保留的 Pod 数或百分比；会使其不足的驱逐将被拒绝。'],
    maxUnavailable: ['So many pods may be away, as a number or a percentage. Not together with `minAvailable`.', '允许不可用的 Pod 数或百分比；不能与 `minAvailable` 同用。'],
    unhealthyPodEvictionPolicy: ['Whether pods that are not ready may always be evicted: `AlwaysAllow`, or only while enough are healthy: `IfHealthyBudget`.', '未就绪的 Pod 是否总可驱逐：`AlwaysAllow` 总可以，`IfHealthyBudget` 仅在健康数足够时。'],
  },
  'policy.PodDisruptionBudgetStatus': {
    ...observed, ...conditions, disruptionsAllowed: ['So many pods may be evicted now.', '当前允许驱逐的 Pod 数。'], currentHealthy: ['Pods that are healthy.', '健康的 Pod 数。'],
    desiredHealthy: ['Pods that must stay healthy.', '必须保持健康的 Pod 数。'], expectedPods: ['Pods that there should be.', '应有的 Pod 数。'], disruptedPods: ['Pods whose eviction is allowed but not seen yet.', '已允许驱逐但尚未确认的 Pod。'],
  },
  PersistentVolumeClaimSpec: {
    selector: ['Labels that the volume must have.', '卷必须具备的标签。'],
    accessModes: ['Who may use it: `ReadWriteOnce` one node, `ReadOnlyMany` many to read, `ReadWriteMany` many to write, `ReadWriteOncePod` one pod.', '谁能使用：`ReadWriteOnce` 单节点，`ReadOnlyMany` 多方只读，`ReadWriteMany` 多方读写，`ReadWriteOncePod` 单个 Pod。'],
    resources: ['How much storage is asked for.', '所申请的存储容量。'], storageClassName: ['Which class makes the volume. Empty text: none does.', '由哪个存储类创建卷；空字符串表示不使用。'], volumeName: ['The volume that it is bound to.', '所绑定的卷。'],
    volumeMode: ['`Filesystem` or `Block`.', '`Filesystem`（文件系统）或 `Block`（块设备）。'], volumeAttributesClassName: ['A class of attributes that can be changed later.', '可在之后更改的卷属性类。'],
    dataSource: ['What the new volume is filled from.', '新卷的数据来源。'], dataSourceRef: ['What the new volume is filled from, also from another kind of object.', '新卷的数据来源，可为其他类型的对象。'],
  },
  VolumeResourceRequirements: { requests: ['How much is asked for, as `storage`.', '申请的容量，写在 `storage` 下。'], limits: ['How much it may be at most.', '容量上限。'] },
  PersistentVolumeClaimStatus: {
    ...conditions, phase: ['`Pending`: no volume yet. `Bound`: it has one. `Lost`: its volume is gone.', '`Pending` 尚无卷，`Bound` 已绑定，`Lost` 卷已丢失。'], accessModes: ['How the volume may be used.', '卷的访问方式。'], capacity: ['How large the volume is.', '卷的实际容量。'],
  },
  PersistentVolumeClaimCondition: { ...condition, lastProbeTime: ['When this was last looked at.', '最近一次检查的时间。'] },
  NodeSelector: { nodeSelectorTerms: ['One of these must fit the node.', '节点须匹配其中一项。'] },
  NodeSelectorTerm: { matchExpressions: ['Conditions on the labels of the node that must all hold.', '对节点标签的条件，须全部成立。'], matchFields: ['Conditions on fields of the node.', '对节点字段的条件。'] },
  NodeSelectorRequirement: { key: ['The label.', '标签的键。'], operator: ['`In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`.', '`In`、`NotIn`、`Exists`、`DoesNotExist`、`Gt` 或 `Lt`。'], values: ['The values it is compared with.', '用来比较的值。'] },
  PreferredSchedulingTerm: { weight: ['How much this is wished for, from 1 to 100.', '优先程度，1 到 100。'], preference: ['Which nodes are wished for.', '希望使用的节点。'] },
  WeightedPodAffinityTerm: { weight: ['How much this is wished for, from 1 to 100.', '优先程度，1 到 100。'], podAffinityTerm: ['Which pods, and how near.', '哪些 Pod，以及远近范围。'] },
  SecurityContext: {
    runAsUser: ['The number of the user that the processes run as.', '进程运行所用的用户编号。'], runAsGroup: ['The number of their group.', '进程所属的组编号。'], runAsNonRoot: ['True: the container is not started as root.', '为 true 时不以 root 启动容器。'],
    privileged: ['True: the container may do on its node whatever root may.', '为 true 时容器在节点上拥有 root 的全部权限。'], readOnlyRootFilesystem: ['True: the container cannot write outside of its volumes.', '为 true 时容器只能写入其卷。'],
    allowPrivilegeEscalation: ['Whether a process may gain more rights than its parent has.', '进程能否获得比父进程更多的权限。'], capabilities: ['Single rights of root that are added or dropped.', '增加或去除的个别 root 权限。'],
  },
  EmptyDirVolumeSource: { medium: ['Empty: on the disk of the node. `Memory`: in its memory.', '留空表示节点磁盘，`Memory` 表示节点内存。'], sizeLimit: ['Beyond this the pod is evicted.', '超过此大小 Pod 会被驱逐。'] },
  PersistentVolumeClaimVolumeSource: { claimName: ['The claim, by name, in the namespace of the pod.', '同一命名空间中声明的名称。'], readOnly: ['True: it cannot be written to.', '为 true 时不可写入。'] },
  HostPathVolumeSource: { path: ['The path on the node.', '节点上的路径。'], type: ['What must be there, or is made: `Directory`, `DirectoryOrCreate`, `File`, and so on.', '该处必须存在或将创建的类型，如 `Directory`、`DirectoryOrCreate`、`File`。'] },
  ConfigMapVolumeSource: { name: ['The ConfigMap.', 'ConfigMap 的名称。'], items: ['Which keys become files, and where. Without it all do.', '哪些键成为文件及其位置，缺省为全部。'], defaultMode: ['The permissions of the files. Default 0644.', '文件权限，缺省 0644。'], optional: ['True: it need not be there.', '为 true 时可以不存在。'] },
  SecretVolumeSource: { secretName: ['The Secret.', 'Secret 的名称。'], items: ['Which keys become files, and where. Without it all do.', '哪些键成为文件及其位置，缺省为全部。'], defaultMode: ['The permissions of the files. Default 0644.', '文件权限，缺省 0644。'], optional: ['True: it need not be there.', '为 true 时可以不存在。'] },
  ContainerResizePolicy: { resourceName: ['`cpu` or `memory`.', '`cpu`（处理器）或 `memory`（内存）。'], restartPolicy: ['Whether a change of it needs a restart: `NotRequired` or `RestartContainer`.', '修改它是否需要重启容器：`NotRequired` 或 `RestartContainer`。'] },
  ConfigMapKeySelector: { name: ['The ConfigMap.', 'ConfigMap 的名称。'], key: ['The key in it.', '其中的键。'], optional: ['True: it need not be there.', '为 true 时可以不存在。'] },
  SecretKeySelector: { name: ['The Secret.', 'Secret 的名称。'], key: ['The key in it.', '其中的键。'], optional: ['True: it need not be there.', '为 true 时可以不存在。'] },
}
