// The language of scenarios: a cluster in words of the domain. Run until something is true, not for some time; assert the world.
import { start } from '../../kubectl/index.ts'
import { conditionIsTrue } from '../../kube/conditions.ts'
import type { Job } from '../../kube/batch.ts'
import type { Pod } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import { isPodActive } from '../../kube/pods.ts'
import type { Act } from '../acts.ts'
import { Cluster, type ClusterOptions } from '../cluster.ts'
import type { Frame } from '../world/frame.ts'
import type { Behaviour } from './builders.ts'
import { Checkers } from './checkers/index.ts'
import { storyLine } from './story.ts'

/** Something that is true or not of a cluster, with words for when it is not. */
export interface Question {
  readonly says: string
  (t: TestCluster): boolean
}
/** A number that can be read of a cluster at any moment. */
export type Measure = (t: TestCluster) => number

const MOST_MS = 6 * 3_600_000
const NO_FILES = { read: () => undefined, list: () => undefined }

export class TestCluster {
  readonly cluster: Cluster
  readonly #images = new Map<string, Behaviour>()
  readonly #from: number
  readonly #checkers: Checkers

  constructor(options: ClusterOptions = {}) {
    this.cluster = new Cluster({ freeze: true, ...options })
    this.#checkers = new Checkers(this.cluster)
    this.cluster.world.travel({ forMs: 1000 })
    this.#from = this.cluster.now
  }

  /** Seconds since the scenario began. */
  get seconds(): number { return (this.cluster.now - this.#from) / 1000 }

  /** What the images of this scenario do. */
  images(images: Readonly<Record<string, Behaviour>>): void {
    for (const [name, behaviour] of Object.entries(images)) this.#images.set(name, behaviour)
  }

  /** `kubectl apply` of these objects. */
  apply(...objects: readonly AnyObject[]): string {
    return this.#kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.map(o => this.#behaving(o)) }))
  }

  /** A command line, as a learner types it. Gives what it prints; fails where it fails. */
  kubectl(line: string): string { return this.#kubectl(line) }

  act(act: Act): void { this.cluster.act(act) }

  #kubectl(line: string | readonly string[], stdin?: string): string {
    const running = start(line, { client: this.cluster.client(), files: NO_FILES, ...(stdin === undefined ? {} : { stdin }) })
    // Commands that wait do so in virtual time.
    for (let left = 10_000; running.exitCode === undefined && left > 0; left--) {
      this.#step(`kubectl ${String(line)} to return`)
      running.advance()
    }
    const text = running.output.map(c => c.text).join('')
    if (running.exitCode !== 0) throw new Error(`exit code ${running.exitCode}: ${text}`)
    return text
  }

  /** Puts what the pods' images do into the annotations of pods and templates. */
  #behaving(object: AnyObject): AnyObject {
    const spec = object.spec?.template?.spec ?? object.spec
    const behaviour = this.#images.get(spec?.containers?.[0]?.image)
    if (!behaviour) return object
    const annotated = (o: any) => ({ ...o, metadata: { ...o.metadata, annotations: { ...o.metadata?.annotations, ...behaviour.annotations } } })
    return object.kind === 'Pod' ? annotated(object) : { ...object, spec: { ...object.spec, template: annotated(object.spec.template) } }
  }

  runFor(ms: number): void {
    const end = this.cluster.now + ms
    while ((this.cluster.world.nextAt() ?? Infinity) <= end) this.#step('time to pass')
    this.cluster.world.travel({ toAt: end })
  }

  /** Until it is so; fails with the end of the story when it is not within the time. */
  runUntil(question: Question, withinMs = MOST_MS): void {
    const end = this.cluster.now + withinMs
    while (!question(this)) {
      if ((this.cluster.world.nextAt() ?? Infinity) > end) throw new Error(`not within ${withinMs / 1000} s: ${question.says}\n${this.#tail()}`)
      this.#step(question.says)
    }
  }

  #step(waitingFor: string): void {
    const frame = this.cluster.world.step()
    if (!frame) throw new Error(`nothing more happens, waiting for ${waitingFor}\n${this.#tail()}`)
    const wrong = this.#checkers.wrong
    if (wrong) throw new Error(`${wrong}\n${this.#tail()}`)
  }

  /** The largest value that this had at any frame so far. */
  most(measure: Measure): number {
    let most = -Infinity
    this.#revisit(() => { most = Math.max(most, measure(this)) })
    return most
  }

  /** The run as text, one line per frame that matters; `of` a plural leaves out what is about other kinds. */
  story(options: { readonly of?: string } = {}): string {
    const lines: string[] = []
    const { world } = this.cluster
    for (let seq = 0; seq <= world.position; seq++) {
      const frame = world.frameAt(seq)
      if (!frame || frame.at < this.#from || (options.of !== undefined && !this.#isOf(frame, options.of))) continue
      const line = storyLine(frame, this.#from)
      if (line) lines.push(line)
    }
    return lines.join('\n')
  }

  #isOf(frame: Frame, plural: string): boolean {
    return frame.cause < 0 || frame.writes.some(w => w.table === `objects/${plural}`)
  }

  #tail(): string { return this.story().split('\n').slice(-20).join('\n') }

  /** Goes back to the start and through every frame again. */
  #revisit(look: () => void): void {
    const { world } = this.cluster
    const { now, position } = world
    this.#checkers.pause(() => {
      world.travel({ toFrame: -1 })
      while (world.position < position) {
        world.step()
        look()
      }
      world.travel({ toAt: now })
    })
  }

  objects(plural: string): readonly AnyObject[] { return this.cluster.objects(plural) }
  object(plural: string, name: string): AnyObject | undefined { return this.objects(plural).find(o => o.metadata.name === name) }
  podsOf(owner: string): readonly AnyObject[] {
    return this.objects('pods').filter(p => p.metadata.ownerReferences?.some(r => r.name === owner))
  }
  /** Events as `Reason: message`; the API server stores them a moment after what they tell of. */
  events(about: string): readonly string[] {
    return this.objects('events').filter(e => e.involvedObject.name === about).map(e => `${e.reason}: ${e.message}`)
  }
}

export const testCluster = (options: ClusterOptions = {}): TestCluster => new TestCluster(options)

const question = (says: string, holds: (t: TestCluster) => boolean): Question => Object.assign((t: TestCluster) => holds(t), { says })

/** The Job has this condition: Complete, Failed, Suspended, … */
export const jobIs = (name: string, type: string): Question =>
  question(`job ${name} is ${type}`, t => conditionIsTrue((t.object('jobs', name) ?? {}) as Job, type))
export const podIs = (name: string, phase: string): Question => question(`pod ${name} is ${phase}`, t => t.object('pods', name)?.status?.phase === phase)
export const isGone = (plural: string, name: string): Question => question(`${plural} ${name} is gone`, t => t.object(plural, name) === undefined)
/** So many pods of this owner are in this phase. */
export const podsAre = (owner: string, phase: string, count: number): Question =>
  question(`${count} pods of ${owner} are ${phase}`, t => t.podsOf(owner).filter(p => p.status?.phase === phase).length >= count)

/** Pods of this owner that are neither over nor asked to go. */
export const activePods = (owner: string): Measure => t => t.podsOf(owner).filter(pod => isPodActive(pod as unknown as Pod)).length
