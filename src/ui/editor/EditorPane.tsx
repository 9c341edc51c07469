// The editor: files, the text, what is wrong with it, and Apply.
import { Component, lazy, startTransition, Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { afterwards, later } from '../kit/Later.tsx'
import { usePlayback } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { notify } from '../shell/notices.ts'
import { keysText } from '../shell/shortcuts.ts'
import { setText, useFiles } from '../work/files.ts'
import type { Finding } from '../../worker/protocol.ts'
import { applyActive, applying } from './apply.ts'
import { cancelEdit, useIsEdit } from './edits.ts'
import { allFindings, useCheck, watchChecks } from './checks.ts'
import { FileTabs } from './FileTabs.tsx'
import { atRest, loadMonaco } from './loadMonaco.ts'
import { PlainEditor } from './PlainEditor.tsx'
import css from './editor.module.css'

const CodeEditor = lazy(() => loadMonaco().then(() => import('./CodeEditor.tsx')).then(async m => { await m.makeAhead(); return { default: m.CodeEditor } }))
const DiffWithLive = lazy(() => loadMonaco().then(() => import('./DiffWithLive.tsx')).then(m => ({ default: m.DiffWithLive })))

const ExampleNote = afterwards(() => import('../notes/ExampleNote.tsx').then(m => m.ExampleNote))
const Problems = later(() => import('./Problems.tsx').then(m => m.Problems))

/** What the pane may ask of whichever editor stands. */
export interface EditorHandle {
  goTo(finding: Finding): void
  focus(): void
}

/** Where the full editor cannot be loaded (offline, an old browser) the plain one stays. */
class Otherwise extends Component<{ instead: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() { return { failed: true } }
  override componentDidCatch() { notify({ tone: 'info', text: t => t.editor.failed }) }
  override render() { return this.state.failed ? this.props.instead : this.props.children }
}

/** True once the cluster stands and the page is at rest, or the person turns to the text: only then is Monaco fetched. What Apply needs comes first. */
function useFullEditor(ready: boolean): readonly [full: boolean, now: () => void] {
  const [full, setFull] = useState(false)
  useEffect(() => {
    let gone = false
    if (ready) void atRest().then(() => { if (!gone) startTransition(() => setFull(true)) })
    return () => { gone = true }
  }, [ready])
  return [full, () => startTransition(() => setFull(true))]
}

function Status({ findings, open, onToggle }: { findings: readonly Finding[]; open: boolean; onToggle: () => void }) {
  const t = useT()
  const state = useCheck(c => c.state)
  const documents = useCheck(c => c.documents)
  const refused = useCheck(c => c.refusals.length > 0)
  if (state === 'too-long') return <span className={css.bad}>{t.editor.tooLong}</span>
  const errors = findings.filter(f => f.severity === 'error').length
  const count = errors > 0 ? t.editor.problems(errors) : t.editor.warnings(findings.length)
  if (findings.length > 0) {
    return (
      <button type="button" className={errors > 0 ? css.bad : css.warn} aria-expanded={open} aria-controls="problems" title={`${refused ? `${t.editor.refusedBy} · ` : ''}${open ? t.editor.hideProblems : t.editor.showProblems}`} onClick={onToggle}>
        <span aria-hidden>{errors > 0 ? '✗' : '!'}</span> {refused ? `${t.editor.refused} · ${count}` : count}
      </button>
    )
  }
  if (state === 'checking') return <span className={css.dim}>{t.editor.checking}</span>
  if (documents.length === 0) return <span className={css.dim}>{t.editor.empty}</span>
  const first = documents[0]!
  return (
    <span className={css.good} title={documents.length === 1 ? `${first.apiVersion} ${first.kind}` : undefined}>
      <span><span aria-hidden>✓</span> <span className={css.valid}>{t.editor.valid} · </span></span>
      {documents.length === 1 ? <span className={css.what}><span>{first.apiVersion} </span><span>{first.kind}</span></span> : t.editor.documents(documents.length)}
    </span>
  )
}

export function EditorPane() {
  const t = useT()
  const session = useSession()
  const ready = usePlayback(p => p.ready)
  const busy = useStore(applying, a => a.busy)
  const path = useFiles(f => f.active)
  const text = useFiles(f => f.files.find(x => x.path === f.active)?.text ?? '')
  const checked = useCheck(c => c)
  const findings = useMemo(() => (checked.path === path ? allFindings(checked) : []), [checked, path])
  const [open, setOpen] = useState(false)
  const [diff, setDiff] = useState(false)
  const editor = useRef<EditorHandle>(undefined)
  // Another pane points at a line of a file that it has just brought to the front.
  useEffect(() => {
    const onLine = (event: Event) => {
      const { path: at, line } = (event as CustomEvent<{ path: string; line: number }>).detail
      const place = { line, column: 1 }
      setTimeout(() => editor.current?.goTo({ path: at, severity: 'warning', from: place, to: place, message: '' }), 60)
    }
    addEventListener('kubestep:line', onLine)
    return () => removeEventListener('kubestep:line', onLine)
  }, [])
  const [full, turnTo] = useFullEditor(ready)
  const isEdit = useIsEdit(path)

  useEffect(() => (ready ? watchChecks(session) : undefined), [session, ready])
  // A refusal is the answer to something the person did: it is shown, not merely counted.
  useEffect(() => { if (checked.refusals.length > 0) setOpen(true) }, [checked.refusals])

  const fix = ({ fix }: Finding) => {
    if (!fix) return
    const lines = text.split('\n')
    const offset = (p: { line: number; column: number }) => lines.slice(0, p.line - 1).reduce((n, l) => n + l.length + 1, 0) + p.column - 1
    setText(path, text.slice(0, offset(fix.from)) + fix.text + text.slice(offset(fix.to)))
  }

  const plain = <PlainEditor path={path} text={text} />
  const keys = keysText(['Mod', 'Enter'])
  return (
    <div className={css.pane}>
      <FileTabs />
      <div className={css.text} id="manifest" role="tabpanel" aria-label={path} onFocus={turnTo}>
        {full || diff
          ? (
            <Otherwise instead={plain}>
              <Suspense fallback={plain}>
                {diff ? <DiffWithLive path={path} text={text} /> : <CodeEditor path={path} text={text} findings={findings} handle={editor} />}
              </Suspense>
            </Otherwise>
          )
          : plain}
      </div>
      {open && findings.length > 0 && <Problems id="problems" findings={findings} onGo={f => editor.current?.goTo(f)} onFix={fix} />}
      {!diff && !isEdit && <ExampleNote path={path} />}
      <div className={css.bar}>
        <Button tone="main" className={css.apply} disabled={busy || !ready} title={isEdit ? t.editor.editSaveTitle(keys) : t.editor.applyTitle(keys)} onClick={() => void applyActive(session)}>
          {isEdit ? t.editor.editSave : t.editor.apply} <kbd aria-hidden>{keys}</kbd>
        </Button>
        {isEdit && <Button tone="plain" title={t.editor.editCancelTitle} onClick={() => void cancelEdit(session, path)}>{t.editor.editCancel}</Button>}
        <div className={css.status} role="status"><Status findings={findings} open={open} onToggle={() => setOpen(!open)} /></div>
        <button type="button" className={css.diff} aria-pressed={diff} disabled={!ready} title={t.editor.diffTitle} onClick={() => setDiff(!diff)}><span className={css.valid}>{diff ? t.editor.diffClose : t.editor.diff}</span><span className={css.diffSign} aria-hidden>{diff ? '×' : '⇄'}</span></button>
      </div>
    </div>
  )
}
