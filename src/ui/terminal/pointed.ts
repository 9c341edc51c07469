// Which column of a printed table the pointer (or the focus) is on.

export interface PointedColumn { readonly kind: string; readonly title: string; readonly box: DOMRect }

/** The column that an element of the log belongs to. */
export function columnAt(target: EventTarget): PointedColumn | undefined {
  const cell = (target as Element).closest<HTMLElement>('[data-column]')
  return cell ? { kind: cell.dataset['kind'] ?? '', title: cell.dataset['column']!, box: cell.getBoundingClientRect() } : undefined
}
