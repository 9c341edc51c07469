// Starting over, with a cluster as one wants it: when it begins, how many nodes it has, which seed. What is chosen goes along with links.
import { useState, type FormEvent } from 'react'
import { extras } from '../i18n/extras/index.ts'
import { useLang, useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { Dialog } from '../kit/Dialog.tsx'
import { Field } from '../kit/Field.tsx'
import { DEFAULT_OPTIONS, useSession } from '../session/session.ts'
import { EARLIEST, LATEST, MOST_SEED, optionsFrom } from '../../worker/protocol.ts'
import { startOver } from './boot.ts'
import css from './shell.module.css'

/** Nights in which calendars do something, shortly before they do it. */
export const MOMENTS = {
  spring: '2026-03-29T00:50:00Z', autumn: '2026-10-25T00:20:00Z', year: '2026-12-31T23:55:00Z', leap: '2028-02-28T23:55:00Z', month: '2026-08-31T23:55:00Z',
} as const
type Moment = keyof typeof MOMENTS
/** A page's nodes are drawn one by one. */
const MOST_HERE = 100

/** `2026-11-20T09:00:00Z` as a field for date and time has it, and back. */
const forField = (startAt: string): string => startAt.slice(0, 19)
const fromField = (value: string): string => `${value.length === 16 ? `${value}:00` : value.slice(0, 19)}Z`
const day = (time: string) => time.slice(0, 10)

export function StartOver({ onClose }: { onClose: () => void }) {
  const t = useT()
  const w = extras(useLang()).startOver
  const session = useSession()
  const last = session.engine.lastSaved?.options ?? DEFAULT_OPTIONS
  const [at, setAt] = useState(forField(last.startAt))
  const [nodes, setNodes] = useState(String(last.nodes))
  const [seed, setSeed] = useState(String(last.seed))
  const options = optionsFrom({ seed: Number(seed), startAt: fromField(at), nodes: Number(nodes) })
  const near = (Object.keys(MOMENTS) as Moment[]).find(m => MOMENTS[m] === fromField(at))
  const begin = (event: FormEvent) => {
    event.preventDefault()
    if (!session.served && options === undefined) return
    onClose()
    void startOver(session, options)
  }
  return (
    <Dialog title={t.menu.startOver.replace('…', '')} closeLabel={t.common.close} onClose={onClose}>
      <form className={css.startOver} onSubmit={begin}>
        <p>{w.ask}</p>
        {!session.served && (
          <fieldset>
            <legend>{w.options}</legend>
            <Field label={w.at}>{id => <input id={id} type="datetime-local" step={1} required min={forField(EARLIEST)} max={forField(LATEST)} value={at} onChange={e => setAt(e.target.value)} />}</Field>
            <Field label={w.near}>{id => (
              <select id={id} value={near ?? ''} onChange={e => setAt(forField(e.target.value === '' ? DEFAULT_OPTIONS.startAt : MOMENTS[e.target.value as Moment]))}>
                <option value="">{w.nearNothing}</option>
                {(Object.keys(MOMENTS) as Moment[]).map(m => <option key={m} value={m}>{w.moments[m]}</option>)}
              </select>
            )}</Field>
            <p className={css.aside}>{w.nearHint}</p>
            <Field label={w.nodes}>{id => <input id={id} type="number" required min={0} max={MOST_HERE} step={1} value={nodes} onChange={e => setNodes(e.target.value)} />}</Field>
            <Field label={w.seed}>{id => <input id={id} type="number" required min={0} max={MOST_SEED} step={1} value={seed} onChange={e => setSeed(e.target.value)} />}</Field>
            <p className={css.aside}>{w.seedHint}</p>
            {options === undefined && <p role="alert" className={css.wrong}>{w.wrong(day(EARLIEST), day(LATEST))}</p>}
          </fieldset>
        )}
        <div className={css.startFoot}><Button onClick={onClose}>{t.common.cancel}</Button><Button type="submit" tone="main">{w.yes}</Button></div>
      </form>
    </Dialog>
  )
}
