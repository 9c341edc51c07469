import { useT } from '../i18n/index.ts'

/** The stage: what the cluster looks like now. Fills the pane it is given. */
export function Stage() {
  const t = useT()
  return <div aria-label={t.panes.stage} role="region" tabIndex={-1} style={{ height: '100%' }} />
}
