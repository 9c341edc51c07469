// The Control loop view: the rail large, with what stands in each queue and what comes back later; below, the last frames as a
// sequence of messages, each of which can be asked why.
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { select as d3select } from 'd3-selection'
import { useLang, useReasonText, useT } from '../i18n/index.ts'
import { spanText } from '../i18n/spans.ts'
import { select, usePlayback } from '../mirror/index.ts'
import { brokenAt } from '../faults/places.ts'
import { useSession } from '../session/session.ts'
import { showWhyOf, whyFrame } from '../inspector/focus.ts'
import { stepWords } from '../inspector/steps.ts'
import { kindWord } from '../inspector/words.ts'
import { useStore } from 'zustand'
import type { FrameHead } from '../../worker/rows.ts'
import { drawMessages } from './draw/message.ts'
import { drawRail } from './draw/rail.ts'
import { railLayout } from './layout/rail.ts'
import { fitted } from './layout/text.ts'
import { railWords } from './railWords.ts'
import { flyingOf, stationOf, stationsOf, type Station } from './scene/rail.ts'
import { useMirrorEvery } from './useThrottled.ts'
import { stationName, stationWords } from './words.ts'
import css from './views.module.css'
import stageCss from './stage.module.css'

const TOP = 14
const CHIP = 46
const BUS = 82
const RAIL = 106
const ROW = 29
const TIME = 62
const MOST_FRAMES = 60

export function LoopView() {
  const t = useT()
  const lang = useLang()
  const session = useSession()
  const { rows, now, heads } = useMirrorEvery(80)
  const playing = usePlayback(p => p.playing)
  const startAt = usePlayback(p => p.startAt)
  const asked = useStore(whyFrame, s => s.seq)
  const box = useRef<HTMLDivElement>(null)
  const rail = useRef<SVGGElement>(null)
  const flying = useRef<SVGGElement>(null)
  const [width, setWidth] = useState(640)
  useEffect(() => {
    const sizes = new ResizeObserver(([e]) => setWidth(Math.max(320, e!.contentRect.width)))
    sizes.observe(box.current!)
    return () => sizes.disconnect()
  }, [])
  const stations = stationsOf(rows, heads, now)
  const { nameOf, wants, tight } = railWords(stations, { t, lang, now, width })
  const boxes = railLayout(stations, wants, width, TOP, CHIP)

  useLayoutEffect(() => {
    const broken = brokenAt(rows.faults)
    drawRail(d3select(rail.current!), boxes, { tight, name: b => nameOf(b.station), words: b => stationWords(b.station, t, now, lang), hot: new Set(), bus: BUS, broken: b => broken(b.id, b.station.kind === 'controller' ? 'controller' : 'station'), brokenWords: t.faults.broken })
    drawMessages(d3select(flying.current!), playing ? [] : flyingOf(rows.messages, stations, now), boxes, BUS)
  })

  // Middles of the columns of the diagram: the same as those of the stations above it.
  const middle = (id: string | undefined): number | undefined => { const b = boxes.find(x => x.id === id); return b && Math.max(TIME + 6, b.x + b.w / 2) }
  const frames = heads.filter(h => !h.quiet).slice(-MOST_FRAMES).reverse()
  return (
    <div ref={box} className={css.loop} data-pane-focus tabIndex={0} role="region" aria-label={t.stage.views.loop}>
      <svg className={stageCss.svg} width={width} height={RAIL} role="group" aria-label={t.stage.views.loop}>
        <g ref={rail} /><g ref={flying} aria-hidden />
      </svg>
      <div className={css.queues}>
        {stations.filter(s => s.kind === 'controller' || s.kind === 'scheduler').map(s => <Queue key={s.id} station={s} now={now} onToggle={() => void session.act({ do: s.stopped ? 'start-controller' : 'stop-controller', name: s.id })} />)}
      </div>
      <h2>{t.stage.loop.diagram}</h2>
      {frames.length === 0 && <p className={css.none}>{t.stage.loop.none}</p>}
      <svg className={css.sequence} width={width} height={Math.max(40, frames.length * ROW + 10)} role="group" aria-label={t.stage.loop.label}>
        {boxes.map(b => <line key={b.id} className={css.life} x1={middle(b.id)} x2={middle(b.id)} y1={0} y2={frames.length * ROW + 6} />)}
        {frames.map((h, i) => <Line key={h.seq} head={h} y={i * ROW} width={width} stations={stations} middle={middle} clock={((h.at - startAt) / 1000).toFixed(3)} asked={asked === h.seq} onAsk={() => { if (h.about) select(h.about); showWhyOf(h.seq) }} />)}
      </svg>
    </div>
  )
}

