// Where volumes are mounted in a tree of files: what may be written there, and in which directory what is supplied lies.
import type { MountPoint } from '../program.ts'

export class Mounts {
  readonly #list: readonly MountPoint[]
  /** Directories of supplied files that were written anew since. */
  readonly #renewed = new Map<string, string>()

  /** The innermost first, for mounts may lie in one another. */
  constructor(list: readonly MountPoint[]) { this.#list = list.length > 1 ? list.toSorted((a, b) => b.path.length - a.path.length) : list }

  get all(): readonly MountPoint[] { return this.#list }

  /** The mount that a path lies in, or is. */
  of(path: string): MountPoint | undefined {
    for (const mount of this.#list) if (path === mount.path || isUnder(mount.path, path)) return mount
    return undefined
  }

  isReadOnly(path: string): boolean { return this.#list.length > 0 && this.of(path)?.readOnly === true }

  isPoint(path: string): boolean { return this.#list.some(m => m.path === path) }

  /** Permission bits of a file or directory that a mount brings. */
  modeOf(path: string, isDirectory: boolean): number | undefined {
    const mount = this.#list.length > 0 ? this.of(path) : undefined
    if (!mount) return undefined
    if (isDirectory) return path === mount.path ? mount.directoryMode : undefined
    return mount.modes?.[path.slice(mount.path.length + 1)] ?? mount.mode
  }

  /** The mount in which a kubelet supplies that path, with the directory that holds it now. */
  supplying(path: string): { readonly mount: MountPoint; readonly data: string } | undefined {
    const mount = this.#list.length > 0 ? this.of(path) : undefined
    return mount?.data === undefined ? undefined : { mount, data: this.#renewed.get(mount.path) ?? mount.data }
  }

  renew(path: string, data: string): void { this.#renewed.set(path, data) }
}

const isUnder = (directory: string, path: string): boolean => path.length > directory.length && path[directory.length] === '/' && path.startsWith(directory)
