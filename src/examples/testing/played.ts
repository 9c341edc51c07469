// Plays an example as somebody at the page would: applied, then what its note proposes, one after the other. For tests.
import { readdirSync, readFileSync } from 'node:fs'
import { createCluster, type Cluster } from '../../engine/index.ts'
import { Shell, startLine, type Files } from '../../kubectl/index.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Pod } from '../../kube/core.ts'
import { filesOf } from '../../worker/terminal.ts'
import { tries, type Noted, type Try } from '../../ui/notes/tries.ts'

const folders = ['../', '../surprises/', '../refused/'].map(f => new URL(f, import.meta.url))
/** Every file that the menu could offer, with its text. */
export const exampleFiles: ReadonlyMap<string, string> = new Map(folders.flatMap(f => readdirSync(f).filter(n => n.endsWith('.yaml')).map(n => [n, readFileSync(new URL(n, f), 'utf8')] as const)))
/** Longer than any line of a note waits, in virtual time. */
const MOST_MS = 600_000

export class Played {
  readonly cluster: Cluster = createCluster({ seed: 7, system: 'full' })
  readonly #shell = new Shell()
  readonly #tries: readonly Try[]
  readonly #files: Files

  /** Applied, and so many seconds later. */
  constructor(name: Noted, seconds: number) {
    this.#tries = tries[name]
    this.#files = filesOf([{ path: name, text: exampleFiles.get(name)! }])
    this.cluster.world.travel({ forMs: 1000 })
    const applied = this.line(`kubectl apply -f ${name}`)
    if (!/created/.test(applied)) throw new Error(applied)
    this.after(seconds)
  }

  after(seconds: number): void { this.cluster.world.travel({ forMs: seconds * 1000 }) }

  /** Does what the note proposes there (counted from 0), waits so many seconds, and gives what it printed at once. */
  try(n: number, seconds = 0): string {
    const what = this.#tries[n]!
    const text = 'run' in what ? this.line(what.run) : ''
    if ('act' in what) this.cluster.act(what.act)
    this.after(seconds)
    return text
  }

  /** What a line prints, refusals included. */
  line(line: string): string {
    const running = startLine(line, { client: this.cluster.client(), files: this.#files, inPage: true }, this.#shell)
    const end = this.cluster.now + MOST_MS
    while (running.exitCode === undefined && this.cluster.now < end && this.cluster.world.step()) running.advance()
    if (running.exitCode === undefined) throw new Error(`does not end: ${line}`)
    return running.output.map(c => c.text).join('')
  }

  get(plural: string, name: string): AnyObject | undefined { return this.all(plural).find(o => o.metadata.name === name) }
  /** Those of the namespace default, or those without one. */
  all(plural: string): readonly AnyObject[] { return (this.cluster.objects(plural) as readonly AnyObject[]).filter(o => (o.metadata.namespace ?? 'default') === 'default') }
  /** Pods whose name begins so, which nobody has told to go. */
  pods(of = ''): readonly Pod[] { return (this.all('pods') as unknown as readonly Pod[]).filter(p => p.metadata.name!.startsWith(of) && !p.metadata.deletionTimestamp) }
  running(of = ''): readonly Pod[] { return this.pods(of).filter(p => p.status?.phase === 'Running') }
}
