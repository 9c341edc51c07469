import { Zap } from 'lucide-react'
import { useT } from '../i18n/index.ts'
import { later } from '../kit/Later.tsx'
import { Popover } from '../kit/Popover.tsx'
import { useRows } from '../mirror/index.ts'
import css from './faults.module.css'

const FaultsPanel = later(() => import('./FaultsPanel.tsx').then(m => m.FaultsPanel))

/** What is broken on purpose, and how many things are just now. */
export function FaultsMenu() {
  const t = useT()
  const { size } = useRows('faults')
  return (
    <Popover
      className={css.menu} data-active={size > 0 || undefined} aria-label={t.faults.label(size)} title={t.faults.label(size)} panelLabel={t.faults.menu}
      button={<><Zap aria-hidden /> <span className={css.name}>{t.faults.menu}</span>{size > 0 && <b className={css.count} aria-hidden>{size}</b>}</>}
    >
      {() => <FaultsPanel />}
    </Popover>
  )
}
