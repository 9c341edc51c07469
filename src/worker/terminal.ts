// Command lines that run in the page: what they print is kept with the frame at which it was printed, so that going back takes it back.
import { HOME, type Cluster, type FileNode } from '../engine/index.ts'
import { Shell, startLine, type FieldDoc, type Files, type Line, type Stand } from '../kubectl/index.ts'
import { Edits } from './edits.ts'
import { isTabName, type EditTab, type FileText, type TerminalChunk, type TerminalEnd, type WrittenFile } from './protocol.ts'

interface Entry {
  readonly id: number
  /** Where the world stood when it was typed. */
  readonly begunAt: number
  running: Line
  /** Its files as they have been told. */
  filed: ReadonlyMap<string, FileNode | null>
  /** How much of its output has been told. */
  told: number
  /** What was told of it: said again where the page took it back although it stays true. */
  chunks: TerminalChunk[]
  end?: TerminalEnd
}

/** So many lines that waited are remembered, for the case that time goes back behind what they printed. */
const MOST_ENDED = 50

export class Terminal {
  readonly #cluster: () => Cluster
  readonly #fieldDoc: FieldDoc | undefined
  readonly #shell = new Shell()
  readonly #edits = new Edits()
  #lines: Entry[] = []
  #past: Entry[] = []
  /** What stood here before a future was cut off, for the case that it comes back. */
  #beforeFork: { readonly lines: readonly Entry[]; readonly past: readonly Entry[] } | undefined
  #nextId = 1
  #chunks: TerminalChunk[] = []
  #ends: TerminalEnd[] = []
  #takeBackFrom: number | undefined
  /** What the page knows that is asked with. */
  #prompt: string | undefined
  /** What it knows of where the shell stands. */
  #away = false
  #files = new Map<string, WrittenFile>()

  constructor(cluster: () => Cluster, fieldDoc?: FieldDoc) {
    this.#cluster = cluster
    this.#fieldDoc = fieldDoc
  }

  /** Starts a line; its first output is told at once. Refusals of the command are its output, not exceptions. */
  start(line: string, files: readonly FileText[], namespace: string | undefined, lang?: string): number {
    const cluster = this.#cluster()
    const id = this.#nextId++
    const begunAt = cluster.world.position
    const running = startLine(line, {
      client: cluster.client(), files: filesOf(files), inPage: true, editor: this.#edits.editorOf(id, files.map(f => f.path)), ...(namespace ? { namespace } : {}), ...(lang ? { lang } : {}), ...(this.#fieldDoc ? { fieldDoc: this.#fieldDoc } : {}),
    }, this.#shell)
    const entry: Entry = { id, begunAt, running, filed: new Map(), told: 0, chunks: [] }
    this.#tell(entry)
    // Who is attached to what was typed into sees what came of it.
    this.advance()
    if (!entry.end) this.#lines.push(entry)
    return id
  }

  interrupt(id: number): void {
    const line = this.#lines.find(l => l.id === id)
    if (!line) {
      // Nobody runs it any more: the page must not go on waiting for it.
      this.#ends.push({ running: id, frame: this.#cluster().world.position, exitCode: 130 })
      return
    }
    line.running.interrupt()
    this.#edits.end(id, true)
    this.#tell(line)
  }

  /** A text of `kubectl edit` was saved, or closed as it was opened. */
  edited(path: string, text: string | undefined): void {
    const running = this.#edits.left(path, text)
    const line = this.#lines.find(l => l.id === running)
    if (!line) return
    line.running.advance()
    this.#tell(line)
    this.#settle()
  }

  /** After frames: whoever waits looks again. */
  advance(): void {
    for (const line of this.#lines) {
      line.running.advance()
      this.#tell(line)
    }
    this.#settle()
  }

  #settle(): void {
    this.#past = [...this.#past, ...this.#lines.filter(l => l.end)].slice(-MOST_ENDED)
    this.#lines = this.#lines.filter(l => !l.end)
  }

  /** A future was cut off: what was typed in it will never be again, and what waited where it was cut goes on in the new one. */
  forked(position: number): void {
    this.#beforeFork = { lines: this.#lines.map(l => ({ ...l })), past: this.#past }
    const waited = this.#past.filter(l => l.begunAt <= position && l.end!.frame > position)
    this.#past = this.#past.filter(l => l.end!.frame <= position)
    this.#lines = [...waited.map(l => this.#again(l, position)), ...this.#lines.map(l => (l.running.rests ? this.#again(l, position) : l))]
  }

