// Where the panes stand: editor, stage over terminal, inspector; on a phone one at a time under tabs.
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { Group, Panel, Separator, type Layout } from 'react-resizable-panels'
import { useT } from '../i18n/index.ts'
import { InTurn } from '../kit/InTurn.tsx'
import { Tabs } from '../kit/Tabs.tsx'
import { changeSettings, settings } from '../theme/settings.ts'
import { EditorPane } from '../editor/EditorPane.tsx'
import { Inspector } from '../inspector/Inspector.tsx'
import { Terminal } from '../terminal/Terminal.tsx'
import { embedded } from './embedded.ts'
import css from './shell.module.css'

// The stage brings D3: it comes beside the first paint, not before it. It is asked for at once, not when its place is drawn; and in a task
// of its own, because whoever watches requests asks where they come from, and from within a module's own text that is answered by reading all of it again.
const stageComing = Promise.resolve().then(() => import('../stage/Stage.tsx')).then(m => ({ default: m.Stage }))
stageComing.catch(() => {})
const Stage = lazy(() => stageComing)
const stage = <Suspense><Stage /></Suspense>

type PaneId = 'editor' | 'stage' | 'terminal' | 'inspector'

/** Narrower than the three columns need beside each other, as they may be at least. */
const PHONE = '(max-width: 860px)'
const usePhone = () => useSyncExternalStore(
  tell => {
    const media = matchMedia(PHONE)
    media.addEventListener('change', tell)
    return () => media.removeEventListener('change', tell)
  },
  () => matchMedia(PHONE).matches,
)

function Pane({ id }: { id: PaneId }) {
  const t = useT()
  return (
    <section className={css.pane} data-pane={id} aria-label={t.panes[id]} tabIndex={-1}>
      <InTurn>{id === 'editor' ? <EditorPane /> : id === 'stage' ? stage : id === 'terminal' ? <Terminal /> : <Inspector />}</InTurn>
    </section>
  )
}

const remember = (group: string) => (layout: Layout) =>
  changeSettings({ layout: { ...settings.getState().layout, [group]: Object.fromEntries(Object.entries(layout).map(([id, n]) => [id, Math.round(n * 100) / 100])) } })

function layoutOf(group: string, ids: readonly string[]): Layout | undefined {
  const layout = settings.getState().layout[group]
  return layout !== undefined && ids.every(id => layout[id] !== undefined) && Object.keys(layout).length === ids.length ? { ...layout } : undefined
}

function Columns() {
  const t = useT()
  return (
    <Group id="columns" className={css.group} defaultLayout={layoutOf('columns', ['left', 'middle', 'right'])} onLayoutChanged={remember('columns')}>
      <Panel id="left" defaultSize="28%" minSize="220px" groupResizeBehavior="preserve-pixel-size"><Pane id="editor" /></Panel>
      <Separator className={css.handle} aria-label={t.panes.resize(t.panes.editor)} />
      <Panel id="middle" minSize="360px">
        <Group id="rows" orientation="vertical" className={css.group} defaultLayout={layoutOf('rows', ['top', 'bottom'])} onLayoutChanged={remember('rows')}>
          <Panel id="top" minSize="140px"><Pane id="stage" /></Panel>
          <Separator className={css.handle} aria-label={t.panes.resize(t.panes.terminal)} />
          <Panel id="bottom" defaultSize="214px" minSize="72px" groupResizeBehavior="preserve-pixel-size"><Pane id="terminal" /></Panel>
        </Group>
      </Panel>
      <Separator className={css.handle} aria-label={t.panes.resize(t.panes.inspector)} />
      <Panel id="right" defaultSize="22.8%" minSize="290px" groupResizeBehavior="preserve-pixel-size"><Pane id="inspector" /></Panel>
    </Group>
  )
}

/** One pane at a time. All stay mounted, so that a half-typed command is still there. */
function Stack() {
  const t = useT()
  const [active, setActive] = useState<PaneId>('stage')
  const ids: PaneId[] = ['stage', 'editor', 'terminal', 'inspector']
  return (
    <>
      <Tabs className={css.phoneTabs} label={t.panes.views} tabs={ids.map(id => ({ id, label: t.panes[id] }))} active={active} onSelect={setActive} />
      <main className={css.body}>{ids.map(id => <div key={id} hidden={id !== active} style={id === active ? { display: 'grid', minHeight: 0 } : undefined}><Pane id={id} /></div>)}</main>
    </>
  )
}

export function Panes() {
  if (embedded) return <main className={css.body}><Pane id="stage" /></main>
  return usePhone() ? <Stack /> : <main className={css.body}><Columns /></main>
}
