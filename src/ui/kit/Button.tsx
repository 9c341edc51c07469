import type { ComponentProps } from 'react'
import css from './kit.module.css'

type Props = ComponentProps<'button'> & { tone?: 'on' | 'main' | 'plain' | 'danger'; square?: boolean }

/** A button as the whole page has it. `square` for a single sign, which then needs an aria-label. */
export function Button({ tone, square, className, ...rest }: Props) {
  return <button type="button" {...rest} className={className ? `${css.button} ${className}` : css.button} data-tone={tone} data-square={square || undefined} />
}
