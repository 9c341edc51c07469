// The Timeline view: every pod a line, its phases as bars, grouped by owner. Only the lines in sight are drawn.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { scaleLinear } from 'd3-scale'
import { useLang, useT } from '../i18n/index.ts'
import { select, usePlayback, useSelection } from '../mirror/index.ts'
import { kindWord } from '../inspector/words.ts'
import { NOT_STARTED, SIGNS } from './draw/signs.ts'
import { ticksOf, tickText } from './draw/ticks.ts'
import { fitted, fittedParts } from './layout/text.ts'
import { ganttRows, missesOf } from './scene/gantt.ts'
import { barOf, niceSpan } from './scene/jobs.ts'
import { isOver } from './scene/look.ts'
import { barLabel, barLook } from './words.ts'
import { useSystemShown } from './system.ts'
import { useMirrorEvery } from './useThrottled.ts'
import css from './views.module.css'
import marks from './stage.module.css'

const ROW = 22
const LEFT = 150
const AXIS = 26

export function TimelineView() {
  const t = useT()
  useLang()
  const { rows: tables, now } = useMirrorEvery(50)
  const startAt = usePlayback(p => p.startAt)
  const system = useSystemShown()
  const selected = useSelection(s => s.selected)
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ w: 600, h: 300 })
  const [top, setTop] = useState(0)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const sizes = new ResizeObserver(([e]) => setSize({ w: e!.contentRect.width, h: e!.contentRect.height }))
    sizes.observe(box.current!)
    return () => sizes.disconnect()
  }, [])
  const rows = useMemo(() => ganttRows(tables, closed, system), [tables.stories, tables.jobs, tables.replicasets, tables.deployments, tables.cronjobs, tables.runs, closed, system])
  const first = useMemo(() => { for (const s of tables.stories.values()) if (system || !s.system) return s.createdAt; return startAt }, [tables.stories, system, startAt])
  const x = useMemo(() => scaleLinear().domain([first, first + niceSpan(Math.max(2000, (now - first) * 1.04))]).range([LEFT, size.w - 18]), [first, now, size.w])
  const from = Math.max(0, Math.floor((top - AXIS) / ROW) - 2)
  const shown = rows.slice(from, from + Math.ceil(size.h / ROW) + 5)
  const ticks = ticksOf(first - startAt, x.domain()[1]! - startAt, size.w - LEFT)
  const height = AXIS + rows.length * ROW + 12

  const heading = (row: { readonly key: string; readonly open: boolean }, name: string) => {
    const toggle = () => setClosed(c => { const next = new Set(c); if (!next.delete(row.key)) next.add(row.key); return next })
    return { role: 'button', tabIndex: 0, 'data-mark': '', 'aria-expanded': row.open, 'aria-label': name, onClick: toggle, onKeyDown: (e: KeyboardEvent) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); toggle() } } } as const
  }

  // The line of what is selected elsewhere comes into sight.
  useEffect(() => {
    const i = rows.findIndex(r => r.kind === 'pod' && r.story.ref === selected)
    const host = box.current
    if (i < 0 || !host) return
    const y = AXIS + i * ROW
    if (y < host.scrollTop + AXIS || y > host.scrollTop + host.clientHeight - ROW) host.scrollTop = y - host.clientHeight / 2
  }, [selected])

  return (
    <div ref={box} className={css.scroll} onScroll={e => setTop(e.currentTarget.scrollTop)} data-pane-focus tabIndex={0} role="region" aria-label={t.stage.timeline.label}>
      {rows.length === 0 ? <p className={css.none}>{t.stage.timeline.none}</p> : (
        <div style={{ height, position: 'relative' }}>
          <svg className={css.ganttAxis} width={size.w} height={AXIS} aria-hidden>
            <rect width={size.w} height={AXIS} />
            {ticks.map(ms => <text key={ms} x={x(startAt + ms)} y={17} textAnchor="middle">{tickText(ms)}</text>)}
          </svg>
          <svg className={css.gantt} width={size.w} height={Math.max(height - AXIS, size.h - AXIS)} role="group" aria-label={t.stage.timeline.label}>
            {ticks.map(ms => <line key={ms} className={css.grid} x1={x(startAt + ms)} x2={x(startAt + ms)} y1={0} y2={Math.max(height, size.h)} />)}
            {shown.map((row, i) => {
              const y = (from + i) * ROW
              if (row.kind === 'workload') {
                const name = t.stage.timeline.group(kindWord(row.ref), row.ref.slice(row.ref.lastIndexOf('/') + 1), row.count)
                const misses = missesOf(row.ref, tables, now)
                const missed = misses.filter(at => x(at) > LEFT)
                return (
                  <g key={row.key} className={css.ganttGroup} {...heading(row, missed.length > 0 ? `${name}, ${t.stage.timeline.misses(misses.length)}` : name)}>
                    <rect y={y} width={size.w} height={ROW} />
                    <text x={10} y={y + 15}>{row.open ? '▾' : '▸'} {fitted(name, size.w - 40, 12)}</text>
                    {missed.map(at => <g key={at} className={css.miss}><title>{t.stage.timeline.missed}</title><path d={NOT_STARTED.d} transform={`translate(${x(at)},${y + ROW / 2}) scale(0.62)`} /></g>)}
                  </g>
                )
              }
              if (row.kind === 'group') {
                const revision = row.owner === undefined ? undefined : tables.replicasets.get(row.owner.slice(row.owner.indexOf('/') + 1))?.revision
                const name = (row.owner === undefined ? t.stage.timeline.noOwner : t.stage.timeline.group(kindWord(row.owner), row.owner.slice(row.owner.lastIndexOf('/') + 1), row.count)) + (revision === undefined ? '' : ` · ${t.stage.timeline.revision(revision)}`)
                return (
                  <g key={row.key} className={css.ganttGroup} data-depth={row.depth} {...heading(row, name)}>
                    <rect y={y} width={size.w} height={ROW} />
                    <text x={10 + row.depth * 14} y={y + 15}>{row.open ? '▾' : '▸'} {fitted(name, size.w - 40, 12)}</text>
                  </g>
                )
              }
              const bar = barOf(row.story, now)
              const pick = () => select(row.story.ref)
              const end = Math.min(x(bar.to), size.w - 14)
              const lastRun = bar.segments.findLastIndex(s => s.look === 'running' || s.look === 'ready')
              return (
                <g
                  key={row.key} className={`${marks.bar} ${css.ganttRow}`} role="button" tabIndex={0} data-mark="" aria-label={barLabel(bar, t)} data-selected={row.story.ref === selected || undefined}
                  onClick={pick} onKeyDown={e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); pick() } }}
                >
                  <rect className={css.rowBack} y={y} width={size.w} height={ROW} />
                  <text className={css.rowName} x={22} y={y + 15}>{fitted(bar.short === bar.name ? bar.name : `…${bar.short}`, LEFT - 34, 11.5)}</text>
                  {bar.segments.map((s, k) => (x(s.to) - x(s.from) < 1 && bar.segments.length > 1 ? null : (
                    <rect
                      key={k} className={marks.seg} rx={3} x={x(s.from)} y={y + 4} width={Math.max(1.5, x(s.to) - x(s.from))} height={ROW - 8}
                      data-look={isOver(bar.look) && k === (lastRun < 0 ? bar.segments.length - 1 : lastRun) ? bar.look : s.look} data-open={bar.open && k === bar.segments.length - 1 ? '' : undefined}
                    />
                  )))}
                  <g className={marks.barWords}><g data-look={bar.look}>
                    <path d={SIGNS[bar.look].d} data-stroke={SIGNS[bar.look].stroke} transform={`translate(${Math.min(end + 9, size.w - 14)},${y + ROW / 2}) scale(0.52)`} />
                    <text x={end + 18} y={y + 15}>{fittedParts(`${barLook(bar, t)}${row.story.node ? ` · ${row.story.node}` : ''}`, size.w - end - 22, 10.5)}</text>
                  </g></g>
                </g>
              )
            })}
            <line className={marks.nowLine} x1={x(now)} x2={x(now)} y1={0} y2={Math.max(height, size.h)} />
          </svg>
        </div>
      )}
    </div>
  )
}
