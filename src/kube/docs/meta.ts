// Our words for the fields that every object has.
import type { Texts } from './text.ts'

export const metaTexts: Texts = {
  '*': {
    apiVersion: ['The API group and version that this object is written in, such as `batch/v1`; `v1` for the core group.', '本对象所用的 API 组和版本，例如 `batch/v1`；核心组写作 `v1`。'],
    kind: ['What kind of object this is, such as `Job` or `Pod`. It cannot be changed.', '对象的种类，例如 `Job` 或 `Pod`，创建后不能更改。'],
    metadata: ['Name, namespace, labels and what else the cluster keeps about the object itself.', '对象的名称、命名空间、标签，以及集群为它记录的其他信息。'],
    spec: ['What you want. Controllers work until the cluster looks like this.', '你期望的状态。控制器会不断工作，直到集群与之相符。'],
    status: ['What is. Written by the cluster; what you write here is ignored.', '实际的状态，由集群写入；你在这里写的内容会被忽略。'],
  },
  ObjectMeta: {
    '': ['What the cluster keeps about an object itself: its name, labels, owners, times.', '集群为对象本身记录的信息：名称、标签、属主和时间等。'],
    name: ['The name of the object, unique among its kind in its namespace. Lower-case letters, digits, `-` and `.`; it cannot be changed.', '对象的名称，在同一命名空间的同类对象中唯一。由小写字母、数字、`-` 和 `.` 组成，不能更改。'],
    generateName: ['A beginning to which the API server adds five random characters, if `name` is not given.', '未给出 `name` 时使用的前缀，API server 会在其后加上五个随机字符。'],
    namespace: ['The namespace in which the object lives; `default` if nothing is said. Nodes and namespaces live in none.', '对象所在的命名空间，缺省为 `default`。Node 和 Namespace 不属于任何命名空间。'],
    labels: ['Keys and values by which objects are found: selectors of Jobs, Services and `kubectl -l` look at them.', '用于查找对象的键值对：Job、Service 的选择算符以及 `kubectl -l` 都依据它们。'],
    annotations: ['Keys and values for people and tools. Nothing selects by them.', '供人和工具使用的键值对，不能用于选择对象。'],
    uid: ['Tells this object from every other that ever had its name. Given by the API server.', '由 API server 给出的标识，可与曾经同名的任何其他对象区分开。'],
    resourceVersion: ['Changes with every write. An update that carries an old one is refused as a conflict.', '每次写入都会变化。携带旧值的更新会因冲突而被拒绝。'],
    generation: ['Counts changes of `spec`. `status.observedGeneration` says which one a controller has seen.', '`spec` 变更的计数。`status.observedGeneration` 表示控制器已看到哪一次变更。'],
    creationTimestamp: ['When the object was created, in whole seconds.', '对象的创建时间，精确到秒。'],
    deletionTimestamp: ['Set when the object is told to go. It goes once its finalizers are gone and, for a pod, its containers have stopped.', '对象被要求删除的时间。要等 finalizer 全部移除（Pod 还要等容器停止）之后才真正消失。'],
    deletionGracePeriodSeconds: ['How many seconds a pod has to stop, once it is being deleted.', '对象开始删除后，Pod 有多少秒可以用来停止。'],
    finalizers: ['Names of those who must act before the object may go. Jobs put `batch.kubernetes.io/job-tracking` on their pods, so that none is lost uncounted.', '对象消失之前必须先处理它的各方。Job 会给自己的 Pod 加上 `batch.kubernetes.io/job-tracking`，以免漏计。'],
    ownerReferences: ['Who owns this object. When the owners are gone, the garbage collector deletes it.', '此对象的属主。属主都消失后，垃圾收集器会删除它。'],
    managedFields: ['Which tool set which field. Kept by the API server for server-side apply.', '记录每个字段由哪个工具设置，供服务器端应用（server-side apply）使用。'],
  },
  OwnerReference: {
    apiVersion: ['The API version of the owner.', '属主的 API 版本。'],
    kind: ['The kind of the owner.', '属主的种类。'],
    name: ['The name of the owner.', '属主的名称。'],
    uid: ['The uid of the owner: an owner of the same name made later is not meant.', '属主的 uid：后来创建的同名对象不算。'],
    controller: ['True for the one owner that manages this object. An object has at most one.', '为 true 表示由该属主管理此对象，最多只有一个。'],
    blockOwnerDeletion: ['If the owner is deleted in the foreground, it waits until this object is gone.', '属主以前台级联方式删除时，要等此对象消失后才能完成。'],
  },
  LabelSelector: {
    '': ['Which objects are meant, by their labels. All conditions must hold.', '按标签指明所指的对象，所有条件都要满足。'],
    matchLabels: ['Labels that an object must have, with exactly these values.', '对象必须带有的标签，且值完全相同。'],
    matchExpressions: ['Conditions on labels: In, NotIn, Exists, DoesNotExist.', '对标签的条件：In、NotIn、Exists、DoesNotExist。'],
  },
  LabelSelectorRequirement: {
    key: ['The label that the condition is about.', '条件所针对的标签键。'],
    operator: ['In, NotIn, Exists or DoesNotExist.', 'In、NotIn、Exists 或 DoesNotExist。'],
    values: ['The values for In and NotIn; empty for the others.', 'In 和 NotIn 的取值列表；其他运算符须为空。'],
  },
}
