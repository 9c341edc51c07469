// What is known to be wrong with the file in front: findings of the last check, and what the API server said at the last Apply.
import { createStore } from 'zustand/vanilla'
import { useStore } from 'zustand'
import type { Answers, FileText, Finding } from '../../worker/protocol.ts'
import type { Session } from '../session/session.ts'
import { activeFile, files, MAX_TEXT } from '../work/files.ts'

export interface Check {
  readonly path: string
  readonly state: 'checking' | 'checked' | 'too-long'
  readonly findings: readonly Finding[]
  readonly documents: Answers['check']['documents']
  /** Said by the API server at the last Apply; kept until the text changes. */
  readonly refusals: readonly Finding[]
}

const PAUSE_MS = 250
const none: Check = { path: '', state: 'checking', findings: [], documents: [], refusals: [] }

export const check = createStore<Check>(() => none)
export const useCheck = <T>(select: (c: Check) => T): T => useStore(check, select)

const severityRank = { error: 0, warning: 1 } as const
/** Everything to show, in the order of the text, errors before warnings of the same place. Said twice is shown once: as the check said it, which knows better places, and what to do. */
export function allFindings(c: Check): readonly Finding[] {
  const seen = new Set<string>()
  // kubectl puts a preamble before what the check says at the same line.
  const news = c.refusals.filter(r => !c.findings.some(f => f.from.line === r.from.line && r.message !== f.message && r.message.endsWith(f.message)))
  return [...c.findings, ...news]
    .filter(f => {
      const key = `${f.from.line}:${f.field ?? ''}:${f.message}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => a.from.line - b.from.line || a.from.column - b.from.column || severityRank[a.severity] - severityRank[b.severity])
}

export const addRefusals = (path: string, refusals: readonly Finding[]): void => {
  if (check.getState().path === path) check.setState({ refusals })
}

/** Checks the file in front on each pause of typing. Returns how to stop. */
export function watchChecks(session: Session): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  const ask = async (file: FileText) => {
    const mine = ++asked
    if (file.text.length > MAX_TEXT) return check.setState({ state: 'too-long', findings: [], documents: [] })
    try {
      const { findings, documents } = await session.ask<'check'>({ ask: 'check', file })
      if (mine === asked && activeFile()?.text === file.text) check.setState({ state: 'checked', findings, documents })
    } catch { /* the worker is being started again; the next pause asks again */ }
  }
  let last: FileText | undefined
  const look = () => {
    const file = activeFile()
    if (file === undefined || file === last) return
    const sameFile = file.path === last?.path
    last = file
    asked++
    check.setState(sameFile ? { state: 'checking', refusals: [] } : { ...none, path: file.path })
    clearTimeout(timer)
    timer = setTimeout(() => void ask(file), sameFile ? PAUSE_MS : 0)
  }
  look()
  const stop = files.subscribe(look)
  return () => {
    stop()
    clearTimeout(timer)
  }
}
