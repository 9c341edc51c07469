// What a pod's containers printed up to this moment.
import { useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { usePlayback, useRows } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { clockText } from '../timeline/clock.ts'
import type { Inspection } from '../../worker/protocol.ts'
import { useAsked } from './useInspection.ts'
import css from './inspector.module.css'

export function Logs({ inspection }: { inspection: Inspection }) {
  const t = useT()
  const session = useSession()
  const startAt = usePlayback(p => p.startAt)
  const { ref, containers } = inspection
  const [wanted, setContainer] = useState<string>()
  const [previous, setPrevious] = useState(false)
  const container = wanted !== undefined && containers.includes(wanted) ? wanted : containers.at(-1)
  const restarts = useRows('pods').get(ref.slice(ref.indexOf('/') + 1))?.containers.find(c => c.name === container)?.restarts ?? 0
  const before = previous && restarts > 0
  const isPod = ref.startsWith('pods/')
  const answer = useAsked(`${ref} ${container} ${before}`, () => (isPod && container !== undefined ? session.ask<'logs'>({ ask: 'logs', ref, container, previous: before, tailLines: 400 }) : undefined))
  const box = useRef<HTMLPreElement>(null)
  const follow = useRef(true)
  useEffect(() => { if (follow.current && box.current) box.current.scrollTop = box.current.scrollHeight }, [answer])
  if (!isPod) return <p className={css.dim}>{t.inspector.onlyPods}</p>
  return (
    <div className={css.logs}>
      <div className={css.logHead}>
        <label>{t.inspector.container} <select value={container} onChange={e => setContainer(e.target.value)}>{containers.map(c => <option key={c}>{c}</option>)}</select></label>
        <label><input type="checkbox" checked={before} disabled={restarts === 0} onChange={e => setPrevious(e.target.checked)} /> {t.inspector.previous}</label>
      </div>
      {answer?.refused
        ? <p className={css.message}>{answer.refused}</p>
        : answer && answer.lines.length === 0
          ? <p className={css.dim}>{t.inspector.noLogs}</p>
          : (
            <pre
              ref={box} className={css.log} tabIndex={0} aria-label={t.inspector.tabs.logs}
              onScroll={e => { const p = e.currentTarget; follow.current = p.scrollHeight - p.scrollTop - p.clientHeight < 24 }}
            >{answer?.lines.map((line, i) => <span key={i}><i>{clockText(line.at - startAt)}</i>{line.text.replace(/\n$/, '')}{'\n'}</span>)}</pre>
          )}
    </div>
  )
}
