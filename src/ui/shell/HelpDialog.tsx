import { extras } from '../i18n/extras/index.ts'
import { useLang, useT } from '../i18n/index.ts'
import { Dialog } from '../kit/Dialog.tsx'
import { Legend } from '../stage/legend/Legend.tsx'
import { keyName, shortcuts } from './shortcuts.ts'
import css from './shell.module.css'

/** Which keys do what; where there is no mouse, what fingers do, and keys only where the screen is one that may have some. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const lang = useLang()
  const { keys: words, help } = extras(lang)
  return (
    <Dialog title={help.title} closeLabel={help.close} onClose={onClose}>
      <p>{help.what}</p>
      <div className={css.byTouch}>
        <h3 className={css.subhead}>{help.touch}</h3>
        <ul className={css.touches}>{help.touches.map(text => <li key={text}>{text}</li>)}</ul>
      </div>
      <h3 className={`${css.subhead} ${css.byKey}`}>{help.keys}</h3>
      <dl className={`${css.keys} ${css.byKey}`}>
        {shortcuts.map(({ id, keys, also }) => (
          <div key={id}>
            <dt>{keys.map(k => <kbd key={k}>{keyName(k)}</kbd>)}{also !== undefined && <kbd>{also}</kbd>}</dt>
            <dd>{words[id]}</dd>
          </div>
        ))}
      </dl>
      <p className={`${css.dim} ${css.byKey}`}>{help.mouse}</p>
      <h3 className={css.subhead}>{extras(lang).legend.title}</h3>
      <Legend />
      <p className={css.dim}>{t.app.versionTitle} {t.app.notTheReal}</p>
    </Dialog>
  )
}
