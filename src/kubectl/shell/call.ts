// One kubectl within a line: what could be seen of it, and at which look, so that the line can be played again up to any of them.
import { Waiters, type Process } from '../../engine/index.ts'
import type { Chunk, Running } from '../running.ts'

interface Sight { readonly look: number; readonly shown: number; readonly exitCode?: number }

export class Call {
  readonly argv: readonly string[]
  readonly running: Running
  /** Woken when more of it can be seen. */
  readonly changed = new Waiters()
  readonly #sights: Sight[]
  #shown = 0
  #exitCode: number | undefined
  #process: Process | undefined

  constructor(argv: readonly string[], running: Running, sights: readonly Sight[] = []) {
    this.argv = argv
    this.running = running
    this.#sights = [...sights]
  }

  /** What it has printed, as far as the line has seen it. */
  get output(): readonly Chunk[] { return this.running.output.slice(0, this.#shown) }
  get exitCode(): number | undefined { return this.#exitCode }

  /** The process that stands for it: when that is gone, nobody listens. */
  heldBy(process: Process): void { this.#process = process }
  get isLive(): boolean { return this.#exitCode === undefined && this.#process?.status === undefined }

  /** Sees what there is to see, at this look. Whether that was something new. */
  see(look: number): boolean {
    const { output, exitCode } = this.running
    if (output.length === this.#shown && exitCode === this.#exitCode) return false
    this.#shown = output.length
    this.#exitCode = exitCode
    this.#sights.push({ look, shown: this.#shown, ...(exitCode === undefined ? {} : { exitCode }) })
    return true
  }

  /** Sees again what was seen at that look. Whether that was something new. */
  seeAgain(look: number): boolean {
    const sight = this.#sights.find(s => s.look === look)
    if (!sight) return false
    this.#shown = sight.shown
    this.#exitCode = sight.exitCode
    return true
  }

  /** The same call, to be seen again from the beginning up to that look, and to go on from there. */
  upTo(look: number): Call { return new Call(this.argv, this.running, this.#sights.filter(s => s.look <= look)) }

  /** It goes on from the moment up to which it was seen again. */
  resume(): void {
    if (this.#exitCode !== undefined) return
    this.running.rewound()
    this.#shown = Math.min(this.#shown, this.running.output.length)
  }
}
