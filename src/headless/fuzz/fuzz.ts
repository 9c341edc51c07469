// Whatever is sent: it is answered or refused, what it answers keeps the promises that anybody relies on, and the cluster goes on and goes back.
// Anything else is a failure, with its seed.
import { ApiError } from '../../engine/api/errors.ts'
import { createCluster, type Cluster } from '../../engine/index.ts'
import type { Frame } from '../../engine/world/frame.ts'
import { kindOfPlural } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { startLine, type Line, type StartOptions } from '../../kubectl/index.ts'
import { Footprint } from './footprint.ts'
import { editorOf, filesWith, GROUND, GROUND_MS } from './ground.ts'
import { inputOf, type Input } from './inputs.ts'
import { broken, goesRoundAsYaml, type Answer } from './promises.ts'
import { randomOf } from './random.ts'
import { Rest } from './rest.ts'
import type { Tally } from './tally.ts'

/** So many frames are run after an input that changed something: enough for the controllers and kubelets to meet what it left. */
const FRAMES_AFTER = 40
const FRAMES_OF_SCRIPT = 40
/** What a script may compute at no cost, in virtual time: little, so that loops without an end soon cost as they do in a container. */
const FREE_US = 10_000
/** Now and then everything is read anew, in case a stored value was edited, which the footprint cannot see. */
const WHOLE_EVERY = 100
const ALL_TABLES_EVERY = 10
/** One input in so many is sent once more, and one manifest in so many also by way of a dry run. */
const AGAIN = 16

export interface Failure { readonly seed: number; readonly input: Input; readonly why: string }

export interface FuzzOptions {
  /** Stored values cannot be edited at all: finds the place where one is. */
  readonly freeze?: boolean
  /** A fault planted on purpose, to prove that it is found. */
  readonly plant?: (cluster: Cluster) => void
  readonly tally?: Tally
}

class Broken extends Error {}

/** A cluster with something in it, to which every input comes as the first. */
export class Fuzz {
  readonly #cluster: Cluster
  readonly #start: number
  readonly #startAt: number
  readonly #footprint: Footprint
  readonly #rest: Rest
  readonly #tally: Tally | undefined
  /** The frames since the input, while it runs. */
  #frames: Frame[] = []
  #tried = 0

