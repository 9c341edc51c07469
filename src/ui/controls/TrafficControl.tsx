// Requests to a Service: on or off, and how many a second.
import { useId } from 'react'
import { useLang } from '../i18n/index.ts'
import { workloadWords } from '../i18n/workloads/index.ts'
import { useMirror } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { FIRST_RATE, RATES, rateIndex } from './rates.ts'
import { useSettled } from './useSettled.ts'
import css from './controls.module.css'

/** `service`: its key, `namespace/name`. */
export function TrafficControl({ service }: { service: string }) {
  const w = workloadWords(useLang()).controls
  const session = useSession()
  const id = useId()
  const perSecond = useMirror(m => m.rows.services.get(service)?.perSecond)
  const send = (n: number) => void session.act({ do: 'traffic', service, perSecond: n })
  const slider = useSettled(rateIndex(perSecond ?? FIRST_RATE), i => send(RATES[i]!))
  return (
    <fieldset className={css.control}>
      <legend>{w.traffic}</legend>
      <label className={css.switch}><input type="checkbox" role="switch" checked={perSecond !== undefined} onChange={event => send(event.target.checked ? RATES[slider.shown]! : 0)} /> {w.send}</label>
      <div className={css.slide}>
        <label htmlFor={id}>{w.rate}</label>
        <input
          id={id} ref={slider.ref} type="range" min={0} max={RATES.length - 1} step={1} value={slider.shown} disabled={perSecond === undefined}
          onChange={event => slider.onInput(Number(event.target.value))} aria-valuetext={w.perSecond(RATES[slider.shown]!)}
        />
        <output htmlFor={id}>{w.perSecond(RATES[slider.shown]!)}</output>
      </div>
      <p className={css.hint}>{w.trafficHint}</p>
    </fieldset>
  )
}
