// The inspector: Why, Status, YAML, Events and Logs of what is selected. Fills the pane it is given; the pane is the labelled region.
import { useId, useState } from 'react'
import { useStore } from 'zustand'
import { useLang, useT } from '../i18n/index.ts'
import { afterwards, later } from '../kit/Later.tsx'
import { Tabs } from '../kit/Tabs.tsx'
import { useSelection } from '../mirror/index.ts'
import { showWhyOf, whyFrame } from './focus.ts'
import type { Tab } from './Inspected.tsx'
import { useInspection } from './useInspection.ts'
import { kindWord, nameOf } from './words.ts'
import css from './inspector.module.css'

const TABS: readonly Tab[] = ['why', 'status', 'yaml', 'events', 'logs']
const Inspected = later(() => import('./Inspected.tsx').then(m => m.Inspected))
const Guide = afterwards(() => import('./Guide.tsx').then(m => m.Guide))
const FrameWhy = later(() => import('./Inspected.tsx').then(m => m.FrameWhy))

export function Inspector() {
  const t = useT()
  const lang = useLang()
  const id = useId()
  const [tab, setTab] = useState<Tab>('why')
  const selected = useSelection(s => s.selected)
  const frame = useStore(whyFrame, s => s.seq)
  const inspection = useInspection(selected, lang)
  return (
    <div className={css.inspector}>
      <Tabs className={css.tabs!} label={t.inspector.tabsLabel} panelId={id} active={tab} onSelect={next => { setTab(next); if (next !== 'why') showWhyOf(undefined) }} tabs={TABS.map(x => ({ id: x, label: t.inspector.tabs[x] }))} />
      <div className={css.body} id={id} role="tabpanel" aria-label={t.inspector.tabs[tab]} tabIndex={0}>
        {frame !== undefined && tab === 'why' ? <FrameWhy seq={frame} /> : selected === undefined ? <Guide /> : (
          <>
            <h2 data-pane-focus tabIndex={-1}>{kindWord(selected)} {nameOf(selected)}</h2>
            {inspection && <Inspected tab={tab} inspection={inspection} />}
          </>
        )}
      </div>
    </div>
  )
}
