// The Cluster view in React's hands: it mounts the drawing, hands it every change, and keeps what stands beside it.
import { useEffect, useRef, useState } from 'react'
import { useLang, useT } from '../i18n/index.ts'
import { hover, mirror, playback, select, selection } from '../mirror/index.ts'
import { useDark } from '../theme/theme.ts'
import { ClusterStage } from './ClusterStage.ts'
import type { Pointed } from './stageInput.ts'
import { afterwards, later } from '../kit/Later.tsx'
import { markKey } from './keyboard.ts'
import { systemShown } from './system.ts'
import type { MenuAt } from './MarkMenu.tsx'
import css from './stage.module.css'

const HoverCard = later(() => import('./HoverCard.tsx').then(m => m.HoverCard))
const MarksTable = afterwards(() => import('./MarksTable.tsx').then(m => m.MarksTable))
const MarkMenu = later(() => import('./MarkMenu.tsx').then(m => m.MarkMenu))

export function ClusterView({ fits, onZoom }: { fits: number; onZoom: (changed: boolean) => void }) {
  const t = useT()
  const lang = useLang()
  const dark = useDark()
  const box = useRef<HTMLDivElement>(null)
  const stage = useRef<ClusterStage>(undefined)
  const [pointed, setPointed] = useState<Pointed>()
  const [menu, setMenu] = useState<MenuAt>()

  useEffect(() => {
    const host = box.current!
    const made = new ClusterStage(host, {
      onSelect: select, onZoom, onMenu: (ref, x, y) => setMenu({ ref, x, y }),
      onPoint: p => { hover(p?.ref); setPointed(before => (before?.ref === p?.ref && before?.station === p?.station ? before : p)) },
    })
    stage.current = made
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') { setPointed(undefined); return }
      if (!markKey(made.svg, event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    // Whoever comes to the pane by key stands on a mark at once.
    const onFocus = () => made.svg.querySelector<SVGElement>('[data-mark][tabindex="0"]')?.focus()
    host.addEventListener('keydown', onKeyDown)
    host.addEventListener('focus', onFocus)
    return () => { host.removeEventListener('focus', onFocus); host.removeEventListener('keydown', onKeyDown); made.destroy(); stage.current = undefined; hover(undefined) }
  }, [onZoom])

  useEffect(() => {
    const tell = () => {
      const { selected, hovered } = selection.getState()
      const { playing, speed, startAt } = playback.getState()
      stage.current?.update({ mirror: mirror.getState(), selected, hovered, playing, speed, startAt, t, lang, dark, system: systemShown.getState().shown })
    }
    tell()
    const stops = [mirror.subscribe(tell), selection.subscribe(tell), playback.subscribe(tell), systemShown.subscribe(tell)]
    return () => { for (const stop of stops) stop() }
  }, [t, lang, dark])

  useEffect(() => { if (fits > 0) stage.current?.fit() }, [fits])

  return (
    <>
      <div ref={box} className={css.host} data-pane-focus tabIndex={-1} />
      {pointed && <HoverCard pointed={pointed} />}
      {menu && <MarkMenu at={menu} onClose={() => setMenu(undefined)} />}
      <MarksTable />
    </>
  )
}
