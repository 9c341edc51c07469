// The engine has found a fault in itself. What happened, and what is needed to see it again: options and inputs, and a link.
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { Dialog } from '../kit/Dialog.tsx'
import { brokenReport } from './broken.ts'
import css from './shell.module.css'

export function BrokenDialog() {
  const t = useT()
  const report = useStore(brokenReport, b => b.report)
  if (report === undefined) return null
  const close = () => brokenReport.setState({ report: undefined })
  return (
    <Dialog
      title={t.broken.title} closeLabel={t.broken.close} onClose={close}
      foot={<><Button onClick={() => void navigator.clipboard?.writeText(report).catch(() => {})}>{t.broken.copy}</Button><Button tone="main" onClick={close}>{t.broken.close}</Button></>}
    >
      <p>{t.broken.body}</p>
      <textarea className={css.report} readOnly value={report} aria-label={t.broken.title} onFocus={e => e.currentTarget.select()} />
    </Dialog>
  )
}
