// What can be done to what lies under the pointer or has the focus: the menu of a mark on the stage.
import { FIRST_RATE } from '../controls/rates.ts'
import { useLang, useT } from '../i18n/index.ts'
import { workloadWords } from '../i18n/workloads/index.ts'
import { ContextMenu } from '../kit/ContextMenu.tsx'
import type { MenuItem } from '../kit/Menu.tsx'
import { mirror, select } from '../mirror/index.ts'
import { nodeItems } from '../nodes/nodeItems.ts'
import { useSession } from '../session/session.ts'
import { shownElsewhere } from '../shell/presenting.ts'
import { runLine } from '../terminal/runLine.ts'
import { kindWord, nameOf } from '../inspector/words.ts'

export interface MenuAt { readonly ref: string; readonly x: number; readonly y: number }

export function MarkMenu({ at, onClose }: { at: MenuAt; onClose: () => void }) {
  const t = useT()
  const session = useSession()
  const { ref } = at
  const [plural, ...path] = ref.split('/')
  const name = path.at(-1)!
  const node = plural === 'nodes' ? mirror.getState().rows.nodes.get(name) : undefined
  const key = path.join('/')
  const service = plural === 'services' ? mirror.getState().rows.services.get(key) : undefined
  const { controls } = workloadWords(useLang())
  const place = path.length > 1 && path[0] !== 'default' ? ` -n ${path[0]}` : ''
  const kubectl = (line: string) => () => void runLine(session, `kubectl ${line}${place}`)
  const items: readonly MenuItem[] = node ? nodeItems(node, session, t) : [
    { label: t.nodes.select, run: shownElsewhere(() => select(ref)) },
    { label: t.nodes.describe, run: shownElsewhere(kubectl(`describe ${plural} ${name}`)) },
    ...(plural === 'pods' || plural === 'jobs' ? [{ label: t.stage.menu.logs, run: shownElsewhere(kubectl(plural === 'pods' ? `logs ${name}` : `logs job/${name}`)) }] : []),
    ...(service === undefined ? [] : [service.perSecond === undefined
      ? { label: controls.start(FIRST_RATE), run: () => void session.act({ do: 'traffic', service: key, perSecond: FIRST_RATE }) }
      : { label: controls.stop, run: () => void session.act({ do: 'traffic', service: key, perSecond: 0 }) }]),
    { rule: true },
    { label: t.stage.menu.remove, danger: true, run: kubectl(`delete ${plural} ${name} --wait=false`) },
  ]
  return <ContextMenu x={at.x} y={at.y} label={t.stage.menu.label(`${kindWord(ref)} ${nameOf(ref)}`)} items={items} onClose={onClose} />
}
