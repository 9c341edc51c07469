// What stands in the inspector while nothing is selected: to a newcomer, what to press first; later, how to ask.
import { extras } from '../i18n/extras/index.ts'
import { useLang, useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { useMirror, usePlayback } from '../mirror/index.ts'
import { applyActive } from '../editor/apply.ts'
import { useSession } from '../session/session.ts'
import type { ExampleName } from '../shell/examples.ts'
import { openExample } from '../shell/openExample.ts'
import { keyName, keysText } from '../shell/shortcuts.ts'
import { begun } from '../stage/workloads/blocks.ts'
import css from './inspector.module.css'

export function Guide() {
  const t = useT()
  const lang = useLang()
  const session = useSession()
  const ready = usePlayback(p => p.ready)
  const isBegun = useMirror(m => begun(m.rows))
  const w = extras(lang).guide
  const keys = (...names: readonly string[]) => keysText(names)
  if (isBegun) {
    return (
      <div className={css.empty} data-pane-focus tabIndex={-1}>
        <b>{t.inspector.empty}</b>
        <p>{t.inspector.emptyHint}</p>
        <p>{t.inspector.emptyKeys}</p>
      </div>
    )
  }
  return (
    <div className={css.empty} data-pane-focus tabIndex={-1}>
      <b>{w.title}</b>
      <ol className={css.guide}>
        <li><p>{w.apply}</p><Button disabled={!ready} onClick={() => void applyActive(session)}>{t.editor.apply} <kbd aria-hidden>{keys('Mod', 'Enter')}</kbd></Button></li>
        <li><p>{w.time(keyName('Space'), '←')}</p></li>
        <li><p>{w.ask}</p></li>
      </ol>
      <b className={css.guideMore}>{w.more}</b>
      <ul className={css.topics}>
        {(Object.entries(w.topics) as [ExampleName, string][]).map(([name, words]) => <li key={name}><button type="button" className={css.link} title={name} onClick={() => void openExample(name)}>{words}</button></li>)}
      </ul>
      <p>{w.keys(keys('Mod', 'K'), 'F1')}</p>
    </div>
  )
}
