// The palette: one line that finds what is in the cluster, the examples and what can be done. Arrows choose, Enter does it.
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { exampleWords } from '../i18n/examples/index.ts'
import { extras } from '../i18n/extras/index.ts'
import { speak, useLang, useT } from '../i18n/index.ts'
import { mirror } from '../mirror/index.ts'
import { applyActive } from '../editor/apply.ts'
import { useSession } from '../session/session.ts'
import { focusNextPane, focusTerminal } from '../shell/panesByKey.ts'
import { present } from '../shell/presenting.ts'
import { shareRun } from '../shell/share.ts'
import { systemShown } from '../stage/system.ts'
import { copyEmbed } from './embed.ts'
import { find } from './search.ts'
import { thingsOf, type Doable } from './things.ts'
import css from './palette.module.css'

interface Props { readonly onClose: () => void; readonly onHelp: () => void; readonly onStartOver: () => void }

export function Palette({ onClose, onHelp, onStartOver }: Props) {
  const t = useT()
  const lang = useLang()
  const w = extras(lang).palette
  const session = useSession()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const [query, setQuery] = useState('')
  const [picked, setPicked] = useState(0)
  // As things stand while it opens: a list that changes under the finger is of no use.
  const things = useMemo(() => thingsOf(mirror.getState().rows, systemShown.getState().shown, t, extras(lang), exampleWords(lang), {
    session, nextPane: focusNextPane, focusTerminal, apply: () => void applyActive(session), help: onHelp, find: () => {}, present,
    share: () => void shareRun(session), embed: () => void copyEmbed(session), startOver: onStartOver, speakOther: () => void speak(lang === 'en' ? 'zh' : 'en').catch(() => {}),
  }), [t])
  const found = find(things, query)
  const at = Math.min(picked, found.length - 1)

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const box = dialog.current!
    if (!box.open) box.showModal()
    return () => { box.close(); before?.focus?.() }
  }, [])
  useEffect(() => { list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }) }, [at, query])

  const run = (thing: Doable | undefined) => {
    if (!thing) return
    onClose()
    // After the dialog has given the focus back: what is done may take it elsewhere.
    setTimeout(thing.run, 0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) setPicked(Math.max(0, Math.min(found.length - 1, at + step)))
    else if (event.key === 'Enter') run(found[at])
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog} className={css.palette} aria-label={w.title}
      onCancel={event => { event.preventDefault(); onClose() }} onClick={event => { if (event.target === dialog.current) onClose() }} onKeyDown={onKeyDown}
    >
      <input
        className={css.input} value={query} autoFocus spellCheck={false} autoComplete="off" placeholder={w.ask} aria-label={w.ask} maxLength={200}
        role="combobox" aria-expanded aria-controls={id} aria-autocomplete="list" aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        onChange={event => { setQuery(event.target.value); setPicked(0) }}
      />
      <ul ref={list} id={id} role="listbox" aria-label={w.title} className={css.list}>
        {found.map((thing, i) => (
          <li key={`${thing.kind} ${thing.id}`} id={`${id}-${i}`} role="option" aria-selected={i === at} onPointerMove={() => { if (i !== at) setPicked(i) }} onClick={() => run(thing)}>
            <span className={css.label}>{thing.label}</span>
            {thing.hint && <small className={css.hint}>{thing.hint}</small>}
            <small className={css.kind}>{w.kinds[thing.kind]}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={css.none}>{w.none}</p>}
      <span className="visually-hidden" role="status">{w.found(found.length)}</span>
    </dialog>
  )
}
