// 时间流动时读出的中文；供人听，所以简短。
import type { aloudEn } from './aloudEn.ts'
import { number } from '../numbers.ts'

const NODE = { Ready: '已就绪', NotReady: '未就绪', Unknown: '不再应答', joined: '已加入', gone: '已移除' } as const
const JOB = { Complete: '已完成', Failed: '已失败', Suspended: '已挂起' } as const
const POD = { failed: '已失败', backoff: '无法运行，等待下一次重试', waiting: '在等待：没有节点能接纳' } as const

export const aloudZh: typeof aloudEn = {
  one: news => {
    switch (news.what) {
      case 'job': return `Job ${news.name} ${JOB[news.how]}：${number(news.succeeded)} 个成功${news.failed > 0 ? `，${number(news.failed)} 个失败` : ''}。`
      case 'stands': return `${news.kind} ${news.name} 已更新到位：${number(news.count)}/${number(news.count)} 个 Pod 可用。`
      case 'late': return `Deployment ${news.name} 没有进展。`
      case 'scaled': return `自动伸缩器 ${news.name} 把 ${news.target} 从 ${number(news.from)} 个副本调整为 ${number(news.to)} 个。`
      case 'node': return `节点 ${news.name} ${NODE[news.how]}。`
      case 'pods': return news.count === 1 ? `Pod ${news.names.join()} ${POD[news.how]}。` : `${number(news.count)} 个 Pod（${news.names.join('、')}${news.count > news.names.length ? ' 等' : ''}）${POD[news.how]}。`
    }
  },
  all: (sentences, more) => [...sentences, ...(more > 0 ? [`另有 ${number(more)} 件事。`] : [])].join(''),
}
