// What a terminal remembers from line to line: variables, functions, aliases and `$?`, each with the moment since when; and the files that lines wrote.
import { HOME, aFile, type FileNode, type ShellState } from '../../engine/index.ts'
import type { Instant } from '../../kube/object.ts'
import type { Listener } from '../listeners.ts'
import type { Files, StartOptions } from '../running.ts'
import type { Stand } from '../typing.ts'

interface Moment<T> { readonly where: number; readonly at: Instant; readonly state: T }

/** So many lines can be gone back behind. */
const MOST_MOMENTS = 500
const MOST_HISTORY = 500

/** Where the world stands: by frames, where they are counted, because many things happen at one instant. */
export const whereIs = ({ client }: Pick<StartOptions, 'client'>): number => client.position ?? client.now

function newest<T>(moments: readonly Moment<T>[], options: Pick<StartOptions, 'client'>): T | undefined {
  const [where, { now }] = [whereIs(options), options.client]
  return moments.findLast(m => m.where <= where && m.at <= now)?.state
}

function withNewest<T>(moments: readonly Moment<T>[], options: StartOptions, state: T): readonly Moment<T>[] {
  const [where, at] = [whereIs(options), options.client.now]
  return [...moments.filter(m => m.where <= where && m.at <= at && (m.where < where || m.at < at)), { where, at, state }].slice(-MOST_MOMENTS)
}

/** The shell of one terminal. Time that goes back takes back what lines of later moments set; files stay, as the files of the editor do. */
export class Shell {
  #moments: readonly Moment<ShellState>[] = []
  #inside: readonly Moment<Stand | undefined>[] = []
  #listeners: readonly (Listener & { readonly where: number })[] = []
  readonly #files = new Map<string, FileNode>()
  readonly #history: string[] = []

  /** What the lines up to now left behind. */
  stateNow(options: Pick<StartOptions, 'client'>): ShellState | undefined {
    return newest(this.#moments, options)
  }

  remember(options: StartOptions, state: ShellState): void {
    this.#moments = withNewest(this.#moments, options, state)
  }

  /** The container's shell that is typed into now, as its last line has left it. */
  insideNow(options: Pick<StartOptions, 'client'>): Stand | undefined {
    return newest(this.#inside, options)
  }

  /** From now on lines go there; undefined: here again. */
  enter(options: StartOptions, stand: Stand | undefined): void {
    this.#inside = withNewest(this.#inside, options, stand)
  }

  /** Somebody listens on a port from now on; false: it is taken. */
  listen(options: StartOptions, listener: Listener): boolean {
    this.#listeners = this.#listeners.filter(l => l.isLive())
    if (this.listening(options, listener.port)) return false
    this.#listeners = [...this.#listeners, { ...listener, where: whereIs(options) }]
    return true
  }

  /** Who listens on that port now. */
  listening(options: StartOptions, port: number): Listener | undefined {
    return this.#listeners.find(l => l.port === port && l.where <= whereIs(options) && l.isLive())
  }

  /** The lines that were typed, oldest first. */
  get history(): readonly string[] { return this.#history }

  typed(line: string): void {
    this.#history.push(line)
    if (this.#history.length > MOST_HISTORY) this.#history.shift()
  }

  /** What the next line finds: the person's files, as they are now, over those that only the terminal knows. */
  filesFor(files: Files): ReadonlyMap<string, FileNode> {
    const all = new Map(this.#files)
    const walk = (folder: string): void => {
      for (const name of files.list(folder === '' ? '.' : folder) ?? []) {
        const path = folder === '' ? name : `${folder}/${name}`
        const text = files.read(path)
        if (text === undefined) walk(path)
        else all.set(`${HOME}/${path}`, aFile(text, path.endsWith('.sh') ? 0o755 : 0o644))
      }
    }
    walk('')
    return all
  }

  /** A line changed this file; `kept`: whoever holds the person's files has it now. */
  wrote(path: string, node: FileNode | null, kept: boolean): void {
    if (node && !kept) this.#files.set(path, node)
    else this.#files.delete(path)
  }
}
