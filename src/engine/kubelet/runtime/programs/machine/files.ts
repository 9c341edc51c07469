// The files that a container sees: the image's own, and on top of them what was mounted or changed.
// Paths are absolute and normal. A change is remembered as text, so that it can be told to probes and shared volumes.

import { heldBy, lengthOf, textOf, type FileChange, type FileText, type MountPoint } from '../program.ts'
import { Mounts } from './mounted.ts'

export type FileNode =
  | { readonly kind: 'file'; readonly text: FileText; readonly mode: number; readonly atUs: number }
  | { readonly kind: 'dir'; readonly mode: number; readonly atUs: number }
  | { readonly kind: 'link'; readonly target: string; readonly mode: number; readonly atUs: number }

export type Files = ReadonlyMap<string, FileNode>

export const aFile = (text: FileText, mode = 0o644, atUs = 0): FileNode => ({ kind: 'file', text, mode, atUs })
export const aDirectory = (mode = 0o755, atUs = 0): FileNode => ({ kind: 'dir', mode, atUs })
const aLink = (target: string, atUs = 0): FileNode => ({ kind: 'link', target, mode: 0o777, atUs })

/** `a/./b/../c` seen from `cwd`, as an absolute path. */
export function resolvePath(cwd: string, path: string): string {
  const all = path.startsWith('/') ? path : `${cwd}/${path}`
  if (!/\/\.|\/\/|.\/$/.test(all)) return all === '' ? '/' : all
  const out: string[] = []
  for (const part of all.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') out.pop()
    else out.push(part)
  }
  return `/${out.join('/')}`
}

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'
export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export type FileError = 'No such file or directory' | 'Is a directory' | 'Not a directory' | 'File exists' | 'Directory not empty'
  | 'Permission denied' | 'Read-only file system' | 'No space left on device' | 'Device or resource busy'

/** What a machine's disk has left for its containers. */
const DISK_BYTES = 90 * 1024 ** 3
/** A file that grows beyond so many characters is not kept as text any more. */
export const MOST_TEXT = 4_000_000

/** A tree of files: a shared base that never changes, and this container's changes over it. */
export class FileTree {
  readonly #base: Files
  readonly #own = new Map<string, FileNode | null>()
  readonly #changed: (path: string, text: FileText | undefined) => void
  readonly #mostText: number
  /** Directories that hold so much and no more, the innermost first. */
  readonly #bounds: readonly (readonly [prefix: string, bytes: number])[]

  readonly mounts: Mounts
  /** What other processes of the namespace have as their root, by its path: `/proc/7/root`. */
  readonly #roots = new Map<string, FileTree>()

  /** `mostText`: no file grows beyond so many characters. `inMemory`: directories that hold so many bytes. */
  constructor(base: Files, changed: (path: string, text: FileText | undefined) => void, mostText = Infinity, inMemory: Readonly<Record<string, number>> = {}, mounts: readonly MountPoint[] = []) {
    this.#base = base
    this.mounts = new Mounts(mounts)
    this.#bounds = [...Object.entries(inMemory).map(([path, bytes]) => [`${path}/`, bytes] as const).sort((a, b) => b[0].length - a[0].length), ['/', DISK_BYTES]]
    this.#mostText = mostText
    this.#changed = changed
  }

