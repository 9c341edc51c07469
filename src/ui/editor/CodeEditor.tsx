// The full editor: one Monaco, one model per file.
import { useEffect, useRef, type RefObject } from 'react'
import { useReasonText, useT } from '../i18n/index.ts'
import { files, setText } from '../work/files.ts'
import type { Finding } from '../../worker/protocol.ts'
import type { EditorHandle } from './EditorPane.tsx'
import { colour, modelFor, takeEditor } from './ahead.ts'
import { KeyCode, MarkerSeverity, editor } from './monaco.ts'
import css from './editor.module.css'

interface Props {
  readonly path: string
  readonly text: string
  readonly findings: readonly Finding[]
  readonly handle: RefObject<EditorHandle | undefined>
}

const views = new Map<string, editor.ICodeEditorViewState>()

/** Text that came from elsewhere (a fix, an undo, another run) becomes an edit that can be undone. */
function take(model: editor.ITextModel, text: string): void {
  if (model.getValue() === text) return
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null)
}

export { makeAhead } from './ahead.ts'

export function CodeEditor({ path, text, findings, handle }: Props) {
  const t = useT()
  const reasonText = useReasonText()
  const box = useRef<HTMLDivElement>(null)
  const code = useRef<editor.IStandaloneCodeEditor>(undefined)

  useEffect(() => {
    const { place, code: made } = takeEditor()
    box.current!.append(place)
    code.current = made
    // Escape, then Tab leaves: whoever works by keys alone must be able to get out.
    const keys = made.onKeyDown(event => {
      const suggesting = made.getDomNode()?.querySelector('.suggest-widget.visible, .find-widget.visible') || document.querySelector('.suggest-widget.visible')
      if (event.keyCode === KeyCode.Escape && !suggesting) made.updateOptions({ tabFocusMode: true })
      else if (event.keyCode !== KeyCode.Tab && event.keyCode !== KeyCode.Shift) made.updateOptions({ tabFocusMode: false })
    })
    const blur = made.onDidBlurEditorText(() => made.updateOptions({ tabFocusMode: false }))
    return () => {
      for (const thing of [keys, blur, made]) thing.dispose()
      place.remove()
      code.current = undefined
    }
  }, [])

  useEffect(() => {
    const made = code.current!
    const model = modelFor(path, text)
    made.setModel(model)
    const view = views.get(path)
    if (view) made.restoreViewState(view)
    const change = model.onDidChangeContent(() => setText(path, model.getValue()))
    return () => {
      const state = made.saveViewState()
      if (state) views.set(path, state)
      change.dispose()
      // Closed and renamed files leave no model behind.
      queueMicrotask(() => { if (!files.getState().files.some(f => f.path === path)) { model.dispose(); views.delete(path) } })
    }
    // Text that changes while the file stays in front is taken below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [path])

  useEffect(() => {
    const model = modelFor(path, text)
    take(model, text)
    const soon = setTimeout(() => colour(model))
    return () => clearTimeout(soon)
  }, [path, text])
  useEffect(() => { code.current?.updateOptions({ ariaLabel: `${t.editor.text}: ${path}` }) }, [t, path])
  useEffect(() => {
    editor.setModelMarkers(modelFor(path, text), 'kubestep', findings.map(f => ({
      severity: f.severity === 'error' ? MarkerSeverity.Error : MarkerSeverity.Warning,
      startLineNumber: f.from.line, startColumn: f.from.column, endLineNumber: f.to.line, endColumn: Math.max(f.to.column, f.from.line === f.to.line ? f.from.column + 1 : 1),
      message: f.hint ? `${f.message}\n${reasonText(f.hint)}` : f.message,
    })))
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [findings, path, t])
  useEffect(() => {
    handle.current = {
      goTo: finding => {
        code.current?.setPosition({ lineNumber: finding.from.line, column: finding.from.column })
        code.current?.revealLineInCenterIfOutsideViewport(finding.from.line)
        code.current?.focus()
      },
      focus: () => code.current?.focus(),
    }
    return () => { handle.current = undefined }
  }, [handle])

  return <div ref={box} className={css.monaco} />
}
