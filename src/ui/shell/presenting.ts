// For a room: the stage alone with the clock below it, larger. Not remembered: whoever opens the page works in it.
import { createStore } from 'zustand/vanilla'
import { notify } from './notices.ts'

export const presenting = createStore<{ readonly on: boolean }>(() => ({ on: false }))

export function present(on = !presenting.getState().on): void {
  if (on === presenting.getState().on) return
  presenting.setState({ on })
  if (on) notify({ tone: 'info', topic: 'presenting', text: t => t.stage.presenting })
}

/** Something whose outcome is shown by a pane that is not seen while presenting: the presentation ends first. */
export const shownElsewhere = (run: () => void) => (): void => { present(false); run() }

/** What closes by Escape before the presentation does. */
const OPEN = 'dialog[open], [popover]:popover-open'

/** Escape, and nothing is open that it would close. */
export const leavesPresenting = (event: KeyboardEvent): boolean => event.key === 'Escape' && presenting.getState().on && document.querySelector(OPEN) === null
