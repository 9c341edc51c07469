// What the scrubber shows: how much happened when, and named moments. Kept outside the engine, for the whole run, a few bytes a frame.
import type { Cluster, CutFuture, Frame } from '../engine/index.ts'
import type { AnyObject } from '../kube/object.ts'
import { LAST_APPLIED } from '../kubectl/lastApplied.ts'
import type { Answers } from './protocol.ts'
import type { InputVerb, MarkRow } from './rows.ts'

const MOST_MARKS = 400

export class Timeline {
  readonly #cluster: Cluster
  /** By seq: when the frame was; quiet frames are NaN. */
  #times: number[] = []
  #marks: MarkRow[] = []

  constructor(cluster: Cluster) { this.#cluster = cluster }

  /** Takes over what the world remembers: of a cluster that was there before anybody looked. */
  catchUp(): void {
    const { world } = this.#cluster
    for (let seq = 0; seq <= world.end; seq++) {
      const frame = world.frameAt(seq)
      if (frame) this.passed(frame)
    }
  }

  passed(frame: Frame): void {
    const { seq } = frame
    if (seq < this.#times.length) return
    // Frames before we began to listen, as at boot, have no time of their own here.
    while (this.#times.length < seq) this.#times.push(Number.NaN)
    this.#times.push(frame.quiet ? Number.NaN : frame.at)
    const mark = markOf(frame)
    if (mark && this.#marks.length < MOST_MARKS) this.#marks.push(mark)
  }

  cut({ position }: CutFuture): void {
    // The frame of the input itself, which comes after the cut, has been passed already.
    const { world } = this.#cluster
    this.#times.length = Math.min(this.#times.length, position + 1)
    this.#marks = this.#marks.filter(m => m.seq <= position)
    for (let seq = position + 1; seq <= world.position; seq++) {
      const frame = world.frameAt(seq)
      if (frame) this.passed(frame)
    }
  }

  restored({ position, frames }: CutFuture): void {
    this.#times.length = Math.min(this.#times.length, position + 1)
    this.#marks = this.#marks.filter(m => m.seq <= position)
    for (const frame of frames) this.passed(frame)
  }

  density(buckets: number): Answers['density'] {
    const { world } = this.#cluster
    const from = world.startAt
    const to = Math.max(world.endAt, world.now, from + 1)
    const counts = Array.from({ length: Math.max(1, Math.min(2000, Math.floor(buckets))) }, () => 0)
    const scale = counts.length / (to - from)
    for (const at of this.#times) {
      if (Number.isNaN(at)) continue
      const bucket = Math.min(counts.length - 1, Math.floor((at - from) * scale))
      counts[bucket]!++
    }
    return { from, to, counts, marks: this.#marks }
  }
}

/** What was done, as kubectl's commands have it: an apply is told from other writes by what it leaves on the object. */
function verbOf({ what, writes }: Pick<Frame, 'what' | 'writes'>): InputVerb | undefined {
  const [, verb, sub] = /^(create|apply|patch|update|delete) [a-z]+(?:\/([a-z]+))?$/.exec(what ?? '') ?? []
  if (verb === undefined || verb === 'delete' || verb === 'apply') return verb
  if (sub === 'scale') return 'scale'
  const leaves = (object: unknown) => (object as AnyObject | undefined)?.metadata.annotations?.[LAST_APPLIED]
  if (writes.some(w => w.table.startsWith('objects/') && leaves(w.after) !== undefined && leaves(w.after) !== leaves(w.before))) return 'apply'
  return verb === 'create' ? 'create' : 'change'
}

function markOf(frame: Frame): MarkRow | undefined {
  const head = { seq: frame.seq, at: frame.at, ...(frame.about ? { about: frame.about } : {}) }
  if (frame.cause < 0) {
    const verb = verbOf(frame)
    return frame.handler === 'boot' ? undefined : { ...head, kind: 'input', label: frame.what ?? frame.handler, ...(verb ? { verb } : {}) }
  }
  for (const write of frame.writes) {
    if (write.table !== 'objects/jobs') continue
    const ended = (o: unknown, type: string) => ((o as AnyObject | undefined)?.status?.conditions ?? []).some((c: { type: string; status: string }) => c.type === type && c.status === 'True')
    if (ended(write.after, 'Complete') && !ended(write.before, 'Complete')) return { ...head, kind: 'completed', label: write.key }
    if (ended(write.after, 'Failed') && !ended(write.before, 'Failed')) return { ...head, kind: 'failed', label: write.key }
    const counted = (o: unknown) => (o as AnyObject | undefined)?.status?.succeeded ?? 0
    const total = (write.after as AnyObject | undefined)?.spec?.completions
    if (counted(write.after) > counted(write.before) && total !== undefined && total <= 20) return { ...head, kind: 'completed', label: `${counted(write.after)}/${total}` }
  }
  return undefined
}
