// This file beside the same objects as they are in the cluster now.
import { useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { useMirror } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { COMMON, editor } from './monaco.ts'
import css from './editor.module.css'

/** While time runs, the live side is fetched again at most this often. */
const REFRESH_MS = 700

export function DiffWithLive({ path, text }: { path: string; text: string }) {
  const t = useT()
  const session = useSession()
  const position = useMirror(m => m.position)
  const box = useRef<HTMLDivElement>(null)
  const diff = useRef<editor.IStandaloneDiffEditor>(undefined)
  const [live, setLive] = useState<string>()
  const asked = useRef(0)

  useEffect(() => {
    let gone = false
    const wait = Math.max(0, asked.current + REFRESH_MS - Date.now())
    const timer = setTimeout(() => {
      asked.current = Date.now()
      session.ask<'live'>({ ask: 'live', file: { path, text } }).then(answer => { if (!gone) setLive(answer.text) }, () => {})
    }, wait)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [session, path, text, position])

  const shown = live !== undefined && live !== ''
  useEffect(() => {
    if (!shown || !box.current) return
    const original = editor.createModel('', 'yaml')
    const modified = editor.createModel('', 'yaml')
    const made = editor.createDiffEditor(box.current, { ...COMMON, readOnly: true, lineDecorationsWidth: 16, renderSideBySide: false, renderOverviewRuler: false, fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono') })
    // The comparison is ours to end: the editor leaves one of its own running, and that would miss its texts and throw.
    const comparison = made.createViewModel({ original, modified })
    made.setModel(comparison)
    diff.current = made
    return () => {
      diff.current = undefined
      made.dispose()
      comparison.dispose()
      original.dispose()
      modified.dispose()
    }
  }, [shown])
  useEffect(() => {
    const models = diff.current?.getModel()
    if (!models) return
    if (models.original.getValue() !== live) models.original.setValue(live ?? '')
    if (models.modified.getValue() !== text) models.modified.setValue(text)
  }, [shown, live, text])

  return (
    <>
      <div className={css.diffHead}>
        <span><span className={css.bad} aria-hidden>−</span> {t.editor.diffLive} · <span className={css.good} aria-hidden>+</span> {t.editor.diffMine}</span>
      </div>
      {live === '' ? <p className={css.nothing}>{t.editor.diffNothing}</p> : <div ref={box} className={css.diffBox} />}
    </>
  )
}
