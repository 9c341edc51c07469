// The transport: play, step, speed, scrubber, clock. Fills the bar it is given; the bar is the labelled region around it.
import { Pause, Play, SkipBack, Square, StepBack, StepForward } from 'lucide-react'
import { useT } from '../i18n/index.ts'
import { number } from '../i18n/numbers.ts'
import { Button } from '../kit/Button.tsx'
import { Menu, type MenuItem } from '../kit/Menu.tsx'
import { useMirror, usePlayback, useSelection } from '../mirror/index.ts'
import { useSession, type Travel } from '../session/session.ts'
import { SPEEDS } from '../../worker/pace.ts'
import { clockText } from './clock.ts'
import { Scrubber } from './Scrubber.tsx'
import css from './timeline.module.css'

/** Nothing happened for so long: it will not happen by itself. */
const PATIENCE_MS = 24 * 3_600_000

/** Until something named happens, there or back. */
const until = (name: string, back: boolean, ref?: string): Travel =>
  ({ until: name, withinMs: PATIENCE_MS, ...(ref === undefined ? {} : { args: { ref } }), ...(back ? { backwards: true } : {}) })

const ownerOf = (selected: string | undefined): string | undefined => (selected?.startsWith('jobs/') ? selected : undefined)
const speedText = (n: number) => (n >= 1000 ? `${n / 1000}k` : String(n))

function StepMenu() {
  const t = useT()
  const session = useSession()
  const selected = useSelection(s => s.selected)
  const items = (back: boolean): MenuItem[] => {
    const sign = back ? -1 : 1
    const go = (to: Travel) => () => void session.travel(to)
    const w = t.time
    return [
      { label: w.frame, hint: back ? '←' : '→', run: go(until('loud', back)) },
      { label: w.event, run: go({ frames: sign }) },
      { label: back ? w.reconcileBack : w.reconcile, run: go(until('sync', back)) },
      { label: w.oneSecond, hint: back ? '⇧ ←' : '⇧ →', run: go({ forMs: sign * 1000 }) },
      { label: w.tenSeconds, run: go({ forMs: sign * 10_000 }) },
      selected === undefined
        ? { label: back ? w.changeBack : w.change, hint: w.nothingSelected, disabled: true, run: () => {} }
        : { label: back ? w.changeBack : w.change, run: go(until('changes', back, selected)) },
      { label: back ? w.endedBack : w.ended, run: go(until('pod-ended', back, ownerOf(selected))) },
      { label: back ? w.doneBack : w.done, run: go(until('job-finished', back, ownerOf(selected))) },
      { label: back ? w.inputBack : w.input, run: go(until('input', back)) },
    ]
  }
  return (
    <Menu
      className={css.ctl} square button={<span aria-hidden>⋯</span>} aria-label={t.time.more} title={t.time.more} label={t.time.more}
      items={[{ heading: t.time.moreForward }, ...items(false), { rule: true }, { heading: t.time.moreBack }, ...items(true)]}
    />
  )
}

const SPEED_LABELS = new Map(SPEEDS.map(n => [n, `×${number(n)}`]))

function SpeedMenu() {
  const t = useT()
  const session = useSession()
  const speed = usePlayback(p => p.speed)
  const behind = usePlayback(p => p.behind)
  return (
    <Menu
      className={css.ctl} data-behind={behind || undefined} button={<span className={css.speed}>{t.time.speedOf(speedText(speed))} <span aria-hidden>▾</span></span>}
      aria-label={`${t.time.speedOf(speedText(speed))} ${t.time.speed}`} title={behind ? t.time.behind : t.time.speed} label={t.time.speed}
      items={SPEEDS.map(n => ({ label: SPEED_LABELS.get(n)!, chosen: n === speed, run: () => session.setSpeed(n) }))}
    />
  )
}

function Buttons() {
  const t = useT()
  const session = useSession()
  const playing = usePlayback(p => p.playing)
  const travelling = usePlayback(p => p.travelling)
  const selected = useSelection(s => s.selected)
  const go = (to: Travel) => () => void session.travel(to)
  return (
    <div className={css.buttons} role="group" aria-label={t.panes.transport}>
      <Button className={css.ctl} square aria-label={t.time.toStart} title={t.time.toStart} onClick={go({ toFrame: -1 })}><SkipBack aria-hidden /></Button>
      <Button className={css.ctl} square aria-label={t.time.back} title={t.time.back} onClick={go(until('loud', true))}><StepBack aria-hidden /></Button>
      {travelling
        ? <Button className={css.play} tone="main" data-pane-focus aria-label={t.time.stopTravel} title={t.time.travelling} onClick={() => session.stop()}><Square aria-hidden fill="currentColor" /></Button>
        : <Button className={css.play} tone="main" data-pane-focus aria-label={playing ? t.time.pause : t.time.play} title={playing ? t.time.pause : t.time.play} onClick={() => session.toggle()}>{playing ? <Pause aria-hidden fill="currentColor" /> : <Play aria-hidden fill="currentColor" />}</Button>}
      <Button className={css.ctl} square aria-label={t.time.forward} title={t.time.forward} onClick={go(until('loud', false))}><StepForward aria-hidden /></Button>
      <Button className={css.ctl} title={t.time.secondTitle} onClick={go({ forMs: 1000 })}>{t.time.second}</Button>
      <Button className={`${css.ctl} ${css.next}`} title={t.time.nextTitle} onClick={go(until('pod-ended', false, ownerOf(selected)))}>{t.time.next}</Button>
      <StepMenu />
      <SpeedMenu />
    </div>
  )
}

function Clock() {
  const t = useT()
  const now = useMirror(m => m.now)
  const position = useMirror(m => m.position)
  const ahead = useMirror(m => m.end > m.position)
  const startAt = usePlayback(p => p.startAt)
  const behind = usePlayback(p => p.behind)
  return (
    <div className={css.clock}>
      <b className="mono">{clockText(now - startAt)}</b>
      <span title={ahead ? t.time.future : undefined} data-behind={behind || undefined}>{t.time.events(position + 1)} · {t.time.drag}</span>
    </div>
  )
}

export function Transport() {
  return (
    <div className={css.transport}>
      <Buttons />
      <Scrubber />
      <Clock />
    </div>
  )
}
