// What is asked of a workload, and whether anybody measures it.
import { useId } from 'react'
import type { Ref } from '../../kube/keys.ts'
import { useLang } from '../i18n/index.ts'
import { workloadWords } from '../i18n/workloads/index.ts'
import { kindWord, nameOf } from '../inspector/words.ts'
import { useRows } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { rootOf } from '../stage/workloads/blocks.ts'
import { useMirrorEvery } from '../stage/useThrottled.ts'
import { coresText, LOAD } from './rates.ts'
import { useSettled } from './useSettled.ts'
import css from './controls.module.css'

const SERVER = 'metrics-server'

export function LoadControl({ workload }: { workload: Ref }) {
  const w = workloadWords(useLang()).controls
  const session = useSession()
  const id = useId()
  const loads = useRows('loads')
  const { rows } = useMirrorEvery(500)
  const milli = loads.get(workload)?.cpuMilli ?? 0
  const slider = useSettled(milli, cpuMilli => void session.act({ do: 'set-load', workload, cpuMilli }))
  const pods = [...rows.pods.values()].filter(p => p.look === 'ready' && (p.owner === workload || rootOf(rows, p.ref)?.ref === workload))
  const measured = pods.reduce((sum, p) => sum + (p.usage?.cpuMilli ?? 0), 0)
  const { shown } = slider
  const text = shown === 0 ? w.noLoad : w.cores(coresText(shown))
  return (
    <fieldset className={css.control}>
      <legend>{w.load}</legend>
      <div className={css.slide}>
        <label htmlFor={id}>{w.loadOf(`${kindWord(workload)} ${nameOf(workload)}`)}</label>
        <input id={id} ref={slider.ref} type="range" min={0} max={LOAD.most} step={LOAD.step} value={shown} onChange={event => slider.onInput(Number(event.target.value))} aria-valuetext={text} />
        <output htmlFor={id}>{text}</output>
      </div>
      {shown > 0 && <p className={css.numbers}>{pods.length === 0 ? w.nobody : w.share(coresText(shown / pods.length), pods.length)}{pods.some(p => p.usage) ? ` · ${w.measured(w.cores(coresText(measured)))}` : ''}</p>}
      <p className={css.hint}>{w.loadHint}</p>
      <label className={css.switch}><input type="checkbox" role="switch" checked={loads.has(SERVER)} onChange={event => void session.act({ do: 'metrics-server', on: event.target.checked })} /> {w.server}</label>
      <p className={css.hint}>{w.serverHint}</p>
    </fieldset>
  )
}
