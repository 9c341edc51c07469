// Apply: the same message as `kubectl apply -f FILE` typed in the terminal, and what the API server answered put at its lines.
import { createStore } from 'zustand/vanilla'
import { playback } from '../mirror/index.ts'
import type { Session } from '../session/session.ts'
import { runLine } from '../terminal/runLine.ts'
import { activeFile, files } from '../work/files.ts'
import { addRefusals } from './checks.ts'

export const applying = createStore<{ readonly busy: boolean }>(() => ({ busy: false }))

/** Applies the file in front. The first success sets time going, unless the person has taken it into their own hands. */
export async function applyActive(session: Session): Promise<void> {
  const file = activeFile()
  if (file === undefined || applying.getState().busy || !playback.getState().ready) return
  applying.setState({ busy: true })
  try {
    const result = await runLine(session, `kubectl apply -f ${file.path}`, files.getState().files)
    if (result === undefined) return
    if (result.errors !== '') {
      const { refusalsOf } = await import('./refusals.ts')
      if (activeFile()?.text === file.text) addRefusals(file.path, refusalsOf(result.errors, file))
    } else if (!session.timeTouched) session.play()
  } finally {
    applying.setState({ busy: false })
  }
}
