import { useT } from '../i18n/index.ts'

/** The inspector: Why, Status, YAML, Events and Logs of what is selected. Fills the pane it is given. */
export function Inspector() {
  const t = useT()
  return <div aria-label={t.panes.inspector} role="region" tabIndex={-1} style={{ height: '100%' }} />
}
