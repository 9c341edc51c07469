// Of kinds that are not simulated: whose they are, and what their absence changes for the workloads beside them.
import { foreignOf, type ForeignRole } from '../../../kube/foreign.ts'

const rolesEn: Readonly<Record<ForeignRole, string>> = {
  monitoring: 'It only says where metrics are fetched or sent: the pods run the same without it.',
  certificates: 'It would fill a Secret: make that Secret by hand if a pod mounts it. Nothing else depends on it.',
  mesh: 'It steers requests between pods that run already: workloads and Services behave the same without it.',
  gateway: 'It leads requests in from outside: pods and Services behave the same without it, and an Ingress or a Service of type NodePort lets requests in.',
  rollouts: 'It takes the place of a Deployment: a Deployment shows how pods are replaced with Kubernetes’ own strategies.',
  delivery: 'It brings manifests into a cluster from elsewhere: here, apply those manifests themselves.',
  scaling: 'It changes how much there is of a workload: a HorizontalPodAutoscaler, or kubectl scale, does that here.',
  policy: 'It allows or forbids: here, what it would forbid goes through.',
  secrets: 'It would fill a Secret: make that Secret by hand if a pod needs it.',
  snapshots: 'It copies volumes: claims and the pods that use them behave the same without it.',
  machinery: 'It extends the API server itself, whose kinds are fixed here.',
  workloads: 'It makes pods by rules of its own: Jobs, Deployments and StatefulSets show the controllers that it builds upon.',
  kubernetes: 'No controller that is simulated here reads it.',
  other: 'An operator would act on it, and there is none here.',
}
const rolesZh: Readonly<Record<ForeignRole, string>> = {
  monitoring: '它只说明从哪里采集或向哪里发送指标：没有它，Pod 的运行完全一样。',
  certificates: '它本会填好一个 Secret：如果有 Pod 挂载它，请手工创建这个 Secret。其余的都不依赖它。',
  mesh: '它只引导已在运行的 Pod 之间的请求：没有它，工作负载和 Service 的行为一样。',
  gateway: '它把外部请求引进来：没有它，Pod 和 Service 的行为一样；这里可以用 Ingress 或 NodePort 类型的 Service 接入请求。',
  rollouts: '它取代 Deployment：用 Deployment 可以看到 Kubernetes 自己的策略如何替换 Pod。',
  delivery: '它把清单从别处送进集群：在这里请直接应用那些清单。',
  scaling: '它改变工作负载的规模：这里可以用 HorizontalPodAutoscaler 或 kubectl scale。',
  policy: '它决定放行还是禁止：在这里，它本会禁止的都会通过。',
  secrets: '它本会填好一个 Secret：如果有 Pod 需要它，请手工创建这个 Secret。',
  snapshots: '它复制卷：没有它，申领和使用申领的 Pod 行为一样。',
  machinery: '它扩展 API 服务器本身，而这里的类型是固定的。',
  workloads: '它按自己的规则创建 Pod：它所依靠的控制器，可以用 Job、Deployment 和 StatefulSet 来看。',
  kubernetes: '这里模拟的控制器都不读取它。',
  other: '它需要一个 operator 来处理，而这里没有。',
}

export function foreignEn(version: string, kind: string): string {
  const { project, role } = foreignOf(version, kind)
  return `kubestep does not simulate ${kind}${project === 'Kubernetes' ? '' : ` (${project})`}. ${rolesEn[role]} The other documents of the file are applied all the same.`
}

export function foreignZh(version: string, kind: string): string {
  const { project, role } = foreignOf(version, kind)
  return `kubestep 不模拟 ${kind}${project === 'Kubernetes' ? '' : `（${project}）`}。${rolesZh[role]}文件中的其他文档照常应用。`
}
