import { X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { Dialog } from '../kit/Dialog.tsx'
import { Field } from '../kit/Field.tsx'
import { useMirror } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { runLine } from '../terminal/runLine.ts'
import type { NodeRow } from '../../worker/rows.ts'
import { labelsFrom, nodeForm, openNodeForm, quoted, taintsFrom } from './nodeForm.ts'
import css from './nodes.module.css'

const SIZES = { small: {}, medium: { cpu: '4', memory: '8Gi' }, large: { cpu: '8', memory: '32Gi' }, tiny: { cpu: '500m', memory: '512Mi' } } as const
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const
const OLD_KEY = 'node-role.kubernetes.io/master'
const close = () => openNodeForm(undefined)

function Add() {
  const t = useT()
  const session = useSession()
  const [size, setSize] = useState<keyof typeof SIZES>('small')
  const [labels, setLabels] = useState('')
  const [taints, setTaints] = useState('')
  const join = (event: FormEvent) => {
    event.preventDefault()
    close()
    const wanted = labelsFrom(labels)
    void session.act({ do: 'add-node', ...SIZES[size], ...(Object.keys(wanted).length > 0 ? { labels: wanted } : {}), ...(taints.trim() ? { taints: taintsFrom(taints) } : {}) })
  }
  return (
    <Dialog title={t.nodes.addTitle} closeLabel={t.common.close} onClose={close}>
      <form className={css.form} onSubmit={join}>
        <Field label={t.nodes.size}>{id => <select id={id} value={size} onChange={e => setSize(e.target.value as keyof typeof SIZES)}>{(Object.keys(SIZES) as (keyof typeof SIZES)[]).map(s => <option key={s} value={s}>{t.nodes.sizes[s]}</option>)}</select>}</Field>
        <Field label={t.nodes.labels}>{id => <input id={id} value={labels} placeholder={t.nodes.labelsHint} spellCheck={false} autoComplete="off" onChange={e => setLabels(e.target.value)} />}</Field>
        <Field label={t.nodes.taints}>{id => <input id={id} value={taints} placeholder={t.nodes.taintsHint} spellCheck={false} autoComplete="off" onChange={e => setTaints(e.target.value)} />}</Field>
        {taints.includes(OLD_KEY) && <p className={css.dim}>{t.nodes.masterKey}</p>}
        <Button type="submit" tone="main">{t.nodes.join}</Button>
      </form>
    </Dialog>
  )
}

/** A name with a cross: what is there, and can be taken away. */
function Chip({ text, onTake }: { text: string; onTake: () => void }) {
  const t = useT()
  return <li><code>{text}</code><Button tone="plain" square aria-label={t.nodes.takeAway(text)} title={t.nodes.takeAway(text)} onClick={onTake}><X aria-hidden /></Button></li>
}

function Labels({ node }: { node: NodeRow }) {
  const t = useT()
  const session = useSession()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const kubectl = (what: string) => void runLine(session, `kubectl label node ${node.name} ${what}`)
  const set = (event: FormEvent) => {
    event.preventDefault()
    if (key.trim() === '') return
    kubectl(`${quoted(`${key.trim()}=${value.trim()}`)}${node.labels[key.trim()] === undefined ? '' : ' --overwrite'}`)
    setKey('')
    setValue('')
  }
  return (
    <Dialog title={t.nodes.labelsOf(node.name)} closeLabel={t.common.close} onClose={close}>
      <ul className={css.chips}>{Object.entries(node.labels).map(([k, v]) => <Chip key={k} text={v === '' ? k : `${k}=${v}`} onTake={() => kubectl(`${quoted(k)}-`)} />)}</ul>
      <form className={css.form} onSubmit={set}>
        <Field label={t.nodes.key}>{id => <input id={id} value={key} spellCheck={false} autoComplete="off" onChange={e => setKey(e.target.value)} />}</Field>
        <Field label={t.nodes.value}>{id => <input id={id} value={value} spellCheck={false} autoComplete="off" onChange={e => setValue(e.target.value)} />}</Field>
        <Button type="submit" tone="main">{t.nodes.set}</Button>
      </form>
    </Dialog>
  )
}

function Taints({ node }: { node: NodeRow }) {
  const t = useT()
  const session = useSession()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const [effect, setEffect] = useState<(typeof EFFECTS)[number]>('NoSchedule')
  const kubectl = (what: string) => void runLine(session, `kubectl taint node ${node.name} ${what}`)
  const set = (event: FormEvent) => {
    event.preventDefault()
    const k = key.trim()
    if (k === '') return
    kubectl(`${quoted(`${k}${value.trim() === '' ? '' : `=${value.trim()}`}:${effect}`)}${node.taints.some(x => x.key === k && x.effect === effect) ? ' --overwrite' : ''}`)
    setKey('')
    setValue('')
  }
  return (
    <Dialog title={t.nodes.taintsOf(node.name)} closeLabel={t.common.close} onClose={close}>
      {node.taints.length === 0 && <p className={css.dim}>{t.nodes.noTaints}</p>}
      <ul className={css.chips}>{node.taints.map(x => <Chip key={`${x.key}:${x.effect}`} text={`${x.key}${x.value ? `=${x.value}` : ''}:${x.effect}`} onTake={() => kubectl(`${quoted(`${x.key}:${x.effect}`)}-`)} />)}</ul>
      {(node.roles.includes('control-plane') || key.trim() === OLD_KEY) && <p className={css.dim}>{t.nodes.masterKey}</p>}
      <form className={css.form} onSubmit={set}>
        <Field label={t.nodes.key}>{id => <input id={id} value={key} spellCheck={false} autoComplete="off" onChange={e => setKey(e.target.value)} />}</Field>
        <Field label={t.nodes.value}>{id => <input id={id} value={value} spellCheck={false} autoComplete="off" onChange={e => setValue(e.target.value)} />}</Field>
        <Field label={t.nodes.effect}>{id => <select id={id} value={effect} onChange={e => setEffect(e.target.value as (typeof EFFECTS)[number])}>{EFFECTS.map(x => <option key={x} value={x}>{t.nodes.taintWords[x]}</option>)}</select>}</Field>
        <Button type="submit" tone="main">{t.nodes.set}</Button>
      </form>
    </Dialog>
  )
}

/** The form about a node that is open, if any. A node that goes takes its form along. */
export function NodeForms() {
  const open = useStore(nodeForm, s => s.open)
  const node = useMirror(m => (open && 'node' in open ? m.rows.nodes.get(open.node) : undefined))
  if (open?.form === 'add') return <Add />
  if (!open || !node) return null
  return open.form === 'labels' ? <Labels node={node} /> : <Taints node={node} />
}