  /** The node at a path itself (links are not followed). */
  at(path: string): FileNode | undefined {
    const other = this.#roots.size > 0 ? this.#elsewhere(path) : undefined
    if (other) return other.tree.at(other.path)
    const own = this.#own.get(path)
    return own !== undefined ? (own ?? undefined) : path === '/' ? (this.#base.get('/') ?? aDirectory()) : this.#base.get(path)
  }

  /** Where a path leads after all links, 8 at most. */
  follow(path: string): string {
    const other = this.#roots.size > 0 ? this.#elsewhere(path) : undefined
    if (other) return `${other.root}${other.tree.follow(other.path)}`.replace(/(.)\/$/, '$1')
    for (let i = 0; i < 8; i++) {
      const node = this.at(path)
      if (node?.kind === 'link') path = resolvePath(parentOf(path), node.target)
      else if (node) return path
      else {
        const up = this.#linkAbove(path)
        if (up === undefined) return path
        path = up
      }
    }
    return path
  }

  stat(path: string): FileNode | undefined {
    return this.at(this.follow(path))
  }

  text(path: string): string | undefined {
    const node = this.stat(path)
    return node?.kind === 'file' ? textOf(node.text) : undefined
  }

  /** All of a file, with what is not kept as text. */
  content(path: string): FileText | undefined {
    const node = this.stat(path)
    return node?.kind === 'file' ? node.text : undefined
  }

  /** How many bytes lie in directories that are in memory. */
  get inMemory(): number {
    return this.#bounds.reduce((sum, [prefix]) => sum + (prefix === '/' ? 0 : this.#held(prefix)), 0)
  }

  /** How many bytes this file may have before what it lies in is full. */
  roomFor(path: string): number {
    const real = this.follow(path)
    const [prefix, bytes] = this.#bounds.find(([p]) => real.startsWith(p))!
    return bytes - this.#held(prefix, real)
  }

  #held(prefix: string, without?: string): number {
    let sum = 0
    for (const [path, node] of this.#own) if (node?.kind === 'file' && path !== without && path.startsWith(prefix)) sum += heldBy(node.text)
    return sum
  }

  /** Names in a directory, sorted; undefined if it is none. */
  list(path: string): string[] | undefined {
    const real = this.follow(path)
    if (this.at(real)?.kind !== 'dir') return undefined
    const other = this.#roots.size > 0 ? this.#elsewhere(real) : undefined
    if (other) return other.tree.list(other.path)
    const prefix = real === '/' ? '/' : `${real}/`
    const names = new Set<string>()
    const take = (p: string) => {
      if (p.length > prefix.length && p.startsWith(prefix) && !p.includes('/', prefix.length)) names.add(p.slice(prefix.length))
    }
    for (const p of this.#base.keys()) if (!this.#own.has(p)) take(p)
    for (const [p, node] of this.#own) if (node) take(p)
    return [...names].sort()
  }

  isReadOnly(real: string): boolean { return real.startsWith('/proc/') || real.startsWith('/sys/') || this.mounts.isReadOnly(real) }

  /** Writes a whole file, keeping its mode. */
  write(path: string, text: FileText, atUs: number, mode?: number): FileError | undefined {
    const real = this.follow(path)
    const old = this.at(real)
    if (old?.kind === 'dir') return 'Is a directory'
    const up = this.stat(parentOf(real))
    if (!up) return 'No such file or directory'
    if (up.kind !== 'dir') return 'Not a directory'
    if (lengthOf(text) > this.#mostText || ((this.#bounds.length > 1 || heldBy(text) > MOST_TEXT) && heldBy(text) > this.roomFor(real))) return 'No space left on device'
    if (this.isReadOnly(real)) return 'Read-only file system'
    this.#own.set(real, aFile(text, mode ?? old?.mode ?? 0o644, atUs))
    this.#changed(real, text)
    return undefined
  }

  makeDirectory(path: string, atUs: number, mode = 0o755): FileError | undefined {
    const real = this.follow(path)
    if (this.at(real)) return 'File exists'
    const up = this.stat(parentOf(real))
    if (!up) return 'No such file or directory'
    if (up.kind !== 'dir') return 'Not a directory'
    if (this.isReadOnly(real)) return 'Read-only file system'
    this.#own.set(real, aDirectory(mode, atUs))
    this.#changed(`${real}/`, '')
    return undefined
  }

  link(path: string, target: string): FileError | undefined {
    if (this.at(path)) return 'File exists'
    if (this.stat(parentOf(path))?.kind !== 'dir') return 'No such file or directory'
    if (this.isReadOnly(path)) return 'Read-only file system'
    this.#own.set(path, aLink(target))
    const text = this.content(path)
    if (text !== undefined) this.#changed(path, text)
    return undefined
  }

  changeMode(path: string, mode: number): FileError | undefined {
    const real = this.follow(path)
    const node = this.at(real)
    if (!node) return 'No such file or directory'
    if (this.isReadOnly(real)) return 'Read-only file system'
    this.#own.set(real, { ...node, mode })
    return undefined
  }

  /** Removes a file, or a directory with all that is in it. */
  remove(path: string): FileError | undefined {
    const node = this.at(path)
    if (!node) return 'No such file or directory'
    if (this.mounts.isPoint(path)) return 'Device or resource busy'
    if (this.isReadOnly(path)) return 'Read-only file system'
    if (node.kind === 'dir') {
      let failed: FileError | undefined
      for (const name of this.list(path) ?? []) failed = this.remove(resolvePath(path, name)) ?? failed
      if (failed) return failed
    }
    this.#own.set(path, null)
    this.#changed(node.kind === 'dir' ? `${path}/` : path, undefined)
    return undefined
  }

  /** A change that comes from outside: parents are made as needed, and nobody is told. `text` undefined removes. */
  impose(path: string, text: FileText | undefined, atUs: number, mode?: number): void {
    const isDirectory = path.endsWith('/') && path.length > 1
    const plain = resolvePath('/', path)
    const supplied = this.mounts.supplying(plain)
    const real = supplied && plain !== supplied.mount.path ? `${supplied.mount.path}/${supplied.data}${plain.slice(supplied.mount.path.length)}` : this.follow(plain)
    if (text === undefined) {
      for (const p of [...this.#base.keys(), ...this.#own.keys()]) if (p === real || p.startsWith(`${real}/`)) this.#own.set(p, null)
    } else {
      for (let up = parentOf(real); up !== '/' && this.at(up)?.kind !== 'dir'; up = parentOf(up)) this.#own.set(up, aDirectory(0o755, atUs))
      const bits = mode ?? this.mounts.modeOf(plain, isDirectory)
      this.#own.set(real, isDirectory ? aDirectory(bits ?? 0o755, atUs) : aFile(text, bits ?? 0o644, atUs))
    }
    if (supplied) this.#leadTo(supplied.mount.path, supplied.data, plain.slice(supplied.mount.path.length + 1), atUs)
  }

  /** Links from where a volume is mounted to what is supplied in it: one to the directory that holds all, one to each thing at its top. */
  #leadTo(mount: string, data: string, inside: string, atUs: number): void {
    if (!this.at(`${mount}/${data}`)) this.#own.set(`${mount}/${data}`, aDirectory(0o755, atUs))
    const link = `${mount}/..data`
    const has = this.at(link)
    if (has?.kind !== 'link' || has.target !== data) this.#own.set(link, aLink(data, atUs))
    const [top] = inside.split('/', 1)
    if (!top) return
    const isThere = this.at(`${mount}/${data}/${top}`) !== undefined
    if (!isThere) this.#own.set(`${mount}/${top}`, null)
    else if (this.at(`${mount}/${top}`)?.kind !== 'link') this.#own.set(`${mount}/${top}`, aLink(`..data/${top}`, atUs))
  }

  /** What happens to a file from outside. */
  take(change: FileChange, atUs: number): void {
    if (change.renews !== undefined) this.#renew(resolvePath('/', change.path), change.renews, atUs)
    else this.impose(change.path, change.text, atUs)
  }

  /** What is supplied in a mount is written anew, all of it, into another directory. */
  #renew(mount: string, data: string, atUs: number): void {
    const old = this.mounts.supplying(mount)?.data
    if (old === undefined) return
    for (const [path, node] of [...this.#own]) {
      if (!node || path !== `${mount}/${old}` && !path.startsWith(`${mount}/${old}/`)) continue
      this.#own.set(`${mount}/${data}${path.slice(mount.length + 1 + old.length)}`, { ...node, atUs })
      this.#own.set(path, null)
    }
    this.mounts.renew(mount, data)
    this.#leadTo(mount, data, '', atUs)
  }

  /** Something is mounted on a directory: what the image has there is not seen any more. */
  cover(path: string): void {
    const real = this.follow(resolvePath('/', path))
    if (real === '/') return
    for (const p of this.#base.keys()) if (p.startsWith(`${real}/`) && !this.#own.has(p)) this.#own.set(p, null)
  }

  /** Everything, for `find` and globs: path and node, sorted. */
  under(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`
    const all = new Set<string>()
    for (const p of this.#base.keys()) if (p.startsWith(prefix) && !this.#own.has(p)) all.add(p)
    for (const [p, node] of this.#own) if (node && p.startsWith(prefix)) all.add(p)
    return [...all].sort()
  }

  /** The root of another process's machine is seen at this path. */
  showRoot(path: string, tree: FileTree): void { this.#roots.set(path, tree) }

  #elsewhere(path: string): { readonly root: string; readonly tree: FileTree; readonly path: string } | undefined {
    if (!path.startsWith('/proc/')) return undefined
    for (const [root, tree] of this.#roots) if (path === root || path.startsWith(`${root}/`)) return { root, tree, path: path.slice(root.length) || '/' }
    return undefined
  }

  #linkAbove(path: string): string | undefined {
    for (let up = parentOf(path); up !== '/'; up = parentOf(up)) {
      const node = this.at(up)
      if (node?.kind === 'link') return resolvePath(parentOf(up), node.target) + path.slice(up.length)
    }
    return undefined
  }
}
