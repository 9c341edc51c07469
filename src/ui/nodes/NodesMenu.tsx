import { useT } from '../i18n/index.ts'
import { later } from '../kit/Later.tsx'
import { Popover } from '../kit/Popover.tsx'
import { useMirror } from '../mirror/index.ts'

const NodesPanel = later(() => import('./NodesPanel.tsx').then(m => m.NodesPanel))

/** How many nodes there are, and what can be done to each. */
export function NodesMenu() {
  const t = useT()
  const count = useMirror(m => m.rows.nodes.size)
  return (
    <Popover button={<>{t.menu.nodes(count)} <span aria-hidden>▾</span></>} aria-label={t.menu.nodesLabel(count)} panelLabel={t.menu.nodesLabel(count)}>
      {close => <NodesPanel close={close} />}
    </Popover>
  )
}
