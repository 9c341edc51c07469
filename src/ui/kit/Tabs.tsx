import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import css from './kit.module.css'

interface Props<Id extends string> {
  readonly label: string
  readonly tabs: readonly { readonly id: Id; readonly label: ReactNode }[]
  readonly active: Id
  readonly onSelect: (id: Id) => void
  /** The id of the panel below, for aria-controls. */
  readonly panelId?: string
  /** What stands at the end of the strip. */
  readonly end?: ReactNode
  readonly className?: string
}

/** A strip of tabs: one stop of the Tab key, arrows go through it. The panel is the caller's (role="tabpanel"). */
export function Tabs<Id extends string>({ label, tabs, active, onSelect, panelId, end, className }: Props<Id>) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(t => t.id === active)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : step === undefined ? undefined : (at + step + tabs.length) % tabs.length
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onSelect(tabs[to]!.id)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus()
  }
  return (
    <div className={className ? `${css.tabs} ${className}` : css.tabs}>
      <div ref={list} role="tablist" aria-label={label} style={{ display: 'contents' }} onKeyDown={onKeyDown}>
        {tabs.map(tab => (
          <button
            key={tab.id} type="button" role="tab" className={css.tab} aria-selected={tab.id === active} aria-controls={panelId}
            tabIndex={tab.id === active ? 0 : -1} onClick={() => onSelect(tab.id)}
          >{tab.label}</button>
        ))}
      </div>
      {end}
    </div>
  )
}
