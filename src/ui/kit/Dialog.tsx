import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import css from './kit.module.css'

interface Props {
  readonly title: string
  readonly closeLabel: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly foot?: ReactNode
}

/** A modal dialog: mount it to open it. Escape and the cross close it; the focus goes back to where it was. */
export function Dialog({ title, closeLabel, onClose, children, foot }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => {
      dialog?.close()
      before?.focus?.()
    }
  }, [])
  return (
    <dialog
      ref={ref} className={css.dialog} aria-labelledby={id}
      onCancel={event => { event.preventDefault(); onClose() }}
      onClick={event => { if (event.target === ref.current) onClose() }}
      onKeyDown={event => event.stopPropagation()}
    >
      <div className={css.dialogHead}>
        <h2 id={id}>{title}</h2>
        <Button tone="plain" square aria-label={closeLabel} onClick={onClose}><X aria-hidden /></Button>
      </div>
      <div className={css.dialogBody}>{children}</div>
      {foot && <div className={css.dialogFoot}>{foot}</div>}
    </dialog>
  )
}
