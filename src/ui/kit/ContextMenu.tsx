// A menu that opens where it is asked for: at the pointer, or beside what has the focus (the menu key, Shift-F10).
import { useLayoutEffect, useRef } from 'react'
import { MenuItems, type MenuItem } from './Menu.tsx'
import { FOCUSABLE, moveByKeys } from './Popover.tsx'
import { placeAt } from './zoom.ts'
import css from './kit.module.css'

interface Props {
  readonly x: number
  readonly y: number
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly onClose: () => void
}

/** Mount it to open it; it closes on Escape, on a click elsewhere and when an item was chosen, and gives the focus back. */
export function ContextMenu({ x, y, label, items, onClose }: Props) {
  const panel = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | SVGElement | null
    const menu = panel.current!
    menu.showPopover()
    placeAt(menu, () => ({ left: x, top: y }))
    menu.querySelector<HTMLElement>(FOCUSABLE)?.focus({ preventScroll: true })
    return () => { if (menu.contains(document.activeElement) || document.activeElement === document.body) before?.focus() }
  }, [x, y])
  return (
    <div
      ref={panel} popover="auto" role="menu" aria-label={label} className={css.popover} onKeyDown={event => moveByKeys(event, panel.current, onClose)}
      onToggle={event => { if (event.newState === 'closed') onClose() }}
    >
      <MenuItems items={items} close={() => panel.current?.hidePopover()} />
    </div>
  )
}
