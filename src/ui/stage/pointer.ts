// What pointer, menu and focus do on the drawing: marks are chosen, pointed at, brought into sight.
import type { Ref } from '../../kube/keys.ts'
import type { StageEvents } from './stageInput.ts'

/** How the drawing finds and shows its marks. */
export interface Marks {
  /** The pod below the pointer where pods are too many to be marks. */
  readonly refAt: (event: MouseEvent) => Ref | undefined
  readonly point: (mark: SVGElement | null, event?: MouseEvent) => void
  readonly reveal: (mark: SVGElement) => void
}

const markOf = (event: Event) => (event.target as Element).closest<SVGElement>('[data-mark]')

export function listenTo(svg: SVGSVGElement, events: StageEvents, marks: Marks): void {
  svg.addEventListener('click', event => {
    const mark = markOf(event)
    const ref = mark?.dataset['ref'] ?? marks.refAt(event)
    if (ref !== undefined) events.onSelect(ref)
    else if (!mark) events.onSelect(undefined)
  })
  svg.addEventListener('contextmenu', event => {
    const mark = markOf(event)
    const ref = mark?.dataset['ref'] ?? marks.refAt(event)
    if (ref === undefined) return
    event.preventDefault()
    // By key it has no place of its own: it opens at the mark.
    const box = mark?.getBoundingClientRect()
    const byKey = event.button !== 2 && box !== undefined
    events.onPoint(undefined)
    events.onMenu(ref, byKey ? box.right : event.clientX, byKey ? box.bottom : event.clientY)
  })
  svg.addEventListener('pointermove', event => marks.point(markOf(event), event))
  svg.addEventListener('pointerleave', () => events.onPoint(undefined))
  svg.addEventListener('focusin', event => {
    const mark = markOf(event)
    if (!mark) return
    marks.reveal(mark)
    if (mark.matches(':focus-visible')) marks.point(mark)
  })
  svg.addEventListener('focusout', () => events.onPoint(undefined))
}
