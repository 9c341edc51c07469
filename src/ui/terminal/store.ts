// The terminal's state outside React, so that a button elsewhere can run a line in it.
import { createStore } from 'zustand/vanilla'
import { emptyTranscript, type Transcript } from './transcript.ts'

export interface TerminalState {
  readonly transcript: Transcript
  /** Lines that were run, oldest first; kept with the work. */
  readonly history: readonly string[]
  /** What the container asks with into which is typed now; undefined: the page's own shell is typed into. */
  readonly prompt: string | undefined
  /** It stands in another folder than the person's files. */
  readonly away: boolean
  /** Lines that were typed into containers. */
  readonly inside: readonly string[]
}

export const terminal = createStore<TerminalState>(() => ({ transcript: emptyTranscript, history: [], prompt: undefined, away: false, inside: [] }))
const MAX_HISTORY = 500

export const changeTranscript = (change: (t: Transcript) => Transcript): void =>
  terminal.setState(s => {
    const transcript = change(s.transcript)
    return transcript === s.transcript ? s : { transcript }
  })

/** The newest line was not whole: it comes again, with what follows. */
export function forgetNewest(line: string): void {
  const { history } = terminal.getState()
  if (history.at(-1) === line.trim()) terminal.setState({ history: history.slice(0, -1) })
}

/** Remembers a line; the same line twice in a row is once. */
export function remember(line: string): void {
  const text = line.trim()
  const { history, inside, prompt } = terminal.getState()
  const lines = prompt === undefined ? history : inside
  if (text === '' || lines.at(-1) === text || isKey(text)) return
  const next = [...lines, text].slice(-MAX_HISTORY)
  terminal.setState(prompt === undefined ? { history: next } : { inside: next })
}

/** Ctrl-C and Ctrl-D, sent where something reads. */
const isKey = (text: string): boolean => text === '\x03' || text === '\x04'
