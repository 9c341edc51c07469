// Apply: the same message as `kubectl apply -f FILE` typed in the terminal, and what the API server answered put at its lines.
import { createStore } from 'zustand/vanilla'
import { alsoLater } from '../kit/Later.tsx'
import { kindNamed } from '../../kube/kinds.ts'
import type { Ref } from '../../kube/keys.ts'
import { mirror, playback, select, selection } from '../mirror/index.ts'
import type { Session } from '../session/session.ts'
import { runLine } from '../terminal/runLine.ts'
import { terminal } from '../terminal/store.ts'
import { activeFile, files } from '../work/files.ts'
import { addRefusals, check } from './checks.ts'
import { isEdit, saveEdit } from './edits.ts'

/** `done`: how often something was applied. */
export const applying = createStore<{ readonly busy: boolean; readonly done: number }>(() => ({ busy: false, done: 0 }))

/** What the lines of a refusal mean. */
const reading = () => import('./refusals.ts')
alsoLater(reading)

/** Applies the file in front; a text of `kubectl edit` is saved instead. The first success sets time going, unless the person has taken it into their own hands. */
export async function applyActive(session: Session): Promise<void> {
  const file = activeFile()
  if (file === undefined || applying.getState().busy || !playback.getState().ready) return
  applying.setState({ busy: true })
  try {
    if (isEdit(file.path)) return await saveEdit(session, file.path)
    // Somebody may have gone to another folder in the terminal: the files of the editor are at home.
    const result = await runLine(session, `${terminal.getState().away ? 'cd && ' : ''}kubectl apply -f ${file.path}`, files.getState().files)
    if (result === undefined || result === 'more') return
    if (result.errors !== '') {
      const { refusalsOf } = await reading()
      if (activeFile()?.text === file.text) addRefusals(file.path, refusalsOf(result.errors, file))
    } else {
      selectApplied()
      applying.setState(a => ({ done: a.done + 1 }))
      if (!session.timeTouched) session.play()
    }
  } finally {
    applying.setState({ busy: false })
  }
}

/** What a file with volumes, Services and a workload is about. */
const ABOUT: ReadonlySet<string> = new Set(['Job', 'CronJob', 'Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Pod'])

/** What an earlier Apply has selected: with the next file it goes, what the person has chosen stays. */
let selectedHere: Ref | undefined

/** So that stage and inspector are about it at once: the first workload that was applied, or else the first object, unless the person has chosen another. */
function selectApplied(): void {
  const { documents } = check.getState()
  const first = documents.find(d => ABOUT.has(d.kind)) ?? documents[0]
  const plural = first && kindNamed(first.kind)?.plural
  const { selected } = selection.getState()
  if ((selected !== undefined && selected !== selectedHere) || !plural) return
  const { jobs, pods, nodes, objects } = mirror.getState().rows
  for (const rows of [jobs, pods, nodes, objects]) {
    for (const { ref } of rows.values()) if (ref.startsWith(`${plural}/`) && ref.endsWith(`/${first.name}`)) return select(selectedHere = ref)
  }
}
