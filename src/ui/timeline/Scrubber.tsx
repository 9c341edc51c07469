// All of time in one line: how much happened when, named moments, and a handle that can be dragged to any of them.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useT } from '../i18n/index.ts'
import { zoomOf } from '../kit/zoom.ts'
import { useMirror, usePlayback } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { ticksOf, tickText } from '../stage/draw/ticks.ts'
import { widthOf } from '../stage/layout/text.ts'
import type { MarkRow } from '../../worker/rows.ts'
import { clockText } from './clock.ts'
import { axisSpan, columnsOf, withoutOverlap } from './scale.ts'
import { useDensity } from './useDensity.ts'
import css from './timeline.module.css'

const PAD = 10
const BUCKETS = 600
const COLUMN = 4.4
const BASE = 50
const TALL = 28
const PAGE_MS = 10_000

export function Scrubber() {
  const t = useT()
  const session = useSession()
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(600)
  const now = useMirror(m => m.now)
  const endAt = useMirror(m => m.endAt)
  const startAt = usePlayback(p => p.startAt)
  const density = useDensity(BUCKETS)
  const dragging = useRef(false)
  const [dragAt, setDragAt] = useState<number>()

  useEffect(() => {
    const sizes = new ResizeObserver(([e]) => setWidth(Math.max(80, e!.contentRect.width)))
    sizes.observe(box.current!)
    return () => sizes.disconnect()
  }, [])

  const length = Math.max(1, endAt - startAt)
  const span = axisSpan(length)
  const inner = width - 2 * PAD
  const xOf = (at: number) => PAD + ((at - startAt) / span) * inner
  const columns = Math.max(10, Math.floor(inner / COLUMN))
  const bars = useMemo(() => (density ? columnsOf(density, span, columns) : undefined), [density, span, columns])
  const shown = dragAt ?? now
  const nowX = Math.min(width - PAD, xOf(shown))

  const [past, future] = useMemo(() => {
    let a = ''
    let b = ''
    bars?.forEach((h, i) => {
      if (h === 0) return
      const x = PAD + i * (inner / columns)
      const bar = `M${x.toFixed(1)} ${BASE - 3}v${(-h * TALL).toFixed(1)}h3v${(h * TALL).toFixed(1)}z`
      if (x <= nowX) a += bar
      else b += bar
    })
    return [a, b]
  }, [bars, Math.round(nowX), inner, columns])

  const marks = useMemo(() => {
    const text = (m: MarkRow): string => {
      const w = t.time.marks
      const name = m.label.slice(m.label.lastIndexOf('/') + 1)
      if (m.kind === 'completed') return /^\d+\/\d+$/.test(m.label) ? m.label.replace('/', ' / ') : w.done(name)
      if (m.kind === 'failed') return w.ofJob(name)
      if (m.kind === 'input') {
        const verb = m.verb ? w.verbs[m.verb] : t.time.acts[m.label]
        return verb === undefined ? m.label : `${verb} ${m.about?.slice(m.about.lastIndexOf('/') + 1) ?? ''}`.trimEnd()
      }
      return m.label || w[m.kind]
    }
    // The end of a Job is told before its steps, and what you did before both.
    const rank = (m: MarkRow) => (m.kind === 'completed' && /^\d+\//.test(m.label) ? 1 : 0)
    const all = (density?.marks ?? []).map(m => ({ mark: m, x: PAD + ((m.at - startAt) / span) * inner, text: text(m) }))
    const wide = (s: string) => widthOf(s, 10.5) + 12
    const first = withoutOverlap(all.filter(m => rank(m.mark) === 0), wide)
    const taken = first.filter(m => m.named).map(m => [m.x - 4, m.x + wide(m.text) + 6] as const)
    const rest = withoutOverlap(all.filter(m => rank(m.mark) === 1 && !taken.some(([a, b]) => m.x < b && m.x + wide(m.text) > a)), wide)
    return [...first, ...rest].filter(m => m.named)
  }, [density, span, inner, startAt, t])

  const atOf = (event: PointerEvent) => {
    const x = (event.clientX - box.current!.getBoundingClientRect().left) / zoomOf(box.current!)
    return Math.round(startAt + Math.min(length, Math.max(0, ((x - PAD) / inner) * span)))
  }
  const go = (at: number) => void session.travel({ toAt: at })
  const onPointerMove = (event: PointerEvent) => {
    if (!dragging.current) return
    const at = atOf(event)
    setDragAt(at)
    go(at)
  }
  const end = () => { dragging.current = false; setDragAt(undefined) }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1000, ArrowUp: 1000, ArrowLeft: -1000, ArrowDown: -1000, PageUp: PAGE_MS, PageDown: -PAGE_MS }[event.key]
    if (by !== undefined) void session.travel({ forMs: event.shiftKey ? by / 10 : by })
    else if (event.key === 'Home') void session.travel({ toFrame: -1 })
    else if (event.key === 'End') go(endAt)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={box} className={css.scrubber}
      onPointerDown={event => {
        if (event.button !== 0 || (event.target as Element).closest('button')) return
        dragging.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        onPointerMove(event)
        box.current?.querySelector<HTMLElement>('[role=slider]')?.focus({ preventScroll: true })
      }}
      onPointerMove={onPointerMove} onPointerUp={end} onPointerCancel={end} onLostPointerCapture={end}
    >
      <svg width={width} height={78} aria-hidden>
        <path className={css.past} d={past} />
        <path className={css.future} d={future} />
        <line className={css.axis} x1={PAD} x2={width - PAD} y1={BASE} y2={BASE} />
        <line className={css.known} x1={PAD} x2={Math.max(PAD, Math.min(width - PAD, xOf(endAt)))} y1={BASE} y2={BASE} />
        <line className={css.run} x1={PAD} x2={nowX} y1={BASE} y2={BASE} />
        {ticksOf(0, span, inner * 0.72).map(ms => (
          <text key={ms} className={css.tick} x={Math.min(xOf(startAt + ms), width - 2)} y={BASE + 18} textAnchor={xOf(startAt + ms) > width - 20 ? 'end' : ms === 0 ? 'start' : 'middle'}>{tickText(ms)}</text>
        ))}
      </svg>
      {marks.map(({ mark, x, text }) => (
        <button key={`${mark.seq} ${mark.label}`} type="button" tabIndex={-1} className={css.mark} data-kind={mark.kind} data-past={mark.at <= shown || undefined} style={{ left: x - 4 }} onClick={() => void session.travel({ toFrame: mark.seq })}>
          <span aria-hidden>▾</span> {text}
        </button>
      ))}
      <div
        role="slider" tabIndex={0} className={css.handle} style={{ left: nowX }} aria-label={t.time.scrubber} onKeyDown={onKeyDown}
        aria-valuemin={0} aria-valuemax={Math.round(length)} aria-valuenow={Math.round(Math.min(length, Math.max(0, shown - startAt)))} aria-valuetext={t.time.at(clockText(shown - startAt), clockText(length))}
      />
    </div>
  )
}
