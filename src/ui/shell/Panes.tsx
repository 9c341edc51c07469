// Where the panes stand: editor, stage over terminal, inspector; on a phone one at a time under tabs.
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { useT } from '../i18n/index.ts'
import { InTurn } from '../kit/InTurn.tsx'
import { Split } from '../kit/Split.tsx'
import { Tabs } from '../kit/Tabs.tsx'
import { applying } from '../editor/apply.ts'
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

/** In a narrow window the editor gives way to the stage, in a low one the terminal does. */
function Columns() {
  const t = useT()
  const middle = (
    <Split
      id="rows" axis="y" main={{ id: 'top', least: 140, node: <Pane id="stage" /> }}
      after={{ id: 'bottom', least: 72, initial: 'clamp(132px, 100vh - 560px, 214px)', label: t.panes.resize(t.panes.terminal), node: <Pane id="terminal" /> }}
    />
  )
  return (
    <Split
      id="columns" axis="x" before={{ id: 'left', least: 220, initial: 'clamp(220px, 100% - 794px, 28%)', label: t.panes.resize(t.panes.editor), node: <Pane id="editor" /> }}
      main={{ id: 'middle', least: 360, node: middle }} after={{ id: 'right', least: 290, initial: '22.8%', label: t.panes.resize(t.panes.inspector), node: <Pane id="inspector" /> }}
    />
  )
}

/** One pane at a time. All stay mounted, so that a half-typed command is still there. */
function Stack() {
  const t = useT()
  const [active, setActive] = useState<PaneId>('stage')
  const ids: PaneId[] = ['stage', 'editor', 'terminal', 'inspector']
  // What was applied is to be seen.
  useEffect(() => applying.subscribe((a, before) => { if (a.done > before.done) setActive(now => (now === 'editor' ? 'stage' : now)) }), [])
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
