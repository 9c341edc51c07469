// 对象的当前状态（中文）：完整的句子，说的是此刻。每个对象的第一句也是“为什么”的开头。
import type { PodLook } from '../../../worker/rows.ts'
import type { StatusReasons } from '../../../worker/status/reasons.ts'
import { spanText } from '../spans.ts'
import type { Words } from './catalogue.ts'

const span = (ms: number) => spanText(ms, 'zh')
const list = (values: readonly (string | number)[], most = 4) => values.slice(0, most).join('、') + (values.length > most ? ` 等 ${values.length} 个` : '')
const opt = (before: string, value: string | undefined, after = '') => (value ? `${before}${value}${after}` : '')

const DOES: Readonly<Record<PodLook, string>> = {
  pending: '在等待调度', pulling: '在拉取镜像', creating: '正在创建', running: '已运行但尚未就绪', ready: '已就绪', backoff: '反复失败',
  succeeded: '已结束', failed: '已失败', terminating: '正在终止', unknown: '所在节点没有响应',
}
const THEN = { create: '创建', remove: '删除', update: '更新' } as const

export const statusZh: Words<StatusReasons> = {
  'status.child.look': d => `${opt('', d.node, ' 上的 ')}${d.pod} ${DOES[d.look]}。`,
  'status.child.min-ready': d => `${opt('', d.node, ' 上的 ')}${d.pod} 已就绪，${span(d.leftMs)}后才算可用。`,

  'status.ds.complete': d => `应运行 Pod 的 ${d.desired} 个节点都有可用的 Pod。`,
  'status.ds.nowhere': d => (d.nodes === 0 ? '集群里没有节点。' : `${d.nodes} 个节点都不应运行它的 Pod。`),
  'status.ds.progress': d => `${d.desired} 个节点中有 ${d.ready} 个的 Pod 已就绪。`,
  'status.ds.rolling': d => `${d.desired} 个节点中还有 ${d.old} 个运行旧模板。${d.surge ? `最多 ${d.most} 个节点可同时有两个 Pod` : `最多 ${d.most} 个节点可暂时没有 Pod`}${d.waits ? '，现在已达上限：下一个要等待。' : '。'}`,
  'status.ds.on-delete': d => `${d.old} 个 Pod 属于旧模板：OnDelete 只在你删除 Pod 之后才换成新的。`,
  'status.ds.missing': d => `${list(d.nodes)} 上还没有 Pod。`,
  'status.ds.misses': d => `不在 ${list(d.nodes)} 上运行：${{
    taint: `不容忍污点 ${d.what}`, nodeSelector: `nodeSelector 要求 ${d.what}`, affinity: '不满足必需的节点亲和性', nodeName: `nodeName 指定了 ${d.what}`,
  }[d.why] ?? d.why}。${opt('模板容忍的 ', d.old, ' 是该污点在 1.24 之前的名字，如今不起作用。')}`,
  'status.ds.keeps': d => `${list(d.nodes)} 保留着 Pod，但现在不会再得到：污点 ${d.what} 只阻止新 Pod，不驱逐已有的。`,

  'status.sts.steady': d => (d.replicas === 0 ? '不需要 Pod，也没有 Pod。' : d.replicas === 1 ? '唯一的 Pod 可用。' : `${d.replicas} 个 Pod 都可用。`),
  'status.sts.progress': d => `${d.replicas} 个 Pod 中有 ${d.ready} 个就绪。`,
  'status.sts.waits': d => `等待 ${d.pod} ${d.for === 'gone' ? '消失' : d.for === 'available' ? `就绪满 minReadySeconds（还剩 ${span(d.leftMs ?? 0)}）` : '就绪'}，然后${THEN[d.then]} ${d.next}。${d.look && d.look !== 'ready' ? `${d.pod} ${DOES[d.look]}。` : ''}`,
  'status.sts.next': d => `下一步：${THEN[d.then]} ${d.pod}。`,
  'status.sts.parallel': () => 'podManagementPolicy 为 Parallel：Pod 同时创建、同时删除，互不等待。',
  'status.sts.rolling': d => `从最大序号往下逐个更新：${d.replicas} 个 Pod 中已有 ${d.updated} 个是新模板。`,
  'status.sts.partition': d => `partition 让序号小于 ${d.partition} 的 Pod 保持旧模板：${d.old} 个。`,
  'status.sts.on-delete': d => `${d.old} 个 Pod 属于旧模板：OnDelete 只在你删除 Pod 之后才换成新的。`,
  'status.sts.stuck': d => `${d.pod} 一直失败，整列都在等它：修好模板后，还要手动删除 ${d.pod}。`,
  'status.sts.claim': d => `申领 ${d.claim} 还没有卷，${d.pod} 无法启动。`,
  'status.sts.kept': d => `已缩掉的 Pod 的 ${d.claims.length} 个申领连同数据都保留着：${list(d.claims)}。`,
  'status.sts.no-service': d => `没有名为 ${d.service} 的 Service：Pod 在 DNS 中没有自己的名字。`,

  'status.rs.steady': d => (d.replicas === 1 ? '唯一的 Pod 可用。' : `${d.replicas} 个 Pod 都可用。`),
  'status.rs.progress': d => `${d.replicas} 个 Pod 中有 ${d.ready} 个就绪${d.creating > 0 ? `；还要创建 ${d.creating} 个` : d.deleting > 0 ? `；多出 ${d.deleting} 个` : ''}。`,
  'status.rs.min-ready': d => `${d.pods} 个 Pod 已就绪但还不算可用：最早 ${span(d.leftMs)}后。`,
  'status.rs.zero': () => '不需要 Pod。',
  'status.rs.kept': d => `不带 Pod 保留着${opt('（修订版 ', d.revision, '）')}，以便 ${d.owner} 回滚。`,
  'status.rs.owned': d => `数目由 ${d.owner} 决定：请在那里修改，在这里的修改会被改回。`,
  'status.rs.refused': d => `API 服务器拒绝创建它的 Pod：${d.message}`,

  'status.svc.sends': d => (d.ready === d.matching ? `把请求发给 ${d.ready} 个就绪的 Pod。` : `${d.matching} 个 Pod 中，请求只发给就绪的 ${d.ready} 个。`),
  'status.svc.none-match': d => `没有 Pod 带有标签 ${d.selector}：所有请求都会失败。`,
  'status.svc.none-ready': d => `有 ${d.matching} 个 Pod 匹配，但没有一个就绪：所有请求都会失败。`,
  'status.svc.lags': d => `端点里还列着 ${d.listed} 个，而就绪的 Pod 有 ${d.ready} 个：稍后会跟上。`,
  'status.svc.headless': d => `无头服务：没有自己的地址，${d.name} 直接解析到各个 Pod。`,
  'status.svc.address': d => `在集群内的地址为 ${d.ip}，端口 ${list(d.ports)}。`,
  'status.svc.external': d => `只是 ${d.to} 的别名：由 DNS 给出，请求不经过这里。`,
  'status.svc.by-hand': () => '没有选择算符：端点要由使用者自己写。',
  'status.svc.node-port': d => `从外部可经任一节点的端口 ${list(d.ports)} 访问。`,
  'status.svc.no-balancer': () => '此集群背后没有云，不会分配负载均衡器：外部地址一直为 pending。',
  'status.svc.sticky': d => `同一客户端在 ${span(d.seconds * 1000)}内固定使用同一个 Pod。`,
  'status.svc.not-ready-too': () => '未就绪的 Pod 也列入端点。',
  'status.svc.no-such-port': d => `${d.pod} 没有名为 ${d.port} 的容器端口。`,

  'status.eps.addresses': d => `${opt('Service ', d.service, ' 的')}${d.ready} 个地址接收请求${d.unready > 0 ? `；${d.unready} 个未就绪` : ''}${d.terminating > 0 ? `；${d.terminating} 个正在终止` : ''}。`,
  'status.eps.empty': d => `没有地址${opt('：Service ', d.service, ' 没有可达的 Pod')}。`,

  'status.job.retries-over': d => (d.inPlace
    ? `这里 backoffLimit ${d.limit} 数的是重启次数：restartPolicy 为 OnFailure 时，重启的是同一个 Pod。它最后连同日志一起被删除；用 Never 则每次尝试都会留下 Pod。`
    : `backoffLimit ${d.limit} 表示首次尝试之后允许重试 ${d.limit} 次，因此第 ${d.limit + 1} 个 Pod 失败时 Job 失败。`),
  'status.job.kept': () => '它和它的 Pod、日志会一直保留，直到有人删除。',
  'status.pod.silent': d => `它的节点 ${d.node} 没有应答：这里是此前上报的状态。${{
    evicted: (d.leftMs ?? 0) > 0 ? `它还能容忍 ${span(d.leftMs!)}，之后会被删除。` : '容忍的时间已到，它会被删除。',
    stays: '它无限期地容忍这一点（DaemonSet 的 Pod 都是如此）：不会被迁走。',
    terminating: '只有它的 kubelet 能确认它已结束。在节点恢复、Node 对象被删除或你强制删除它之前，它一直处于 Terminating。',
    unknown: '如果一直如此，节点上的 Pod 会被驱逐。',
  }[d.then]}`,
  'status.pod.resize-pending': d => `${d.never ? '请求的资源超过了节点的全部容量，只能保持现状' : '请求了新的资源量，正等待节点腾出空间'}：${d.message}。`,
  'status.pod.resizing': d => `正在运行中调整资源${d.error ? `，但是：${d.error}` : ''}。`,
  'status.pod.looked-into': d => `调试容器 ${list(d.containers)} 正在其中运行（kubectl debug）。这类容器不影响 Pod 的就绪与阶段，结束后不会重启，并随 Pod 一起结束。`,
  'status.pod.held-open': d => `${list(d.ended)} 已结束，但只要 ${list(d.running)} 还在运行，Pod 就不算结束。不需要等待的辅助容器应写成 restartPolicy 为 Always 的 init 容器。`,

  'status.pvc.bound': d => `已绑定到 ${d.volume}${opt('，', d.size)}。`,
  'status.pvc.lost': d => `它的卷 ${d.volume} 已消失，数据随之丢失。`,
  'status.pvc.first-consumer': d => `等待使用它的 Pod：存储类 ${d.storageClass} 要在 Pod 的节点确定后才绑定。`,
  'status.pvc.no-class': d => `没有存储类 ${d.storageClass}，也没有该类的卷。`,
  'status.pvc.no-default': () => '它没有指定存储类，集群里也没有默认的存储类：没有谁会为它创建卷，只有手工创建、不带存储类的卷才合适。',
  'status.pvc.none': d => `没有合适的卷${opt('（存储类 ', d.storageClass, '）')}：一有就会绑定。`,
  'status.pvc.unfit': d => `${d.volume}：${{
    taken: `属于 ${d.has}`, class: `存储类为 ${d.has || '“”'}，需要 ${d.wants || '“”'}`, size: `太小：${d.has}，需要 ${d.wants}`, modes: `不提供 ${d.wants}`,
    selector: '标签与选择算符不匹配', released: `仍保存着 ${d.has} 的数据`,
  }[d.why]}。`,
  'status.pvc.used': d => `${list(d.pods)} 正在使用。`,
  'status.pvc.unused': () => '没有 Pod 使用它。',
  'status.pvc.protected': d => (d.pods.length > 0 ? `要等 ${list(d.pods)} 不再使用才会消失。` : '已无人使用，即将消失。'),

  'status.pv.available': d => `${d.size}${opt('，存储类 ', d.storageClass)}，可供申领。`,
  'status.pv.bound': d => `属于申领 ${d.claim}。`,
  'status.pv.released': d => `申领 ${d.claim} 已消失。${d.policy === 'Retain' ? '数据保留着；在有人清除 claimRef 之前，谁也得不到这个卷。' : `回收策略：${d.policy}。`}`,
  'status.pv.failed': d => `回收失败${opt('：', d.message)}。`,
  'status.pv.other': d => `状态为 ${d.phase}。`,

  'status.node.silent': d => `已有 ${span(d.silentMs)}没有消息：满 ${span(d.graceMs)}就认为失联。`,
  'status.node.evicts': d => (d.leftMs > 0 ? `其上 ${d.pods} 个 Pod 还会容忍 ${span(d.leftMs)}，之后被删除。` : '其上的 Pod 已等待足够久，即将被删除。'),

  'status.ns.active': d => `活跃，其中有 ${list(d.objects, 8)}。`,
  'status.ns.empty': () => '活跃，是空的。',
  'status.ns.terminating': d => (d.objects.length > 0 ? `清空后才会消失。其中还有：${list(d.objects, 8)}。` : '已清空，即将消失。'),
  'status.ns.stuck': d => `${d.message}`,

  'status.pdb.allows': d => `还允许驱逐 ${d.allowed} 个：健康 ${d.healthy} 个，必须保留 ${d.desired} 个。`,
  'status.pdb.blocks': d => `不允许驱逐：${d.expected} 个 Pod 中健康 ${d.healthy} 个，必须保留 ${d.desired} 个。drain 会在此等待。`,
  'status.pdb.none': () => '没有 Pod 匹配选择算符：它什么也不保护。',
  'status.pdb.unknown': d => `无法得知应有多少个 Pod，因此不允许驱逐：${d.message}`,

  'status.hpa.steady': d => `${d.target} 保持 ${d.replicas} 个副本。`,
  'status.hpa.scales': d => `把 ${d.target} 从 ${d.from} 个副本调整到 ${d.to} 个。`,
  'status.hpa.metric': d => `${d.metric}：当前 ${d.current}，目标 ${d.target}。`,
  'status.hpa.at-most': d => `按负载需要超过 maxReplicas：停在 ${d.max} 个。`,
  'status.hpa.at-least': d => `按负载可少于 minReplicas：停在 ${d.min} 个。`,
  'status.hpa.calms': () => '本可以缩小，但先等一等：稳定窗口内取最近的最大值。',
  'status.hpa.blind': d => `看不到负载，因此不作改变：${d.message}`,
  'status.hpa.cannot': d => `无法伸缩：${d.message}`,
}
