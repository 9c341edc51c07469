// What may be done about a state, here and now: a line for the terminal, an example that shows how it should be.
import { BookOpen, SquareTerminal } from 'lucide-react'
import { exampleWords } from '../i18n/examples/index.ts'
import { extras } from '../i18n/extras/index.ts'
import { useLang } from '../i18n/index.ts'
import { useSession } from '../session/session.ts'
import type { ExampleName } from '../shell/examples.ts'
import { openExample } from '../shell/openExample.ts'
import { runLine } from '../terminal/runLine.ts'
import css from './inspector.module.css'

/** `run` and `example` as they stand in a reason: of any type, and shown only where they are of use. */
export function Cures({ run, example }: { run: unknown; example: unknown }) {
  const lang = useLang()
  const session = useSession()
  const { cures } = extras(lang)
  const titles = exampleWords(lang).titles
  const known = typeof example === 'string' && Object.hasOwn(titles, example) ? example as ExampleName : undefined
  if (typeof run !== 'string' && known === undefined) return null
  return (
    <div className={css.cures}>
      {typeof run === 'string' && <button type="button" title={run} onClick={() => void runLine(session, run)}><SquareTerminal aria-hidden /><span>{cures.run}</span><code>{run}</code></button>}
      {known !== undefined && <button type="button" onClick={() => void openExample(known)}><BookOpen aria-hidden /><span>{cures.example}</span> {titles[known]}</button>}
    </div>
  )
}
