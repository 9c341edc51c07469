import { useT } from '../i18n/index.ts'

/** The transport: play, step, speed, scrubber, clock. Fills the bar it is given (var(--transport) high). */
export function Transport() {
  const t = useT()
  return <div aria-label={t.panes.transport} role="group" tabIndex={-1} style={{ height: '100%' }} />
}
