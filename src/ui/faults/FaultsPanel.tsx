import { useState } from 'react'
import { useLang, useT } from '../i18n/index.ts'
import { faultEffects } from '../i18n/faultEffects.ts'
import { faultEn, faultZh } from '../i18n/reasons/faults.ts'
import { Button } from '../kit/Button.tsx'
import { Field } from '../kit/Field.tsx'
import { useMirror, usePlayback, useRows } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { clockText } from '../timeline/clock.ts'
import { useFiles } from '../work/files.ts'
import { chosen, FAULT_KINDS, faultOf, fieldsOf, type Breakable, type FaultKind, type Values } from './faultForm.ts'
import css from './faults.module.css'

const MOST_CHOICES = 60
const WORKLOADS = ['jobs', 'cronjobs', 'deployments', 'daemonsets', 'statefulsets', 'replicasets', 'replicationcontrollers'] as const
const IMAGE = /^[ \t-]*image:[ \t]*["']?([^\s"'#]+)/gm
const NOT_CONTROLLERS = /^(apiserver|scheduler|kubelet\/.*)$/

/** What is there to be broken. Read when the panel is drawn anew: that is soon enough for a form. */
function useBreakable(): Breakable {
  const names = useMirror(m => [...m.rows.nodes.keys()].join(' '))
  const components = useMirror(m => [...m.rows.components.keys()].join(' '))
  const cached = useMirror(m => [...m.rows.nodes.values()].flatMap(n => n.images).join(' '))
  // What has not been pulled yet stands in the files.
  const named = useFiles(f => f.files.flatMap(file => [...file.text.matchAll(IMAGE)].map(m => m[1]!)).join(' '))
  // Whoever stands at the top of a chain of owners is who people mean.
  const workloads = useMirror(m => WORKLOADS.flatMap(table => [...m.rows[table].values()].filter(row => row.owner === undefined).map(row => row.ref)).slice(0, MOST_CHOICES).join(' '))
  const split = (text: string) => (text === '' ? [] : text.split(' ').toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })))
  return { nodes: split(names), controllers: split(components).filter(n => !NOT_CONTROLLERS.test(n)), images: [...new Set([...split(named), ...split(cached)])].slice(0, MOST_CHOICES), workloads: split(workloads) }
}

/** What is broken now, each with a way to mend it; and a form to break something. */
export function FaultsPanel() {
  const t = useT()
  const lang = useLang()
  const session = useSession()
  const faults = useRows('faults')
  const startAt = usePlayback(p => p.startAt)
  const breakable = useBreakable()
  const [kind, setKind] = useState<FaultKind>('node-down')
  const [values, setValues] = useState<Values>({})
  const fields = fieldsOf(kind, breakable, t)
  const fault = faultOf(kind, fields, values)
  const words = lang === 'zh' ? faultZh : faultEn
  return (
    <div className={css.panel}>
      <section aria-label={t.faults.now}>
        <h2>{t.faults.now}</h2>
        {faults.size === 0 && <p className={css.dim}>{t.faults.none}</p>}
        <ul className={css.list}>
          {[...faults.values()].map(row => (
            <li key={row.id}>
              <span aria-hidden className={css.sign}>⚡</span>
              <span>{words(row.fault)} <small>{t.faults.since(clockText(row.since - startAt, false))}</small></span>
              <Button aria-label={t.faults.endLabel(words(row.fault))} onClick={() => void session.act({ do: 'mend', id: row.id })}>{t.faults.end}</Button>
            </li>
          ))}
        </ul>
        {faults.size > 1 && <Button onClick={() => void session.act({ do: 'mend-all' })}>{t.faults.endAll}</Button>}
      </section>
      <form className={css.form} aria-label={t.faults.begin} onSubmit={event => { event.preventDefault(); if (fault) void session.act({ do: 'break', fault }) }}>
        <h2>{t.faults.begin}</h2>
        <Field label={t.faults.what}>{id => (
          <select id={id} value={kind} onChange={event => setKind(event.target.value as FaultKind)}>
            {FAULT_KINDS.map(k => <option key={k} value={k}>{t.faults.kinds[k].name}</option>)}
          </select>
        )}</Field>
        {fields.map(field => (
          <Field key={field.id} label={t.faults.fields[field.id]}>{id => (
            <select id={id} value={chosen(field, values)} onChange={event => setValues({ ...values, [field.id]: event.target.value })}>
              {field.options.map(o => <option key={o.value} value={o.value}>{o.label}</option>)}
            </select>
          )}</Field>
        ))}
        <p className={css.dim}>{faultEffects[lang][kind]}</p>
        <Button type="submit" tone="danger" disabled={!fault}>{t.faults.breakIt}</Button>
      </form>
    </div>
  )
}
