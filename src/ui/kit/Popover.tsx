// A button that opens a floating panel below itself. The browser's own popover: it closes on Escape and on a click elsewhere, and
// gives the focus back.
import { useId, useRef, useState, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import { placeAt } from './zoom.ts'
import css from './kit.module.css'

interface Props extends Omit<ComponentProps<typeof Button>, 'content' | 'children'> {
  readonly button: ReactNode
  /** Rendered only while open; `close` closes. */
  readonly children: (close: () => void) => ReactNode
  readonly role?: 'menu' | 'dialog'
  readonly panelLabel: string
}

function place(panel: HTMLElement, anchor: HTMLElement): void {
  const a = anchor.getBoundingClientRect()
  placeAt(panel, (_, h) => ({ left: a.left, top: a.bottom + 6 + h <= innerHeight || a.top < h ? a.bottom + 6 : a.top - 6 - h }))
}

export const FOCUSABLE = '[role^=menuitem]:not([aria-disabled=true]), button:not(:disabled), a[href], input, select'

/**
 * Arrow keys go through what can be focused, in menus and panels alike; in a menu (`closeMenu` is given) a letter goes to the next item
 * that begins with it, the arrows to the sides go from group to group, and Tab leaves. A field that is typed in or chosen from keeps its own keys.
 */
export function moveByKeys(event: KeyboardEvent, panel: HTMLElement | null, closeMenu?: () => void): void {
  event.stopPropagation()
  if ((event.target as Element).matches('input:not([type=radio]), select, textarea')) return
  const all = [...(panel?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])]
  const at = all.indexOf(document.activeElement as HTMLElement)
  const go = (i: number) => { event.preventDefault(); all[(i + all.length) % all.length]?.focus() }
  if (event.key === 'ArrowDown') go(at + 1)
  else if (event.key === 'ArrowUp') go(at < 0 ? -1 : at - 1)
  else if (event.key === 'Home') go(0)
  else if (event.key === 'End') go(-1)
  else if (closeMenu && event.key === 'Tab') closeMenu()
  else if (closeMenu && /^Arrow[RL]/.test(event.key)) {
    const first = all.flatMap((e, i) => (e.parentElement === all[i - 1]?.parentElement ? [] : [i]))
    go((event.key === 'ArrowRight' ? first.find(i => i > at) : first.findLast(i => i < at)) ?? (event.key === 'ArrowRight' ? 0 : first.at(-1)!))
  }
  else if (closeMenu && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase()
    all.slice(at + 1).concat(all.slice(0, at + 1)).find(e => e.textContent?.trim().toLowerCase().startsWith(letter))?.focus()
  }
}

export function Popover({ button, children, role = 'dialog', panelLabel, ...rest }: Props) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = () => panel.current?.hidePopover()

  const onKeyDown = (event: KeyboardEvent) => moveByKeys(event, panel.current, role === 'menu' ? close : undefined)

  return (
    <>
      <Button {...rest} ref={anchor} popoverTarget={id} aria-haspopup={role} aria-expanded={isOpen}>{button}</Button>
      <div
        ref={panel} id={id} popover="auto" role={role} aria-label={panelLabel} className={css.popover} onKeyDown={onKeyDown}
        onToggle={event => {
          const opened = event.newState === 'open'
          setOpen(opened)
          if (!opened || !panel.current || !anchor.current) return
          requestAnimationFrame(() => {
            if (!panel.current || !anchor.current) return
            place(panel.current, anchor.current)
            panel.current.querySelector<HTMLElement>(FOCUSABLE)?.focus({ preventScroll: true })
          })
        }}
      >
        {isOpen && children(close)}
      </div>
    </>
  )
}
