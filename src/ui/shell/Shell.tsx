// The page: header, panes, transport, what is said at the edge; and the keys that work everywhere.
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { InTurn } from '../kit/InTurn.tsx'
import { afterwards, later } from '../kit/Later.tsx'
import { usePlayback } from '../mirror/index.ts'
import { nodeForm } from '../nodes/nodeForm.ts'
import { useSession } from '../session/session.ts'
import { Transport } from '../timeline/Transport.tsx'
import { applyActive } from '../editor/apply.ts'
import { Header } from './Header.tsx'
import { Notices } from './Notices.tsx'
import { embedded } from './embedded.ts'
import { Panes } from './Panes.tsx'
import { focusNextPane, focusTerminal } from './panesByKey.ts'
import { shortcutOf, takesKeys, takesLetters } from './shortcuts.ts'
import { leavesPresenting, present, presenting } from './presenting.ts'
import { shareRun, useOwnWork } from './share.ts'
import { brokenReport } from './broken.ts'
import css from './shell.module.css'

const Aloud = afterwards(() => import('../aloud/Aloud.tsx').then(m => m.Aloud))
const BrokenDialog = later(() => import('./BrokenDialog.tsx').then(m => m.BrokenDialog))
const NodeForms = later(() => import('../nodes/NodeForms.tsx').then(m => m.NodeForms))
const Palette = later(() => import('../palette/Palette.tsx').then(m => m.Palette))
const StartOver = later(() => import('./StartOver.tsx').then(m => m.StartOver))
const HelpDialog = later(() => import('./HelpDialog.tsx').then(m => m.HelpDialog))

export function Shell() {
  const t = useT()
  const session = useSession()
  const starting = usePlayback(p => !p.ready && !p.dead)
  const ownWork = useOwnWork()
  const form = useStore(nodeForm, f => f.open !== undefined)
  const broken = useStore(brokenReport, b => b.report !== undefined)
  const isPresenting = useStore(presenting, p => p.on)
  const [help, setHelp] = useState(false)
  const [finding, setFinding] = useState(false)
  const [asking, setAsking] = useState(false)

  useEffect(() => { document.title = t.app.title }, [t])
  useEffect(() => {
    const context = {
      session, nextPane: focusNextPane, focusTerminal, apply: () => void applyActive(session), help: () => setHelp(true), find: () => setFinding(true), present,
    }
    // In the capturing phase, because Monaco keeps what it takes to itself.
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return
      if (leavesPresenting(event)) return present(false)
      const shortcut = shortcutOf(event, takesLetters(event.target), takesKeys(event.target))
      if (shortcut === undefined || (shortcut.except !== undefined && !event.metaKey && (event.target as Element | null)?.closest?.(shortcut.except))) return
      event.preventDefault()
      event.stopPropagation()
      shortcut.run?.(context)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [session])

  return (
    <div className={css.page} data-embed={embedded || undefined} data-presenting={isPresenting || undefined}>
      {embedded ? <a className={css.whole} href={location.pathname + location.hash} target="_blank" rel="noopener">kubestep ↗</a> : <Header
        onHelp={() => setHelp(true)} onFind={() => setFinding(true)} onShare={() => void shareRun(session)} onStartOver={() => setAsking(true)}
        {...(ownWork ? { onOwnWork: ownWork } : {})}
      />}
      <InTurn><Panes /></InTurn>
      <footer className={css.transport} data-pane="transport" aria-label={t.panes.transport} tabIndex={-1}><InTurn><Transport /></InTurn></footer>
      {starting && <div className={css.starting} role="status">{t.app.loading}</div>}
      <Notices />
      <Aloud />
      {broken && <BrokenDialog />}
      {form && <NodeForms />}
      {finding && <Palette onClose={() => setFinding(false)} onHelp={() => setHelp(true)} onStartOver={() => setAsking(true)} />}
      {help && <HelpDialog onClose={() => setHelp(false)} />}
      {asking && <StartOver onClose={() => setAsking(false)} />}
    </div>
  )
}
