// The stage: what the cluster looks like now, in four views. Fills the pane it is given; the pane is the labelled region around it.
import { Maximize2 } from 'lucide-react'
import { useId, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { Tabs } from '../kit/Tabs.tsx'
import { ClusterView } from './ClusterView.tsx'
import { LoopView } from './LoopView.tsx'
import { OwnersView } from './OwnersView.tsx'
import { TimelineView } from './TimelineView.tsx'
import css from './stage.module.css'

type View = 'cluster' | 'timeline' | 'loop' | 'owners'
const VIEWS: readonly View[] = ['cluster', 'timeline', 'loop', 'owners']

export function Stage() {
  const t = useT()
  const id = useId()
  const [view, setView] = useState<View>('cluster')
  const [fits, setFits] = useState(0)
  const [zoomed, setZoomed] = useState(false)
  return (
    <div className={css.stage}>
      <Tabs
        label={t.stage.viewsLabel} panelId={id} active={view} onSelect={setView} tabs={VIEWS.map(v => ({ id: v, label: t.stage.views[v] }))}
        end={view === 'cluster' ? <button type="button" className={css.fit} title={zoomed ? t.stage.actualSize : t.stage.fitTitle} onClick={() => setFits(n => n + 1)}>{t.stage.fit} <Maximize2 aria-hidden /></button> : null}
      />
      <div className={css.view} id={id} role="tabpanel" aria-label={t.stage.views[view]}>
        {view === 'cluster' ? <ClusterView fits={fits} onZoom={setZoomed} /> : view === 'timeline' ? <TimelineView /> : view === 'loop' ? <LoopView /> : <OwnersView />}
      </div>
    </div>
  )
}
