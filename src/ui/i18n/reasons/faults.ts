// A fault in words, in both languages: what is broken, and how badly. For *Why?* and for lists of faults.
import type { Fault } from '../../../worker/rows.ts'

const percent = (rate: number) => `${Math.round(rate * 100)} %`

export function faultEn(fault: Fault): string {
  switch (fault.kind) {
    case 'node-down': return `${fault.node} has lost its power`
    case 'kubelet-stopped': return `the kubelet of ${fault.node} is stopped`
    case 'network-cut': return `${fault.node} is cut off from the network`
    case 'memory-short': return `${fault.node} runs short of memory`
    case 'disk-short': return `${fault.node} runs short of disk`
    case 'controller-stopped': return `${fault.name} is stopped`
    case 'watch-slow': return `${fault.watcher === 'controllers' ? 'all controllers hear' : `${fault.watcher} hears`} of changes ${fault.ms} ms late`
    case 'api-refuses': {
      const whose = fault.client === undefined ? 'the components’' : fault.client === 'kubectl' ? 'your own' : `${fault.client}’s`
      const what = [fault.verb, fault.resource].filter(Boolean).join(' ')
      return `the API server refuses ${percent(fault.rate)} of ${whose} writes${what ? ` (${what})` : ''}${fault.error ? `: ${refusalEn[fault.error]}` : ''}`
    }
    case 'image-unavailable': return `${fault.image === '*' ? 'no image' : `image ${fault.image}`} can${fault.image === '*' ? '' : 'not'} be pulled: ${pullEn[fault.why]}`
    case 'program-fails': return `${percent(fault.rate)} of the runs of ${fault.workload ?? fault.image ?? 'all programs'} fail`
  }
}

const refusalEn = { overloaded: 'too many requests', internal: 'internal error', unavailable: 'unavailable', timeout: 'timeout', forbidden: 'forbidden', conflict: 'conflict' } as const
const pullEn = { 'registry-down': 'the registry does not answer', 'not-found': 'it is not there', 'denied': 'access is denied', 'rate-limited': 'too many pulls' } as const

export function faultZh(fault: Fault): string {
  switch (fault.kind) {
    case 'node-down': return `${fault.node} 断电`
    case 'kubelet-stopped': return `${fault.node} 的 kubelet 已停止`
    case 'network-cut': return `${fault.node} 网络中断`
    case 'memory-short': return `${fault.node} 内存不足`
    case 'disk-short': return `${fault.node} 磁盘空间不足`
    case 'controller-stopped': return `${fault.name} 已停止`
    case 'watch-slow': return `${fault.watcher === 'controllers' ? '所有控制器' : ` ${fault.watcher} `}晚 ${fault.ms} 毫秒才得知变更`.trim()
    case 'api-refuses': {
      const whose = fault.client === undefined ? '各组件' : fault.client === 'kubectl' ? '你' : ` ${fault.client} `
      const what = [fault.verb, fault.resource].filter(Boolean).join(' ')
      return `API server 拒绝${whose}的写入，比例 ${percent(fault.rate)}${what ? `（${what}）` : ''}${fault.error ? `：${refusalZh[fault.error]}` : ''}`
    }
    case 'image-unavailable': return `${fault.image === '*' ? '任何镜像都' : `镜像 ${fault.image} `}无法拉取：${pullZh[fault.why]}`
    case 'program-fails': return `${fault.workload ?? fault.image ?? '所有程序'} 的运行有 ${percent(fault.rate)} 会失败`
  }
}

const refusalZh = { overloaded: '请求过多', internal: '内部错误', unavailable: '服务不可用', timeout: '超时', forbidden: '无权限', conflict: '冲突' } as const
const pullZh = { 'registry-down': '镜像仓库没有响应', 'not-found': '镜像不存在', 'denied': '拒绝访问', 'rate-limited': '拉取次数过多' } as const
