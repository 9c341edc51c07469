// Why it is as it is: the chain of causes, oldest first, back to the line of the manifest; and what the scheduler saw.
import { useState } from 'react'
import { useLang, useReasonText, useT } from '../i18n/index.ts'
import { select, useMirror, usePlayback } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { show } from '../work/files.ts'
import { clockText } from '../timeline/clock.ts'
import type { Inspection, WhyStep } from '../../worker/protocol.ts'
import { Verdict } from './Verdict.tsx'
import { stepWords } from './steps.ts'
import css from './inspector.module.css'

/** A chain longer than this shows its beginning and its end. */
const MOST_STEPS = 14
const KEPT_FIRST = 4

function Step({ step, current }: { step: WhyStep; current: boolean }) {
  const t = useT()
  const lang = useLang()
  const session = useSession()
  const startAt = usePlayback(p => p.startAt)
  const { title, detail } = stepWords(step, t, lang, useReasonText())
  const clock = clockText(step.at - startAt)
  const { manifest } = step
  return (
    <li data-current={current || undefined} data-input={step.cause < 0 || undefined}>
      <button type="button" className={css.step} aria-current={current ? 'step' : undefined} title={t.inspector.stepTo(title, clock)} onClick={() => { if (step.about) select(step.about); void session.travel({ toFrame: step.seq }) }}>
        <time className="mono">{((step.at - startAt) / 1000).toFixed(3)}</time>
        <b>{title}</b>
        {detail && <small>{detail}</small>}
        {step.also > 0 && <small>{t.inspector.also(step.also)}</small>}
      </button>
      {manifest && (
        <button type="button" className={css.link} onClick={() => { show(manifest.path); dispatchEvent(new CustomEvent('kubestep:line', { detail: manifest })) }}>
          {t.inspector.line(manifest.path, manifest.line)}
        </button>
      )}
    </li>
  )
}

export function Chain({ steps }: { steps: readonly WhyStep[] }) {
  const t = useT()
  const position = useMirror(m => m.position)
  const [open, setOpen] = useState(false)
  const folded = !open && steps.length > MOST_STEPS
  const first = folded ? steps.slice(0, KEPT_FIRST) : steps
  const last = folded ? steps.slice(steps.length - (MOST_STEPS - KEPT_FIRST)) : []
  return (
    <ol className={css.chain}>
      {first.map(step => <Step key={step.seq} step={step} current={step.seq === position} />)}
      {folded && <li className={css.fold}><button type="button" className={css.link} onClick={() => setOpen(true)}>{t.inspector.folded(steps.length - first.length - last.length)}</button></li>}
      {last.map(step => <Step key={step.seq} step={step} current={step.seq === position} />)}
    </ol>
  )
}

export function Why({ inspection }: { inspection: Inspection }) {
  const t = useT()
  const reasonText = useReasonText()
  return (
    <>
      {inspection.status[0] && <p className={css.lead}>{reasonText(inspection.status[0])}</p>}
      {!inspection.exists && <p className={css.lead}>{t.inspector.gone}</p>}
      {inspection.why.length > 0 ? <Chain steps={inspection.why} /> : <p className={css.dim}>{t.inspector.noWhy}</p>}
      {inspection.verdict && <Verdict verdict={inspection.verdict} />}
    </>
  )
}
