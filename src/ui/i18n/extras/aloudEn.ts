// What is read out while time runs, in English. Short: it is listened to.
import type { News } from '../../aloud/news.ts'
import { counted as s, number } from '../numbers.ts'

const NODE = { Ready: 'is ready', NotReady: 'is not ready', Unknown: 'does not answer any more', joined: 'joined', gone: 'is gone' } as const
const JOB = { Complete: 'is complete', Failed: 'has failed', Suspended: 'is suspended' } as const
const POD = {
  failed: ['failed', 'failed'], backoff: ['cannot run and waits before the next try', 'cannot run and wait before the next try'], waiting: ['waits: no node takes it', 'wait: no node takes them'],
} as const

export const aloudEn = {
  one: (news: News): string => {
    switch (news.what) {
      case 'job': return `Job ${news.name} ${JOB[news.how]}: ${number(news.succeeded)} succeeded${news.failed > 0 ? `, ${number(news.failed)} failed` : ''}.`
      case 'stands': return `${news.kind} ${news.name} is up to date: ${number(news.count)} of ${s(news.count, 'pod', 'pods')} available.`
      case 'late': return `Deployment ${news.name} makes no progress.`
      case 'scaled': return `Autoscaler ${news.name} scales ${news.target} from ${number(news.from)} to ${number(news.to)}.`
      case 'node': return `Node ${news.name} ${NODE[news.how]}.`
      case 'pods': return news.count === 1 ? `Pod ${news.names.join()} ${POD[news.how][0]}.` : `${s(news.count, 'pod', 'pods')} (${news.names.join(', ')}${news.count > news.names.length ? ' and more' : ''}) ${POD[news.how][1]}.`
    }
  },
  all: (sentences: readonly string[], more: number): string => [...sentences, ...(more > 0 ? [`And ${s(more, 'more thing', 'more things')}.`] : [])].join(' '),
}
