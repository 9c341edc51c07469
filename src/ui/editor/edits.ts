// Tabs of `kubectl edit`: they come and go with the command line that opened them. What was typed is never thrown away unread.
import { createStore } from 'zustand/vanilla'
import { useStore } from 'zustand'
import type { Delta, EditTab } from '../../worker/protocol.ts'
import { AskError } from '../../worker/client.ts'
import type { Session } from '../session/session.ts'
import { close, files, put, show } from '../work/files.ts'

interface Edits { readonly open: readonly EditTab[] }
export const edits = createStore<Edits>(() => ({ open: [] }))

/** Whether this file is a text of `kubectl edit`. */
export const isEdit = (path: string): boolean => edits.getState().open.some(e => e.path === path)
export const useIsEdit = (path: string): boolean => useStore(edits, e => e.open.some(o => o.path === path))

/** Opens and closes tabs as the worker tells. */
export function takeEdits({ edits: told, fresh, takeBackFrom }: Delta): void {
  if (told === undefined) return
  const before = edits.getState().open
  const open = told.filter(e => !e.kept)
  edits.setState({ open })
  for (const old of before) {
    if (open.some(e => e.path === old.path)) continue
    const text = files.getState().files.find(f => f.path === old.path)?.text
    // A text that is left to the person, or whose worker fell, stays; one that nobody has touched need not.
    const left = told.some(e => e.kept && e.path === old.path) || fresh
    if (text !== undefined && !(left && text !== old.text)) close(old.path)
  }
  for (const edit of open) {
    if (before.some(e => e.path === edit.path && e.round === edit.round)) continue
    put(edit.path, edit.text, takeBackFrom === undefined)
    if (takeBackFrom === undefined) toFirstLine(edit)
  }
}

/** The cursor stands where the object begins, behind the remarks. */
function toFirstLine({ path, text }: EditTab): void {
  const line = text.split('\n').findIndex(l => !l.startsWith('#')) + 1
  dispatchEvent(new CustomEvent('kubestep:line', { detail: { path, line } }))
}

async function leave(session: Session, path: string, text: string | undefined): Promise<void> {
  try {
    await session.edited(path, text)
    if (!isEdit(path)) document.querySelector<HTMLElement>('[data-pane=terminal] [data-pane-focus]')?.focus()
  } catch (error) {
    if (!(error instanceof AskError)) throw error
  }
}

/** Saves the text and gives it to the command line that waits for it. */
export function saveEdit(session: Session, path: string): Promise<void> {
  show(path)
  return leave(session, path, files.getState().files.find(f => f.path === path)?.text ?? '')
}

/** Closes the tab as if nothing had been typed. */
export const cancelEdit = (session: Session, path: string): Promise<void> => leave(session, path, undefined)
