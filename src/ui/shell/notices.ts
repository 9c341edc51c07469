// Short messages at the edge of the page. Said once, read out politely, gone after a while unless they matter.
import { createStore } from 'zustand/vanilla'
import type { Messages } from '../i18n/index.ts'

export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'good' | 'bad'
  /** Words are looked up when shown, so that they follow the language. */
  readonly text: (t: Messages) => string
  readonly action?: { readonly label: (t: Messages) => string; readonly run: () => void }
  /** A text to copy, shown in full. */
  readonly detail?: string
  /** Notices of one topic replace each other. */
  readonly topic?: string
}

const SHOWN_MS = 7_000
const MOST = 4
let nextId = 1

export const notices = createStore<readonly Notice[]>(() => [])

export function notify(notice: Omit<Notice, 'id'>, stays = false): number {
  const id = nextId++
  notices.setState(now => [...now.filter(n => n.topic === undefined || n.topic !== notice.topic), { ...notice, id }].slice(-MOST), true)
  // What went wrong waits until it is read: whoever looked away, or reads slowly, must not lose it.
  if (!stays && notice.tone !== 'bad' && notice.detail === undefined) setTimeout(() => dismiss(id), notice.action ? SHOWN_MS * 2 : SHOWN_MS)
  return id
}

export const dismiss = (id: number): void => notices.setState(now => now.filter(n => n.id !== id), true)
