// What happens in the cluster, for whoever listens instead of looking: politely, seldom, and only what matters. Nothing of it is seen.
import { useEffect, useState } from 'react'
import { extras } from '../i18n/extras/index.ts'
import { useLang } from '../i18n/index.ts'
import { mirror } from '../mirror/index.ts'
import { newsBetween, type News } from './news.ts'

/** So long after a change it is told, so that what belongs together is one sentence; and so long apart are two. */
const GATHER_MS = 900
const APART_MS = 5_000
/** Of one time; the rest is counted. */
const MOST = 3

export function Aloud() {
  const words = extras(useLang()).aloud
  const [told, setTold] = useState<{ readonly n: number; readonly news: readonly News[] }>({ n: 0, news: [] })
  useEffect(() => {
    let before = mirror.getState()
    let last = -APART_MS
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      timer = undefined
      const now = mirror.getState()
      const news = newsBetween(before.rows, now.rows)
      before = now
      if (news.length === 0) return
      last = performance.now()
      setTold(t => ({ n: t.n + 1, news }))
    }
    const stop = mirror.subscribe(now => {
      // Whoever went back, or began anew, knows where they are: from there on it is told what comes.
      if (now.position < before.position || before.position < 0) {
        before = now
        clearTimeout(timer)
        timer = undefined
        return
      }
      timer ??= setTimeout(look, Math.max(GATHER_MS, last + APART_MS - performance.now()))
    })
    return () => { stop(); clearTimeout(timer) }
  }, [])
  const { n, news } = told
  return <div role="status" data-aloud className="visually-hidden">{news.length > 0 && <p key={n}>{words.all(news.slice(0, MOST).map(words.one), Math.max(0, news.length - MOST))}</p>}</div>
}
