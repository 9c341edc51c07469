import { useReasonText, useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import type { Finding } from '../../worker/protocol.ts'
import css from './editor.module.css'

interface Props {
  readonly id: string
  readonly findings: readonly Finding[]
  readonly onGo: (finding: Finding) => void
  readonly onFix: (finding: Finding) => void
}

/** Everything that is wrong, as a list: for those who cannot see squiggles, and for those who want all of it at once. */
export function Problems({ id, findings, onGo, onFix }: Props) {
  const t = useT()
  const reasonText = useReasonText()
  return (
    <ul id={id} className={css.problems} aria-label={t.editor.problems(findings.length)}>
      {findings.map((f, i) => (
        <li key={i} data-severity={f.severity}>
          <button type="button" className={css.problem} onClick={() => onGo(f)}>
            <span className={css.place} aria-label={t.editor.problemAt(f.from.line, f.from.column)}>{f.from.line}:{f.from.column}</span>
            <span>{f.message}{f.hint && <small>{reasonText(f.hint)}</small>}</span>
          </button>
          {f.fix && <Button onClick={() => onFix(f)} title={reasonText(f.fix.title)}>{t.editor.fix}</Button>}
        </li>
      ))}
    </ul>
  )
}