  #again(line: Entry, position: number): Entry {
    const running = line.running.forked(position)
    const entry: Entry = { id: line.id, begunAt: line.begunAt, running, filed: running.written, told: running.output.length, chunks: line.chunks.filter(c => c.frame <= position) }
    this.#tell(entry)
    return entry
  }

  /** The future that was cut off last is there again. */
  unforked(): void {
    const before = this.#beforeFork
    if (!before) return
    this.#beforeFork = undefined
    for (const line of this.#lines) if (!before.lines.some(l => l.id === line.id)) this.interrupt(line.id)
    this.#lines = [...before.lines]
    this.#past = [...before.past]
  }

  /** Somebody waits for the cluster; who waits for a person does not see it go by. */
  get waits(): boolean { return this.#lines.some(l => !this.#edits.awaits(l.id)) }

  /** The earliest instant at which a line wants to be looked at even if nothing changes. */
  get nextAt(): number | undefined {
    const times = this.#lines.flatMap(l => (l.running.nextAt === undefined ? [] : [l.running.nextAt]))
    return times.length ? Math.min(...times) : undefined
  }

  /** Time went back to where the world stands now: later text is taken back, lines typed later are gone. */
  rewound(): void {
    const position = this.#cluster().world.position
    this.#takeBackFrom = Math.min(this.#takeBackFrom ?? Infinity, position + 1)
    const later = [...this.#past.filter(l => l.end!.frame > position)]
    for (const line of this.#lines) {
      if (line.begunAt > position) {
        line.running.interrupt()
        this.#edits.end(line.id, false)
      } else {
        line.running.rewound()
        later.push(line)
      }
    }
    this.#lines = this.#lines.filter(l => l.begunAt <= position)
    this.#chunks = this.#chunks.filter(c => c.frame <= position)
    this.#ends = this.#ends.filter(e => e.frame <= position)
    // What was printed later than now will have been printed so when time comes there again: the page has it, and hides it until then.
    for (const { chunks, end } of later) {
      this.#chunks.push(...chunks.filter(c => c.frame > position))
      if (end) this.#ends.push(end)
    }
  }

  /** Where what is typed goes, if not to the terminal's own shell. */
  get inside(): Stand | undefined { return this.#shell.insideNow({ client: this.#cluster().client() }) }

  /** The shell stands in another folder than the person's files. */
  get #isAway(): boolean { return (this.#shell.stateNow({ client: this.#cluster().client() })?.cwd ?? HOME) !== HOME }

  /** Something has not been told to the page yet. */
  get hasNews(): boolean { return this.inside?.prompt !== this.#prompt || this.#isAway !== this.#away || this.#chunks.length > 0 || this.#ends.length > 0 || this.#takeBackFrom !== undefined || this.#files.size > 0 || this.#edits.hasNews }

  /** What has not been told to the page yet. */
  drain(fresh: boolean): { terminal: readonly TerminalChunk[]; ended: readonly TerminalEnd[]; takeBackFrom?: number; edits?: readonly EditTab[]; files?: readonly WrittenFile[]; prompt?: string | null; away?: boolean } {
    const prompt = this.inside?.prompt
    const asks = prompt !== this.#prompt || fresh ? { prompt: prompt ?? null } : {}
    this.#prompt = prompt
    const away = this.#isAway
    const elsewhere = away !== this.#away || fresh ? { away } : {}
    this.#away = away
    const edits = this.#edits.drain(fresh)
    const news = { ...asks, ...elsewhere, ...(edits ? { edits } : {}), ...(this.#files.size ? { files: [...this.#files.values()] } : {}), terminal: this.#chunks, ended: this.#ends, ...(this.#takeBackFrom !== undefined ? { takeBackFrom: this.#takeBackFrom } : {}) }
    this.#chunks = []
    this.#ends = []
    this.#files = new Map()
    this.#takeBackFrom = undefined
    return news
  }

  #tell(line: Entry): void {
    this.#file(line)
    const { world } = this.#cluster()
    for (; line.told < line.running.output.length; line.told++) {
      const { stream, text, at } = line.running.output[line.told]!
      const chunk = { running: line.id, frame: world.position, at, stream, text }
      line.chunks.push(chunk)
      this.#chunks.push(chunk)
    }
    if (line.running.exitCode !== undefined && !line.end) {
      line.end = { running: line.id, frame: world.position, exitCode: line.running.exitCode }
      this.#ends.push(line.end)
    }
  }

  /** What a line wrote becomes a tab of the page where it can be one; the rest is known to the terminal alone. */
  #file(line: Entry): void {
    const { written } = line.running
    for (const [path, node] of written) {
      if (line.filed.get(path) === node) continue
      const name = path.startsWith(`${HOME}/`) ? path.slice(HOME.length + 1) : ''
      const isTab = isTabName(name) && node?.kind !== 'dir'
      this.#shell.wrote(path, node, isTab)
      if (isTab) this.#files.set(name, { path: name, ...(node?.kind === 'file' ? { text: typeof node.text === 'string' ? node.text : node.text.text } : {}) })
    }
    line.filed = written
  }
}

/** The page's tabs as files: by their path, and folders as the paths imply them. */
export function filesOf(files: readonly FileText[]): Files {
  const clean = (path: string) => path.replace(/^\.?\/+/, '').replace(/\/+$/, '').replace(/^\.$/, '')
  const byPath = new Map(files.map(f => [clean(f.path), f.text]))
  return {
    read: path => byPath.get(clean(path)),
    list: folder => {
      const prefix = clean(folder) ? `${clean(folder)}/` : ''
      const names = new Set([...byPath.keys()].filter(p => p.startsWith(prefix)).map(p => p.slice(prefix.length).split('/')[0]!))
      return names.size ? [...names].sort() : undefined
    },
  }
}
