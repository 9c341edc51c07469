// The files of the sandbox: what the editor edits and kubectl reads. They belong to the person, so nothing here throws text away.
import { createStore } from 'zustand/vanilla'
import { useStore } from 'zustand'
import { isTabName, type FileText, type WrittenFile } from '../../worker/protocol.ts'

export interface Files {
  readonly files: readonly FileText[]
  /** The path of the file in front. */
  readonly active: string
}

export const MAX_FILES = 40
export const MAX_TEXT = 2_000_000

export const files = createStore<Files>(() => ({ files: [], active: '' }))
export const useFiles = <T>(select: (f: Files) => T): T => useStore(files, select)

export const activeFile = (f: Files = files.getState()): FileText | undefined => f.files.find(x => x.path === f.active)

/** Files and the one in front, made sane: at least one, unique names, `active` among them. */
export function settled(list: readonly FileText[], active: string): Files {
  const seen = new Set<string>()
  const unique = list.filter(f => !seen.has(f.path) && seen.add(f.path))
  const good = unique.length > 0 ? unique : [{ path: 'manifest.yaml', text: '' }]
  return { files: good, active: good.some(f => f.path === active) ? active : good[0]!.path }
}

/** `name.yaml`, or `name-2.yaml` where that one is taken. */
export function freeName(wanted: string, list: readonly FileText[]): string {
  const taken = new Set(list.map(f => f.path))
  if (!taken.has(wanted)) return wanted
  const dot = wanted.lastIndexOf('.')
  for (let n = 2; ; n++) {
    const name = `${wanted.slice(0, dot)}-${n}${wanted.slice(dot)}`
    if (!taken.has(name)) return name
  }
}

export function setText(path: string, text: string): void {
  const { files: list } = files.getState()
  if (list.find(f => f.path === path)?.text === text) return
  files.setState({ files: list.map(f => (f.path === path ? { path, text } : f)) })
}

export const show = (path: string): void => {
  if (files.getState().files.some(f => f.path === path)) files.setState({ active: path })
}

/** Opens a file beside the others and shows it; the same text under the same name is only shown. */
export function open(name: string, text: string): string {
  const { files: list } = files.getState()
  const same = list.find(f => f.text === text && f.path.replace(/-\d+(?=\.)/, '') === name)
  if (same) {
    files.setState({ active: same.path })
    return same.path
  }
  const path = freeName(name, list)
  files.setState({ files: [...list, { path, text }].slice(-MAX_FILES), active: path })
  return path
}

/** A file under exactly this name, with this text; `front`: it is shown. */
export function put(path: string, text: string, front: boolean): void {
  const { files: list, active } = files.getState()
  const known = list.some(f => f.path === path)
  files.setState({ files: known ? list.map(f => (f.path === path ? { path, text } : f)) : [...list, { path, text }], active: front ? path : active })
}

/** Files that command lines wrote or removed. A new one is shown; one that was there stays where it is. */
export function takeWritten(written: readonly WrittenFile[]): void {
  for (const { path, text } of written) {
    if (text === undefined) close(path)
    else put(path, text.slice(0, MAX_TEXT), !files.getState().files.some(f => f.path === path))
  }
}

export function rename(from: string, to: string): 'taken' | 'bad' | undefined {
  const { files: list, active } = files.getState()
  if (from === to) return undefined
  if (!isTabName(to)) return 'bad'
  if (list.some(f => f.path === to)) return 'taken'
  files.setState({ files: list.map(f => (f.path === from ? { path: to, text: f.text } : f)), active: active === from ? to : active })
  return undefined
}

/** Closes a file and says how to have it back. */
export function close(path: string): () => void {
  const before = files.getState()
  const i = before.files.findIndex(f => f.path === path)
  const closed = before.files[i]
  const left = before.files.filter(f => f.path !== path)
  const next = left[Math.min(i, left.length - 1)]?.path ?? ''
  files.setState(settled(left, before.active === path ? next : before.active))
  return () => {
    const now = files.getState()
    if (closed) files.setState({ files: [...now.files.slice(0, i), { ...closed, path: freeName(closed.path, now.files) }, ...now.files.slice(i)], active: closed.path })
  }
}
