// What shapes, signs, lines and colours of the stage mean. Samples are drawn by the stage's own code, so they cannot say anything else than it does.
import { select } from 'd3-selection'
import { useEffect, useRef, type ReactNode } from 'react'
import { extras } from '../../i18n/extras/index.ts'
import { useLang, useT } from '../../i18n/index.ts'
import { workloadWords } from '../../i18n/workloads/index.ts'
import { LOOKS } from '../scene/look.ts'
import type { RunOutcome } from '../workloads/calendar.ts'
import { laneSample, marking, nodeSample, open, podSample, ringed, runSample, stationSample, type Sample } from './samples.ts'
import marks from '../stage.module.css'
import css from './legend.module.css'

const RUNS: readonly RunOutcome[] = ['running', 'complete', 'failed', 'replaced', 'skipped', 'late', 'missed', 'suspended', 'coming']

function Entry({ of, name, children, selected = false }: { of: Sample; name: string; children?: ReactNode; selected?: boolean }) {
  const t = useT()
  const lang = useLang()
  const svg = useRef<SVGSVGElement>(null)
  useEffect(() => {
    const g = select(svg.current!).append('g')
    of.draw(g, marking(t, lang, selected))
    // A picture of a mark is none: it cannot be reached, pressed or found.
    for (const mark of svg.current!.querySelectorAll('[role], [tabindex], [data-mark]')) for (const a of ['role', 'tabindex', 'data-mark', 'data-ref', 'aria-label']) mark.removeAttribute(a)
    return () => { g.remove() }
  }, [of, t, lang, selected])
  return (
    <div className={css.entry}>
      <dt className={css.picture} aria-hidden><svg ref={svg} className={marks.svg} width={of.w} height={of.h} viewBox={of.view} /></dt>
      <dt className={css.name}>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const looks = LOOKS.map(look => [look, podSample(look)] as const)
const runs = RUNS.map(outcome => [outcome, runSample(outcome)] as const)
const goneRun = runSample('complete', true)
const more = { restarts: podSample('ready', { restarts: 2 }), stale: podSample('ready', { stale: true }), selected: podSample('ready') }
const lanes = { making: laneSample(['creating']), run: laneSample(['succeeded']), waits: laneSample(['pending']), ghost: laneSample('ghost'), now: laneSample('now') }
const nodes = {
  ready: nodeSample({}), shut: nodeSample({ taints: [{ key: 'a', effect: 'NoSchedule' }] }), cordoned: nodeSample({ cordoned: true }), broken: nodeSample({ machine: 'down' }),
}

export function Legend() {
  const t = useT()
  const lang = useLang()
  const w = extras(lang).legend
  const r = t.stage.rail
  const outcomes = workloadWords(lang).cronjob.outcomes
  const words = (stopped: boolean) => (stopped ? r.stopped : r.queue(0))
  return (
    <div className={css.legend}>
      <section><h3>{w.pods.title}</h3>
        <dl>
          {looks.map(([look, sample]) => <Entry key={look} of={sample} name={t.looks[look]}>{w.pods.looks[look]}</Entry>)}
          <Entry of={ringed} name={w.pods.ring[0]!}>{w.pods.ring[1]}</Entry>
          <Entry of={open} name={w.pods.open[0]!}>{w.pods.open[1]}</Entry>
          {(['restarts', 'stale', 'selected'] as const).map(x => <Entry key={x} of={more[x]} name={w.pods[x][0]!} selected={x === 'selected'}>{w.pods[x][1]}</Entry>)}
        </dl>
        <p>{w.pods.corners}</p>
      </section>
      <section><h3>{w.lanes.title}</h3>
        <dl>{(['making', 'run', 'waits', 'ghost', 'now'] as const).map(x => <Entry key={x} of={lanes[x]} name={w.lanes[x][0]!}>{w.lanes[x][1]}</Entry>)}</dl>
      </section>
      <section><h3>{w.nodes.title}</h3>
        <dl data-wide>
          <Entry of={nodes.ready} name={t.nodes.status.Ready}>{w.nodes.ready}</Entry>
          <Entry of={nodes.shut} name={t.stage.node.tainted}>{w.nodes.shut}</Entry>
          <Entry of={nodes.cordoned} name={t.stage.node.cordoned}>{w.nodes.cordoned}</Entry>
          <Entry of={nodes.broken} name={t.nodes.down}>{w.nodes.broken}</Entry>
        </dl>
      </section>
      <section><h3>{w.rail.title}</h3>
        <dl data-wide><Rail kind="hot" name={r.scheduler} words={words} text={w.rail.hot} /><Rail kind="dot" name={w.rail.dot[0]!} words={words} text={w.rail.dot[1]!} /><Rail kind="stopped" name={r.stopped} words={words} text={w.rail.stopped} /><Rail kind="broken" name={t.faults.broken} words={words} text={w.rail.broken} /></dl>
      </section>
      <section><h3>{w.runs.title}</h3>
        <dl>
          {runs.map(([outcome, sample]) => <Entry key={outcome} of={sample} name={outcomes[outcome]('', 10)} />)}
          <Entry of={goneRun} name={w.runs.gone} />
        </dl>
      </section>
    </div>
  )
}

function Rail({ kind, name, words, text }: { kind: Parameters<typeof stationSample>[0]; name: string; words: (stopped: boolean) => string; text: string }) {
  const made = useRef<Sample>(undefined)
  return <Entry of={made.current ??= stationSample(kind, words)} name={name}>{text}</Entry>
}