  constructor(options: FuzzOptions = {}) {
    this.#cluster = createCluster({ seed: 3, nodes: 2, ...(options.freeze ? { freeze: true } : {}) })
    this.#tally = options.tally
    const { world } = this.#cluster
    world.travel({ forMs: 1000 })
    const { exitCode, output } = this.#started('kubectl create -f x.yaml', GROUND, 0)
    if (exitCode !== 0) throw new Error(`the ground cannot be made: ${output.map(c => c.text).join('')}`)
    world.travel({ forMs: GROUND_MS })
    this.#start = world.position
    // The first input comes at the same instant as all others: that of the last frame, to which going back leads.
    world.travel({ toFrame: this.#start - 1 })
    world.travel({ toFrame: this.#start })
    this.#startAt = world.now
    this.#rest = new Rest(this.#cluster)
    options.plant?.(this.#cluster)
    this.#footprint = new Footprint(world)
    world.observe((frame, direction) => { if (direction === 1) this.#frames.push(frame) })
  }

  readonly #objectOf = (plural: string, name: string): unknown =>
    this.#cluster.objects(plural).find(o => o.metadata.name === name && (o.metadata.namespace ?? 'default') === 'default')

  /** Undefined: all is well. */
  try(seed: number): Failure | undefined {
    let input: Input
    try {
      input = inputOf(seed, this.#objectOf)
    } catch (e) {
      return { seed, input: { of: 'line', line: '' }, why: said(e) }
    }
    return this.tryInput(input, seed)
  }

  /** The same for an input that is known. */
  tryInput(input: Input, seed = -1): Failure | undefined {
    try {
      const r = randomOf(seed + 1_000_003)
      const first = this.#played(input, seed)
      this.#tally?.note(input, first.answer, this.#frames)
      this.#back()
      if (r.oneIn(AGAIN)) {
        const again = this.#played(input, seed)
        if (again.told !== first.told) throw new Broken(`sent again it differs:\n${firstDifference(first.told, again.told)}`)
        this.#back()
      }
      if (r.oneIn(AGAIN / 4)) this.#byDryRun(input, first.answer, seed)
      if (++this.#tried % WHOLE_EVERY === 0) {
        const edited = this.#footprint.whole()
        if (edited) throw new Broken(`one of the last ${WHOLE_EVERY} inputs: ${edited}`)
      }
      return undefined
    } catch (e) {
      if (this.#cluster.world.hasOpenFrame) return { seed, input, why: said(e) }
      this.#toStart()
      return { seed, input, why: said(e) }
    }
  }

  /** Sends it and lets the cluster meet what it left; what it answered, and everything that was told and happened as text. */
  #played(input: Input, seed: number): { readonly answer: Answer; readonly told: string } {
    const { world } = this.#cluster
    this.#frames = []
    const answer = this.#sent(input, seed)
    const why = broken(input, answer, world.position - this.#start)
    if (why) throw new Broken(why)
    for (const { writes } of this.#frames.slice(0, 20)) for (const { table, after } of writes) if (table.startsWith('objects/') && after) goesRoundAsYaml(after as AnyObject)
    // Where nothing was changed, nothing comes of it that would not come anyhow.
    if (world.position !== this.#start) for (let i = 0; i < FRAMES_AFTER && world.nextAt() !== undefined; i++) world.step()
    const happened = this.#frames.map(f => `${f.at} ${f.handler} ${f.actor ?? ''} ${f.what ?? ''} ${f.about ?? ''} ${f.changes.length}`)
    return { answer, told: [answer.code, answer.out, answer.err, ...happened].join('\n') }
  }

  /** A line that waited in vain has moved the clock, though no frame. */
  #toStart(): void {
    const { world } = this.#cluster
    if (world.position === this.#start && world.now !== this.#startAt) world.travel({ toFrame: this.#start - 1 })
    world.travel({ toFrame: this.#start })
  }

  /** All the way back: then everything must stand as it stood. */
  #back(): void {
    const { world } = this.#cluster
    this.#toStart()
    // What comes next meets no future of another's making: a script that waits would walk into it.
    world.forgetFuture()
    const difference = this.#footprint.difference(this.#tried % ALL_TABLES_EVERY === 0 ? undefined : this.#frames)
    if (difference) throw new Broken(`after going back: ${difference}`)
  }

  /** What was created can also be printed by a dry run and created from that. */
  #byDryRun(input: Input, { code }: Answer, seed: number): void {
    if (input.of !== 'manifest' || code !== 0) return
    const verb = /^kubectl (create|apply)( --validate=(false|warn|ignore))? -f x\.yaml$/.exec(input.line)
    if (!verb) return
    const line = `set -o pipefail; ${input.line} --dry-run=client -o yaml | kubectl ${verb[1]}${verb[2] ?? ''} -f -`
    const answer = this.#lineSent(line, input.text, seed)
    this.#back()
    if (answer.code !== 0) throw new Broken(`${line} ends with ${answer.code}: ${answer.err}`)
  }

  #started(line: string, manifest: string, seed: number): Line {
    const options: StartOptions = { client: this.#cluster.client(), files: filesWith(manifest), inPage: true, editor: editorOf(seed), freeUs: FREE_US }
    const running = startLine(line, options)
    running.advance()
    return running
  }

  #sent(input: Input, seed: number): Answer {
    switch (input.of) {
      case 'request': return this.#rest.ask(input)
      case 'patch': return this.#patched(input)
      case 'script': {
        const running = this.#started(input.line, GROUND, seed)
        this.#playAgain(running)
        return ended(running)
      }
      default: return this.#lineSent(input.line, input.of === 'manifest' ? input.text : GROUND, seed)
    }
  }

  #lineSent(line: string, manifest: string, seed: number): Answer { return ended(this.#started(line, manifest, seed)) }

  #patched({ plural, name, type, body, subresource, force }: Extract<Input, { of: 'patch' }>): Answer {
    const kind = kindOfPlural(plural)!
    try {
      const object = this.#cluster.client().patch(kind, kind.namespaced ? 'default' : undefined, name, type, body as AnyObject, { fieldManager: 'fuzz', ...(subresource ? { subresource } : {}), ...(force ? { force } : {}) })
      return { code: 0, out: JSON.stringify(object), err: '', interrupted: false }
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      return { code: 1, out: '', err: e.message, interrupted: false }
    }
  }

  /** A script that has run for a while, played again up to now with the answers that it got, stands where it stood. */
  #playAgain(running: Line): void {
    const { world } = this.#cluster
    for (let i = 0; i < FRAMES_OF_SCRIPT && running.exitCode === undefined; i++) {
      if (running.nextAt !== undefined && running.nextAt <= (world.nextAt() ?? Infinity)) world.travel({ toAt: Math.max(world.now, running.nextAt) })
      else if (world.nextAt() !== undefined) world.step()
      running.advance()
    }
    const again = running.forked(world.position)
    const told = (line: Line) => JSON.stringify([line.exitCode, line.output.map(c => [c.stream, c.at, c.text])])
    if (told(again) !== told(running)) throw new Broken(`played again it differs:\n${told(running).slice(0, 1500)}\n${told(again).slice(0, 1500)}`)
  }
}

/** What it answered; if it still waits, somebody presses Ctrl-C. */
function ended(running: Line): Answer {
  const interrupted = running.exitCode === undefined
  if (interrupted) running.interrupt()
  const { output } = running
  if (!output.every(c => typeof c.text === 'string')) throw new Broken('prints what is no text')
  const textOf = (stream: 'out' | 'err') => output.filter(c => c.stream === stream).map(c => c.text).join('')
  return { code: running.exitCode, out: textOf('out'), err: textOf('err'), interrupted }
}

const said = (e: unknown): string => (e instanceof Broken ? e.message : e instanceof Error ? e.stack ?? e.message : String(e))

function firstDifference(a: string, b: string): string {
  const [left, right] = [a.split('\n'), b.split('\n')]
  const at = left.findIndex((line, i) => line !== right[i])
  return `${left[at]?.slice(0, 600)}\n${right[at < 0 ? left.length : at]?.slice(0, 600)}`
}
