import { useT } from '../i18n/index.ts'
import { setText } from '../work/files.ts'
import css from './editor.module.css'

/** The manifest in a plain text field: what stands until the full editor is there, and instead of it where it cannot be loaded. */
export function PlainEditor({ path, text }: { path: string; text: string }) {
  const t = useT()
  const lines = text.split('\n').length
  return (
    <div className={css.plain}>
      <div className={css.gutter} aria-hidden>{Array.from({ length: Math.min(lines, 3000) }, (_, i) => i + 1).join('\n')}</div>
      <textarea
        data-pane-focus className={css.textarea} value={text} rows={lines + 1} spellCheck={false} wrap="off" autoCapitalize="off" autoCorrect="off"
        aria-label={`${t.editor.text}: ${path}`} onChange={event => setText(path, event.target.value)}
      />
    </div>
  )
}
