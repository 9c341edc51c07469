// Arrow keys go from mark to mark, to whichever lies nearest in that direction; one mark at a time can be reached with Tab.
const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }

interface Centre { readonly x: number; readonly y: number }
const centreOf = (e: Element): Centre => { const b = e.getBoundingClientRect(); return { x: b.x + b.width / 2, y: b.y + b.height / 2 } }

/** The index of the nearest point in a direction; sideways costs more than ahead. -1 where there is none. */
export function nearest(from: Centre, points: readonly Centre[], [dx, dy]: readonly [number, number]): number {
  let best = -1
  let least = Infinity
  for (const [i, p] of points.entries()) {
    const ahead = (p.x - from.x) * dx + (p.y - from.y) * dy
    if (ahead < 3) continue
    const aside = Math.abs((p.x - from.x) * dy) + Math.abs((p.y - from.y) * dx)
    const cost = ahead + aside * 2.4
    if (cost < least) { least = cost; best = i }
  }
  return best
}

function focusMark(root: Element, mark: SVGElement | HTMLElement): void {
  for (const other of root.querySelectorAll('[data-mark][tabindex="0"]')) other.setAttribute('tabindex', '-1')
  mark.setAttribute('tabindex', '0')
  mark.focus({ preventScroll: true })
}

/** Handles a key press on a mark; true when it was one of ours. */
export function markKey(root: Element, event: KeyboardEvent): boolean {
  const current = (event.target as Element | null)?.closest<SVGElement>('[data-mark]')
  if (!current || event.ctrlKey || event.metaKey || event.altKey) return false
  if (event.key === 'Enter' || event.key === ' ') {
    current.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    return true
  }
  const direction = DIRECTIONS[event.key]
  if (!direction) return false
  const marks = [...root.querySelectorAll<SVGElement>('[data-mark]')].filter(m => m !== current)
  const to = nearest(centreOf(current), marks.map(centreOf), direction)
  if (to >= 0) focusMark(root, marks[to]!)
  return true
}
