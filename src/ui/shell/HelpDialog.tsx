import { extras } from '../i18n/extras/index.ts'
import { useLang, useT } from '../i18n/index.ts'
import { Dialog } from '../kit/Dialog.tsx'
import { Legend } from '../stage/legend/Legend.tsx'
import { keyName, shortcuts } from './shortcuts.ts'
import css from './shell.module.css'

/** Which keys do what. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const lang = useLang()
  const { keys: words, help } = extras(lang)
  return (
    <Dialog title={help.title} closeLabel={help.close} onClose={onClose}>
      <p>{help.what}</p>
      <h3 className={css.subhead}>{help.keys}</h3>
      <dl className={css.keys}>
        {shortcuts.map(({ id, keys, also }) => (
          <div key={id}>
            <dt>{keys.map(k => <kbd key={k}>{keyName(k)}</kbd>)}{also !== undefined && <kbd>{also}</kbd>}</dt>
            <dd>{words[id]}</dd>
          </div>
        ))}
      </dl>
      <p className={css.dim}>{help.mouse}</p>
      <h3 className={css.subhead}>{extras(lang).legend.title}</h3>
      <Legend />
      <p className={css.dim}>{t.app.versionTitle} {t.app.notTheReal}</p>
    </Dialog>
  )
}
