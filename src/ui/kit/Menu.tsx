import type { ComponentProps, ReactNode } from 'react'
import { Popover } from './Popover.tsx'
import css from './kit.module.css'

export type MenuItem =
  | { readonly heading: string }
  | { readonly rule: true }
  | {
    readonly label: string
    readonly hint?: string
    /** Given: one of several, and whether it is the one. */
    readonly chosen?: boolean
    readonly disabled?: boolean
    readonly danger?: boolean
    readonly run: () => void
  }

interface Props extends Omit<ComponentProps<typeof Popover>, 'children' | 'role' | 'panelLabel' | 'button'> {
  readonly button: ReactNode
  readonly label: string
  readonly items: readonly MenuItem[]
}

/** The items of a menu; `close` is called before one runs. */
export function MenuItems({ items, close }: { items: readonly MenuItem[]; close: () => void }) {
  return items.map((item, i) => {
    if ('rule' in item) return <hr key={i} className={css.rule} role="separator" />
    if ('heading' in item) return <div key={i} className={css.heading} role="presentation">{item.heading}</div>
    return (
      <button
        key={i} type="button" tabIndex={-1} className={css.item} data-danger={item.danger || undefined}
        role={item.chosen === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={item.chosen} aria-disabled={item.disabled}
        onClick={() => {
          if (item.disabled) return
          close()
          item.run()
        }}
      >
        {item.chosen !== undefined && <span className={css.mark} aria-hidden>{item.chosen ? '✓' : ''}</span>}
        <span>{item.label}</span>
        {item.hint && <small>{item.hint}</small>}
      </button>
    )
  })
}

/** A menu button with its menu. */
export function Menu({ items, label, ...rest }: Props) {
  return <Popover {...rest} role="menu" panelLabel={label}>{close => <MenuItems items={items} close={close} />}</Popover>
}
