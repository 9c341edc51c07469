// What hangs under Sandbox: the examples in their groups, side by side where there is room, and, always in sight, how to find one and the
// way back to an empty cluster.
import { exampleWords } from '../i18n/examples/index.ts'
import { extras } from '../i18n/extras/index.ts'
import { useLang, useT } from '../i18n/index.ts'
import { MenuItems, type MenuItem } from '../kit/Menu.tsx'
import { exampleSections } from './exampleGroups.ts'
import { openExample } from './openExample.ts'
import { keysText } from './shortcuts.ts'
import css from './shell.module.css'

interface Props {
  readonly close: () => void
  readonly onFind: () => void
  readonly onStartOver: () => void
  readonly onOwnWork?: (() => void) | undefined
}

export function SandboxMenu({ close, onFind, onStartOver, onOwnWork }: Props) {
  const t = useT()
  const lang = useLang()
  const words = exampleWords(lang)
  const others: MenuItem[] = [{ label: extras(lang).keys.find, hint: keysText(['Mod', 'K']), run: onFind }, ...(onOwnWork ? [{ label: t.notices.ownWork, run: onOwnWork }] : []), { label: t.menu.startOver, danger: true, run: onStartOver }]
  return (
    <>
      {exampleSections.map(({ heading, groups }) => (
        <div key={heading ?? ''} role={heading && 'group'} aria-label={heading && words.groups[heading]}>
          {heading && <div className={css.section} role="presentation">{words.groups[heading]}</div>}
          <div className={css.examples} data-columns role="presentation">
            {groups.map(([group, names]) => (
              <div key={group} role="group" aria-label={words.groups[group]}>
                <MenuItems close={close} items={[{ heading: words.groups[group] }, ...names.map(name => ({ label: words.titles[name], hint: name, run: () => void openExample(name) }))]} />
              </div>
            ))}
          </div>
        </div>
      ))}
      <div className={css.others} role="presentation"><MenuItems close={close} items={others} /></div>
    </>
  )
}
