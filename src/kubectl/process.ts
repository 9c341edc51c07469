// A command line that runs: it has printed something, and ends at once or waits to be advanced.
import type { Instant } from '../kube/object.ts'
import type { Waiting } from './commands/command.ts'
import { explainError, KubectlError } from './errors.ts'
import type { Chunk, Running } from './running.ts'
import type { ApiClient } from '../engine/api/client.ts'

/** Commands that follow the cluster end by themselves at a Ctrl-C (upstream: kubectl/pkg/util/interrupt); the shell says 130 of the others. */
const INTERRUPTED = 1
const KILLED = 130

export class Process implements Running {
  readonly saved = new Map<string, string>()
  private chunks: Chunk[] = []
  private ended: { readonly code: number; readonly at: Instant } | undefined
  private waiting: Waiting | undefined
  private seen = -1
  private readonly client: ApiClient

  constructor(client: ApiClient) {
    this.client = client
  }

  get output(): readonly Chunk[] {
    return this.chunks
  }

  get exitCode(): number | undefined {
    return this.ended?.code
  }

  get nextAt(): Instant | undefined {
    return this.ended ? undefined : this.waiting?.nextAt
  }

  print(stream: Chunk['stream'], text: string): void {
    if (text !== '') this.chunks.push({ stream, text, at: this.client.now })
  }

  /** Runs what there is to run, once. */
  run(begin: () => number | Waiting | undefined | void): void {
    this.guard(() => {
      const outcome = begin()
      if (typeof outcome === 'object') {
        this.waiting = outcome
        return outcome.step()
      }
      return outcome ?? 0
    })
    this.seen = this.client.revision
  }

  advance(): void {
    const { waiting } = this
    if (this.ended || !waiting) return
    const due = waiting.nextAt !== undefined && this.client.now >= waiting.nextAt
    if (this.client.revision === this.seen && !due && !waiting.restless) return
    this.seen = this.client.revision
    this.guard(() => waiting.step())
  }

  interrupt(): void {
    if (this.ended) return
    const { waiting } = this
    if (waiting?.interrupted) this.guard(() => waiting.interrupted!())
    else this.end(waiting?.killed ? KILLED : INTERRUPTED)
  }

  rewound(): void {
    const { now } = this.client
    this.chunks = this.chunks.filter(c => c.at <= now)
    if (this.ended && this.ended.at > now && this.waiting) this.ended = undefined
    this.seen = this.client.revision
    this.waiting?.rewound?.()
  }

  private end(code: number): void {
    this.ended = { code, at: this.client.now }
  }

  private guard(work: () => number | undefined): void {
    try {
      const code = work()
      if (code !== undefined) this.end(code)
    } catch (e) {
      const { text, code } = explainError(e)
      if (e instanceof KubectlError) this.print('out', e.printed)
      this.print('err', text)
      this.end(code)
    }
  }
}
