// The key beside the stage: opens what its signs and colours mean.
import { BookKey } from 'lucide-react'
import { useState } from 'react'
import { extras } from '../../i18n/extras/index.ts'
import { useLang, useT } from '../../i18n/index.ts'
import { Dialog } from '../../kit/Dialog.tsx'
import { Legend } from './Legend.tsx'

export function LegendButton({ className }: { className?: string | undefined }) {
  const t = useT()
  const { title } = extras(useLang()).legend
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={className} aria-label={title} title={title} aria-haspopup="dialog" onClick={() => setOpen(true)}><BookKey aria-hidden /></button>
      {open && <Dialog title={title} closeLabel={t.common.close} onClose={() => setOpen(false)}><Legend /></Dialog>}
    </>
  )
}
