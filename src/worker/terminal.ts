// Command lines that run in the page: what they print is kept with the frame at which it was printed, so that going back takes it back.
import type { Cluster } from '../engine/index.ts'
import { Shell, startLine, type FieldDoc, type Files, type Running } from '../kubectl/index.ts'
import type { FileText, TerminalChunk, TerminalEnd } from './protocol.ts'

interface Line {
  readonly id: number
  /** Where the world stood when it was typed. */
  readonly begunAt: number
  readonly running: Running
  /** How much of its output has been told. */
  told: number
  ended: boolean
}

export class Terminal {
  readonly #cluster: () => Cluster
  readonly #fieldDoc: FieldDoc | undefined
  readonly #shell = new Shell()
  #lines: Line[] = []
  #nextId = 1
  #chunks: TerminalChunk[] = []
  #ends: TerminalEnd[] = []
  #takeBackFrom: number | undefined

  constructor(cluster: () => Cluster, fieldDoc?: FieldDoc) {
    this.#cluster = cluster
    this.#fieldDoc = fieldDoc
  }

  /** Starts a line; its first output is told at once. Refusals of the command are its output, not exceptions. */
  start(line: string, files: readonly FileText[], namespace: string | undefined): number {
    const cluster = this.#cluster()
    const id = this.#nextId++
    const begunAt = cluster.world.position
    const running = startLine(line, {
      client: cluster.client(), files: filesOf(files), inPage: true, ...(namespace ? { namespace } : {}), ...(this.#fieldDoc ? { fieldDoc: this.#fieldDoc } : {}),
    }, this.#shell)
    const entry: Line = { id, begunAt, running, told: 0, ended: false }
    this.#lines.push(entry)
    this.#tell(entry)
    return id
  }

  interrupt(id: number): void {
    const line = this.#lines.find(l => l.id === id)
    if (!line) return
    line.running.interrupt()
    this.#tell(line)
  }

  /** After frames: whoever waits looks again. */
  advance(): void {
    for (const line of this.#lines) {
      if (line.ended) continue
      line.running.advance()
      this.#tell(line)
    }
    this.#lines = this.#lines.filter(l => !l.ended)
  }

  get waits(): boolean { return this.#lines.length > 0 }

  /** The earliest instant at which a line wants to be looked at even if nothing changes. */
  get nextAt(): number | undefined {
    const times = this.#lines.flatMap(l => (l.running.nextAt === undefined ? [] : [l.running.nextAt]))
    return times.length ? Math.min(...times) : undefined
  }

  /** Time went back to where the world stands now: later text is taken back, lines typed later are gone. */
  rewound(): void {
    const position = this.#cluster().world.position
    this.#takeBackFrom = Math.min(this.#takeBackFrom ?? Infinity, position + 1)
    for (const line of this.#lines) {
      if (line.begunAt > position) {
        line.running.interrupt()
        line.ended = true
      } else {
        line.running.rewound()
        line.told = line.running.output.length
      }
    }
    this.#lines = this.#lines.filter(l => !l.ended)
    this.#chunks = this.#chunks.filter(c => c.frame <= position)
    this.#ends = this.#ends.filter(e => e.frame <= position)
  }

  /** What has not been told to the page yet. */
  drain(): { terminal: readonly TerminalChunk[]; ended: readonly TerminalEnd[]; takeBackFrom?: number } {
    const news = { terminal: this.#chunks, ended: this.#ends, ...(this.#takeBackFrom !== undefined ? { takeBackFrom: this.#takeBackFrom } : {}) }
    this.#chunks = []
    this.#ends = []
    this.#takeBackFrom = undefined
    return news
  }

  #tell(line: Line): void {
    const { world } = this.#cluster()
    for (; line.told < line.running.output.length; line.told++) {
      const { stream, text, at } = line.running.output[line.told]!
      this.#chunks.push({ running: line.id, frame: world.position, at, stream, text })
    }
    if (line.running.exitCode !== undefined && !line.ended) {
      line.ended = true
      this.#ends.push({ running: line.id, frame: world.position, exitCode: line.running.exitCode })
    }
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
