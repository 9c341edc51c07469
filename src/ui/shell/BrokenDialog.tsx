// The engine has found a fault in itself. What happened, and what is needed to see it again: options and inputs, and a link.
import { useStore } from 'zustand'
import { extras } from '../i18n/extras/index.ts'
import { useLang } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { Dialog } from '../kit/Dialog.tsx'
import { brokenReport } from './broken.ts'
import css from './shell.module.css'

export function BrokenDialog() {
  const words = extras(useLang()).broken
  const report = useStore(brokenReport, b => b.report)
  if (report === undefined) return null
  const close = () => brokenReport.setState({ report: undefined })
  return (
    <Dialog
      title={words.title} closeLabel={words.close} onClose={close}
      foot={<><Button onClick={() => void navigator.clipboard?.writeText(report).catch(() => {})}>{words.copy}</Button><Button tone="main" onClick={close}>{words.close}</Button></>}
    >
      <p>{words.body}</p>
      <textarea className={css.report} readOnly value={report} aria-label={words.title} onFocus={e => e.currentTarget.select()} />
    </Dialog>
  )
}
