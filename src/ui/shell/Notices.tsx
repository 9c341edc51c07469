import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { dismiss, notices } from './notices.ts'
import css from './shell.module.css'

/** What the page has to say for itself, at the lower edge, read out politely. */
export function Notices() {
  const t = useT()
  const list = useStore(notices)
  return (
    <section className={css.notices} aria-label={t.notices.label} aria-live="polite">
      {list.map(n => (
        <div key={n.id} className={css.notice} data-tone={n.tone}>
          <p>{n.text(t)}</p>
          {n.action && <Button onClick={() => { n.action!.run(); dismiss(n.id) }}>{n.action.label(t)}</Button>}
          <Button tone="plain" square aria-label={t.notices.dismiss} onClick={() => dismiss(n.id)}><X aria-hidden /></Button>
          {n.detail && <textarea className={css.detail} readOnly value={n.detail} aria-label={n.text(t)} rows={3} onFocus={e => e.currentTarget.select()} />}
        </div>
      ))}
    </section>
  )
}