function Queue({ station: s, now, onToggle }: { station: Station; now: number; onToggle: () => void }) {
  const t = useT()
  const lang = useLang()
  const r = t.stage.rail
  const list = (label: string, keys: readonly string[]) => keys.length > 0 && <p><span>{label}</span> {keys.slice(0, 6).map(k => <code key={k} title={k}>{k}</code>)}{keys.length > 6 && ` + ${keys.length - 6}`}</p>
  const queued = s.component?.queued ?? []
  return (
    <section className={css.queue} data-stopped={s.stopped || undefined}>
      <header><b>{stationName(s, t)}</b><button type="button" onClick={onToggle}>{s.stopped ? t.stage.loop.start : t.stage.loop.stop}</button></header>
      {s.stopped && <p className={css.stopped}>{r.stopped}</p>}
      {list(r.now, s.syncing)}
      {list(r.keys, queued)}
      {list(r.later, s.delayed.map(d => `${d.key} · ${spanText(d.at - now, lang)}`))}
      {s.syncing.length + queued.length + s.delayed.length === 0 && <p className={css.dim}>{r.nothing}</p>}
    </section>
  )
}

interface LineProps { readonly head: FrameHead; readonly y: number; readonly width: number; readonly stations: readonly Station[]; readonly middle: (id: string | undefined) => number | undefined; readonly clock: string; readonly asked: boolean; readonly onAsk: () => void }

function Line({ head, y, width, stations, middle, clock, asked, onAsk }: LineProps) {
  const t = useT()
  const lang = useLang()
  // Who has no box (the rail shows the controllers of what there is) is told of where its calls arrive.
  const server = middle('apiserver')!
  const from = middle(stationOf(head.actor, stations)) ?? server
  const targets = head.what === 'watch'
    ? [...new Set((head.to ?? []).map(x => middle(stationOf(x, stations, head.about))).filter(x => x !== undefined && x !== from))] as number[]
    : /^(create|update|patch|delete|bind|evict)\b/.test(head.what) && from !== server ? [server] : []
  const { title, detail } = stepWords(head, t, lang, useReasonText())
  const name = head.about?.slice(head.about.lastIndexOf('/') + 1) ?? ''
  const dash = name.lastIndexOf('-')
  const short = name.length > 18 && dash > 0 ? `…${name.slice(dash + 1)}` : name
  const words = head.what === 'watch' ? `${kindWord(head.about)} ${short} ${head.event ?? ''}` : `${head.what}${name === '' ? '' : ` ${short}`}`
  const left = targets.length > 0 ? Math.min(from, ...targets) : from
  const right = targets.length > 0 ? Math.max(from, ...targets) : from
  const mid = y + ROW - 9
  // Words stand over their arrow; of what only happens at one place, beside it.
  const after = right + 150 < width
  return (
    <g className={css.frame} role="button" tabIndex={0} data-mark="" data-asked={asked || undefined} data-refused={head.what.endsWith(' refused') || undefined} aria-label={`${clock} ${title}. ${detail}. ${t.stage.loop.why}`} onClick={onAsk} onKeyDown={e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); onAsk() } }}>
      <title>{`${title}\n${detail}`}</title>
      <rect x={2} y={y} width={width - 4} height={ROW} rx={5} />
      <text className={css.when} x={10} y={mid + 2}>{clock}</text>
      {targets.length > 0 && <line x1={left} x2={right} y1={mid} y2={mid} />}
      {targets.map(x => <path key={x} d={x > from ? `M${x - 7} ${mid - 4}L${x - 1} ${mid}L${x - 7} ${mid + 4}` : `M${x + 7} ${mid - 4}L${x + 1} ${mid}L${x + 7} ${mid + 4}`} />)}
      <circle cx={from} cy={mid} r={targets.length > 0 ? 3 : 4.5} />
      {targets.length > 0
        ? <text className={css.said} x={(left + right) / 2} y={mid - 6} textAnchor="middle">{fitted(words, Math.max(right - left + 60, 120), 11)}</text>
        : <text className={css.said} x={after ? right + 11 : left - 11} y={mid + 4} textAnchor={after ? 'start' : 'end'}>{fitted(words, after ? width - right - 20 : left - TIME - 20, 11)}</text>}
    </g>
  )
}
