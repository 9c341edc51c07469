// What there is to say of what is selected, under the chosen tab. Fetched after the first paint, when nothing is selected yet.
import { useState } from 'react'
import { Controls } from '../controls/Controls.tsx'
import { useReasonText, useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { select, usePlayback } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { clockText } from '../timeline/clock.ts'
import type { Inspection } from '../../worker/protocol.ts'
import { Cures } from './Cures.tsx'
import { showWhyOf } from './focus.ts'
import { Logs } from './Logs.tsx'
import { useAsked } from './useInspection.ts'
import { Chain, Why } from './Why.tsx'
import { kindWord, nameOf } from './words.ts'
import css from './inspector.module.css'

export type Tab = 'why' | 'status' | 'yaml' | 'events' | 'logs'

function Refs({ label, refs }: { label: string; refs: readonly string[] }) {
  if (refs.length === 0) return null
  return (
    <div className={css.refs}>
      <h3>{label}</h3>
      <ul>{refs.slice(0, 40).map(r => <li key={r}><button type="button" className={css.chip} onClick={() => select(r)}>{kindWord(r)} {nameOf(r)}</button></li>)}{refs.length > 40 && <li className={css.dim}>+ {refs.length - 40}</li>}</ul>
    </div>
  )
}

function Status({ inspection }: { inspection: Inspection }) {
  const t = useT()
  const reasonText = useReasonText()
  return (
    <>
      {!inspection.exists && <p className={css.lead}>{t.inspector.gone}</p>}
      {inspection.exists && inspection.status.length === 0 && <p className={css.dim}>{t.inspector.noStatus}</p>}
      <ul className={css.statuses}>
        {inspection.status.map((r, i) => (
          <li key={i}>
            {reasonText(r)}
            {typeof r['field'] === 'string' && <small>{t.inspector.field} <code>{r['field']}</code></small>}
            <Cures run={r['run']} example={r['example']} />
          </li>
        ))}
      </ul>
      {inspection.exists && <Controls of={inspection.ref} />}
      <Refs label={t.inspector.owners} refs={inspection.owners} />
      <Refs label={t.inspector.owned} refs={inspection.owned} />
    </>
  )
}

function Yaml({ text }: { text: string }) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  if (text === '') return <p className={css.dim}>{t.inspector.gone}</p>
  return (
    <div className={css.yaml}>
      <Button className={css.copy} onClick={() => { void navigator.clipboard?.writeText(text).then(() => { setCopied(true); setTimeout(() => setCopied(false), 1500) }, () => {}) }}>{copied ? t.inspector.copied : t.inspector.copy}</Button>
      <pre tabIndex={0} aria-label="YAML">{text.split('\n').map((line, i) => {
        const m = /^(\s*(?:- )?)([\w./-]+|"[^"]*")(:)(.*)$/.exec(line)
        return m ? <span key={i}>{m[1]}<i>{m[2]}</i>{m[3]}<u>{m[4]}</u>{'\n'}</span> : <span key={i}>{line}{'\n'}</span>
      })}</pre>
    </div>
  )
}

function Events({ inspection }: { inspection: Inspection }) {
  const t = useT()
  const startAt = usePlayback(p => p.startAt)
  if (inspection.events.length === 0) return <p className={css.dim}>{t.inspector.noEvents}</p>
  return (
    <ul className={css.events}>
      {inspection.events.map((e, i) => (
        <li key={i} data-type={e.type}>
          <time className="mono">{clockText(e.at - startAt, false)}</time>
          <b>{e.type === 'Warning' ? '! ' : ''}{e.reason}{e.count > 1 ? ` ${t.inspector.times(e.count)}` : ''}</b>
          <p>{e.message}</p>
          <small>{e.from}</small>
        </li>
      ))}
    </ul>
  )
}

/** The chain behind one frame, whatever is selected. */
export function FrameWhy({ seq }: { seq: number }) {
  const t = useT()
  const session = useSession()
  const answer = useAsked(`frame ${seq}`, () => session.ask<'why-frame'>({ ask: 'why-frame', seq }))
  return (
    <>
      <h2>{t.inspector.whyFrame}</h2>
      <button type="button" className={css.link} onClick={() => showWhyOf(undefined)}>{t.inspector.backToObject}</button>
      {answer && <Chain steps={answer.steps} />}
    </>
  )
}

/** The tab's answer about an object. */
export function Inspected({ tab, inspection }: { tab: Tab; inspection: Inspection }) {
  switch (tab) {
    case 'why': return <Why inspection={inspection} />
    case 'status': return <Status inspection={inspection} />
    case 'yaml': return <Yaml text={inspection.yaml} />
    case 'events': return <Events inspection={inspection} />
    case 'logs': return <Logs inspection={inspection} />
  }
}
