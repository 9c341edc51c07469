// Panes beside or below each other, with edges that are dragged, or moved by keys. One pane is the main one and takes what the others
// leave; how large those are is kept in per cent. All is laid out by the browser's grid: nothing is measured until an edge moves.
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { changeSettings, settings } from '../theme/settings.ts'
import css from './kit.module.css'

interface Part {
  readonly id: string
  /** In px, however far its edge is moved. */
  readonly least: number
  readonly node: ReactNode
}
export interface Side extends Part {
  /** Names its edge. */
  readonly label: string
  /** How large it is until somebody moves its edge: a length of CSS. */
  readonly initial: string
}
interface Props {
  /** Under this name its sizes are kept. */
  readonly id: string
  readonly axis: 'x' | 'y'
  readonly before?: Side
  readonly main: Part
  readonly after?: Side
}

type Sizes = Readonly<Record<string, number>>

const STEP = 16
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** How many px a key makes a pane larger; beyond all bounds for Home and End. */
const KEYS: Readonly<Record<string, number>> = { ArrowRight: STEP, ArrowDown: STEP, ArrowLeft: -STEP, ArrowUp: -STEP, End: Infinity, Home: -Infinity }

export function Split({ id, axis, before, main, after }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const sides = [before, after].filter(s => s !== undefined)
  const [sizes, setSizes] = useState<Sizes>(() => {
    const kept = settings.getState().layout[id] ?? {}
    return Object.fromEntries(sides.flatMap(s => (kept[s.id] === undefined ? [] : [[s.id, kept[s.id]!]])))
  })
  const latest = useRef(sizes)
  const [moving, setMoving] = useState<string>()

  const lengthOf = (element: Element) => { const r = element.getBoundingClientRect(); return axis === 'x' ? r.width : r.height }
  const paneOf = (side: Side) => box.current!.querySelector(`:scope > [data-part=${side.id}]`)!
  const change = (next: Sizes) => { latest.current = next; setSizes(next) }
  /** Within what it and the main pane need at least. */
  const resize = (side: Side, px: number) => {
    const whole = lengthOf(box.current!)
    const most = whole - main.least - sum(sides.map(s => 1 + (s === side ? 0 : lengthOf(paneOf(s)))))
    change({ ...latest.current, [side.id]: Math.round((Math.max(side.least, Math.min(most, px)) / whole) * 10_000) / 100 })
  }
  const keep = () => {
    const now = latest.current
    const { [id]: _, ...others } = settings.getState().layout
    const all = Object.fromEntries(sides.map(s => [s.id, now[s.id] ?? Math.round((lengthOf(paneOf(s)) / lengthOf(box.current!)) * 10_000) / 100]))
    changeSettings({ layout: Object.keys(now).length === 0 ? others : { ...others, [id]: { ...all, [main.id]: Math.round((100 - sum(Object.values(all))) * 100) / 100 } } })
  }

  const edge = (side: Side) => {
    const onPointerMove = (event: PointerEvent) => {
      if (moving !== side.id) return
      const r = box.current!.getBoundingClientRect()
      const [at, from, to] = axis === 'x' ? [event.clientX, r.left, r.right] : [event.clientY, r.top, r.bottom]
      resize(side, side === before ? at - from : to - at)
    }
    const end = () => { if (moving === side.id) { setMoving(undefined); keep() } }
    const onKeyDown = (event: KeyboardEvent) => {
      const by = KEYS[event.key]
      if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      event.preventDefault()
      resize(side, lengthOf(paneOf(side)) + (side === before ? by : -by))
      keep()
    }
    return (
      <div
        key={`${side.id} edge`} role="separator" tabIndex={0} aria-label={side.label} aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'} className={css.edge} data-moving={moving === side.id || undefined}
        aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(sizes[side.id] ?? 25)}
        onFocus={event => event.currentTarget.setAttribute('aria-valuenow', String(Math.round((lengthOf(paneOf(side)) / lengthOf(box.current!)) * 100)))}
        onPointerDown={event => { if (event.button !== 0) return; event.preventDefault(); event.currentTarget.focus({ preventScroll: true }); event.currentTarget.setPointerCapture(event.pointerId); setMoving(side.id) }}
        onPointerMove={onPointerMove} onPointerUp={end} onPointerCancel={end} onKeyDown={onKeyDown}
        onDoubleClick={() => { const { [side.id]: _, ...rest } = latest.current; change(rest); keep() }}
      />
    )
  }
  const pane = (part: Part) => <div key={part.id} data-part={part.id} className={css.part}>{part.node}</div>
  const track = (side: Side) => `minmax(${side.least}px, ${sizes[side.id] === undefined ? side.initial : `${sizes[side.id]}%`})`
  const tracks = [...(before ? [track(before), '1px'] : []), `minmax(${main.least}px, 1fr)`, ...(after ? ['1px', track(after)] : [])].join(' ')
  return (
    <div ref={box} className={css.split} style={axis === 'x' ? { gridTemplateColumns: tracks } : { gridTemplateRows: tracks }}>
      {before && [pane(before), edge(before)]}
      {pane(main)}
      {after && [edge(after), pane(after)]}
    </div>
  )
}
