// The stage: what the cluster looks like now, in four views. Fills the pane it is given; the pane is the labelled region around it.
import { Boxes, Camera, Maximize2, Presentation } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { afterwards, alsoLater, later } from '../kit/Later.tsx'
import { Menu } from '../kit/Menu.tsx'
import { Tabs } from '../kit/Tabs.tsx'
import { notify } from '../shell/notices.ts'
import { embedded } from '../shell/embedded.ts'
import { present, presenting } from '../shell/presenting.ts'
import { ClusterView } from './ClusterView.tsx'
import { toggleSystem, useSystemShown } from './system.ts'
import css from './stage.module.css'

const TimelineView = later(() => import('./TimelineView.tsx').then(m => m.TimelineView))
const LoopView = later(() => import('./LoopView.tsx').then(m => m.LoopView))
const OwnersView = later(() => import('./OwnersView.tsx').then(m => m.OwnersView))

const LegendButton = afterwards(() => import('./legend/LegendButton.tsx').then(m => m.LegendButton))

const picture = () => import('./picture.ts')
alsoLater(picture)

type View = 'cluster' | 'timeline' | 'loop' | 'owners'
const VIEWS: readonly View[] = ['cluster', 'timeline', 'loop', 'owners']

/** Hatching for all views: what is being made, and nodes that take no new pods. */
const Patterns = () => (
  <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
    <defs>
      <pattern id="stage-making" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width={3} height={6} className={css.hatchMaking} /></pattern>
      <pattern id="stage-shut" width={12} height={12} patternUnits="userSpaceOnUse" patternTransform="rotate(135)"><rect width={2} height={12} className={css.hatchShut} /></pattern>
    </defs>
  </svg>
)

function PresentButton() {
  const t = useT()
  const on = useStore(presenting, p => p.on)
  const words = on ? t.stage.presentEnd : t.stage.present
  return <button type="button" className={`${css.fit} ${css.present}`} aria-pressed={on} aria-label={words} title={words} onClick={() => present()}><Presentation aria-hidden /></button>
}

export function Stage() {
  const t = useT()
  const id = useId()
  const [view, setView] = useState<View>('cluster')
  const panel = useRef<HTMLDivElement>(null)
  const p = t.stage.picture
  const take = (how: 'svg' | 'png' | 'copy') => () => void picture().then(m => m.takePicture(panel.current!, how)).catch(() => notify({ tone: 'bad', text: w => w.stage.picture.failed }))
  const [fits, setFits] = useState(0)
  const [zoomed, setZoomed] = useState(false)
  const system = useSystemShown()
  return (
    <div className={css.stage}>
      <Patterns />
      <Tabs
        className={css.strip} label={t.stage.viewsLabel} panelId={id} active={view} onSelect={setView} tabs={VIEWS.map(v => ({ id: v, label: t.stage.views[v] }))}
        end={(
          <div className={css.ends}>
            {view !== 'loop' && <button type="button" className={css.fit} aria-pressed={system} title={system ? t.stage.systemHide : t.stage.systemShow} onClick={toggleSystem}><span>kube-system</span> <Boxes aria-hidden /></button>}
            {view !== 'loop' && <Menu tone="plain" className={css.fit} button={<Camera aria-hidden />} label={p.title} aria-label={p.title} title={p.title} items={[{ label: p.svg, run: take('svg') }, { label: p.png, run: take('png') }, { label: p.copy, run: take('copy') }]} />}
            <LegendButton className={css.fit} />
            {!embedded && <PresentButton />}
            {view === 'cluster' && <button type="button" className={css.fit} title={zoomed ? t.stage.actualSize : t.stage.fitTitle} onClick={() => setFits(n => n + 1)}><span>{t.stage.fit}</span> <Maximize2 aria-hidden /></button>}
          </div>
        )}
      />
      <div ref={panel} className={css.view} id={id} role="tabpanel" aria-label={t.stage.views[view]}>
        {view === 'cluster' ? <ClusterView fits={fits} onZoom={setZoomed} /> : view === 'timeline' ? <TimelineView /> : view === 'loop' ? <LoopView /> : <OwnersView />}
      </div>
    </div>
  )
}
