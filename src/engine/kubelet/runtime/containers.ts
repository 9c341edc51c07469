// Runs of containers: what each was started with and what reached it since. What it did follows from that alone, so it is asked
// for when it is needed and never stored.
import type { Container, Pod, Volume } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import type { Table } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import { countOf, firstAnswers, withAnswer } from './programs/answers.ts'
import type { ExecOptions, ExecResult, FileChange, FileText, IncomingRequest, NetworkAnswer, NetworkRequest, ProgramEnd, ProgramStart, Signal, Timeline } from './programs/program.ts'
import type { Work } from '../work.ts'
import { isAhead } from './exchange.ts'
import { changed, changesInVolume, filesAt, keptPath, placeOf, type ClaimPath, type Place, type VolumeFiles } from './volumes.ts'

/** What images do, injected: the catalogue of programs, or a few lines in a test. */
export interface Programs {
  run(start: ProgramStart, signals: readonly Signal[], horizonMs: number): Timeline
  exec(start: ProgramStart, signals: readonly Signal[], atMs: number, argv: readonly string[], options?: ExecOptions): ExecResult
}

/** How a program's question over the network is answered, which it asks in so many ms from now. Left out: names are unknown and addresses refuse. */
export type AskNetwork = (from: Asker, request: NetworkRequest, inMs: number) => { readonly answer: NetworkAnswer; readonly afterMs: number }

/** Who asks: a pod, and which run of which of its containers (`uid/container/attempt`; of a command in it with `/exec` behind). */
export interface Asker { readonly pod: Pod; readonly podIP: string; readonly client: string }

/** A request that comes to an address. */
export type Arriving = Omit<IncomingRequest, 'atMs'>

/** What came of it. Without `pod` nobody has the address. */
export type Reached =
  | { readonly outcome: 'answered'; readonly answer: NetworkAnswer; readonly afterMs: number; readonly pod: string; readonly node: string; readonly server: ServerId }
  | { readonly outcome: 'refused' | 'timed-out'; readonly pod?: string; readonly node?: string }

/** One container of a pod that serves. */
export interface ServerId { readonly uid: string; readonly container: string }

export interface Run {
  readonly start: ProgramStart
  readonly signals: readonly Signal[]
  readonly startedAt: Instant
  readonly containerID: string
  /** Up to when what it wrote to volumes is kept with them. */
  readonly keptMs?: number
}

/** How far ahead a run is looked at first; each later look doubles it. */
const LOOK_MS = 120_000
/** How exactly the memory that a run has used is found out: each is one more run of it. */
const USAGE_HALVINGS = 3

export interface Course {
  readonly end?: ProgramEnd
  /** Ask again at this moment after the start. */
  readonly lookAtMs?: number
}

interface Known { readonly signals: readonly Signal[]; readonly horizonMs: number; readonly timeline: Timeline }

export class Runs {
  readonly #runs: Table<Run>
  readonly #volumes: Table<VolumeFiles>
  readonly #work: Table<Work>
  readonly #programs: Programs
  // The answers of a pure function, kept beside its argument: going back in time has nothing to put back.
  readonly #known = new WeakMap<ProgramStart, Known>()

  readonly #claimPath: ClaimPath

  constructor(world: World, programs: Programs, claimPath: ClaimPath = () => undefined) {
    this.#claimPath = claimPath
    this.#runs = world.table<Run>('kubelet/runs', 400)
    this.#volumes = world.table<VolumeFiles>('kubelet/volumes', 200)
    this.#work = world.table<Work>('kubelet/work')
    this.#programs = programs
  }

  get(uid: string, container: string, previous = false): Run | undefined { return this.#runs.get(runKey(uid, container, previous)) }

  /** A new run takes the place of the last one, which becomes the previous. */
  begin(uid: string, container: string, run: Run): void {
    const last = this.get(uid, container)
    if (last) this.#runs.set(runKey(uid, container, true), last)
    this.#runs.set(runKey(uid, container, false), run)
  }

  /** The pod is gone: nobody will ask for its logs again. */
  forget(uid: string): void {
    for (const key of this.#runs.rangeKeys(`${uid}/`)) this.#runs.delete(key)
    for (const key of this.#volumes.rangeKeys(`pod/${uid}/`)) this.#volumes.delete(key)
    for (const key of this.#work.rangeKeys(`${uid}/`)) this.#work.delete(key)
  }

  /** What the run has done up to `ms` after its start; it may say more than was asked for. */
  timeline(run: Run, ms: number): Timeline {
    const known = this.#known.get(run.start)
    if (known && known.signals === run.signals && known.horizonMs >= ms) return known.timeline
    const timeline = this.#programs.run(run.start, run.signals, ms)
    this.#known.set(run.start, { signals: run.signals, horizonMs: ms, timeline })
    return timeline
  }

  /** When files or ports of the container next change by themselves after `ms`, as far as it is known up to `untilMs`. */
  nextChangeMs(run: Run, ms: number, untilMs: number): number | undefined {
    const { files, ports } = this.timeline(run, untilMs)
    let first = Infinity
    for (const list of [files, ports]) for (const { atMs } of list) if (atMs > ms && atMs <= untilMs && atMs < first) first = atMs
    return first === Infinity ? undefined : first
  }

  /**
   * Looks ahead from `fromMs`: the end, or when to look again. Only what lies within the horizon counts: what a program may say
   * about the time beyond (`nextAtMs`) hangs on how far somebody has looked before.
   */
  course(run: Run, fromMs: number): Course {
    const horizon = Math.max(LOOK_MS, fromMs * 2)
    const { end } = this.timeline(run, horizon)
    return end && end.atMs <= horizon ? { end } : { lookAtMs: horizon }
  }

  /** A question over the network that the run has asked by `ms` or will ask next, and nobody has answered. */
  openRequest(run: Run, ms: number): (NetworkRequest & { readonly number: number }) | undefined {
    const timeline = this.timeline(run, ms)
    // They are answered in the order in which they were asked.
    const number = countOf(run.start.network)
    const request = timeline.requestAt ? timeline.requestAt(number) : timeline.requests[number]
    return request && { ...request, number }
  }

  answer(uid: string, container: string, number: number, atMs: number, answer: NetworkAnswer): Run {
    const run = this.get(uid, container)!
    return this.replace(uid, container, { ...run, start: { ...run.start, network: withAnswer(run.start.network, { ...answer, request: number, atMs }) } })
  }

  signal(uid: string, container: string, signals: readonly Signal[]): Run {
    const run = this.withoutAhead(this.get(uid, container)!, Math.min(...signals.map(s => s.atMs)))
    return this.replace(uid, container, { ...run, signals: [...run.signals, ...signals].sort((a, b) => a.atMs - b.atMs) })
  }

  /**
   * From now on the run may have so much memory (bytes; undefined: what the machine has). One that has more already keeps the limit that it had:
   * then what it would be and what is used is given.
   */
  limitMemory(uid: string, container: string, limit: number | undefined, at: Instant): { readonly limit: number; readonly usage: number } | undefined {
    const run = this.get(uid, container)!
    const { memoryLimitBytes: had, ...start } = run.start
    if (had === limit) return undefined
    const ms = at - run.startedAt
    const limited = (bytes: number): Run => ({ ...run, start: { ...start, memoryLimitBytes: bytes } })
    const isTooLittle = (bytes: number): boolean => {
      const { end } = this.timeline(limited(bytes), ms)
      return end?.reason === 'OOMKilled' && end.atMs <= ms
    }
    const next: Run = limit === undefined ? { ...run, start } : limited(limit)
    if (limit !== undefined && (had === undefined || limit < had) && isTooLittle(limit)) {
      // A program says only whether a limit kills it: between the last one that does and the first that does not lies what it has used at most.
      let [little, enough] = [limit, limit * 2]
      for (; enough < (had ?? Infinity) && isTooLittle(enough); enough *= 2) little = enough
      for (let n = 0; n < USAGE_HALVINGS; n++) {
        const middle = Math.floor((little + enough) / 2)
        if (isTooLittle(middle)) little = middle
        else enough = middle
      }
      return { limit, usage: enough }
    }
    this.replace(uid, container, next)
    return undefined
  }

  exec(run: Run, atMs: number, argv: readonly string[], options?: ExecOptions): ExecResult {
    return this.#programs.exec(run.start, run.signals, atMs, argv, options)
  }

  /** What the run answers to one request that reaches a port of it now, or nothing within the time given. */
  request(run: Run, request: IncomingRequest, timeoutMs: number): (NetworkAnswer & { readonly atMs: number }) | undefined {
    const incoming = [...(run.start.incoming ?? []), request]
    const { responses } = this.#programs.run({ ...run.start, incoming }, run.signals, request.atMs + timeoutMs)
    return responses.find(r => r.request === incoming.length - 1 && r.atMs <= request.atMs + timeoutMs)
  }

  /** A request has reached the run and was answered: its log goes on speaking of it. */
  deliver(uid: string, container: string, request: IncomingRequest): void {
    const run = this.get(uid, container)
    if (run) this.replace(uid, container, { ...run, start: { ...run.start, incoming: [...(run.start.incoming ?? []), request].sort((a, b) => a.atMs - b.atMs) } })
  }

  /** The run as it looks when these requests reached it besides: for logs, which nobody reads all the time. */
  withRequests(run: Run, requests: readonly IncomingRequest[], untilMs: number): Timeline {
    const incoming = [...(run.start.incoming ?? []), ...requests].sort((a, b) => a.atMs - b.atMs)
    return this.#programs.run({ ...run.start, incoming }, run.signals, untilMs)
  }

  /** What a command did to the container it ran in: files, and signals to its first process. */
  disturb(uid: string, container: string, result: ExecResult, session?: string): Run | undefined {
    const before = this.get(uid, container)!
    const signals = result.signals.flatMap(({ atMs, name, neighbour }) => (neighbour === undefined ? [{ atMs, name }] : []))
    if (result.fileChanges.length === 0 && signals.length === 0) return undefined
    const run = this.withoutAhead(before, Math.min(...[...result.fileChanges, ...signals].map(change => change.atMs)))
    const fileChanges = [...(run.start.fileChanges ?? []), ...result.fileChanges.map(change => ({ ...change, beside: true as const, ...(session === undefined ? {} : { session }) }))].sort((a, b) => a.atMs - b.atMs)
    return this.replace(uid, container, { ...run, start: { ...run.start, fileChanges }, signals: [...run.signals, ...signals].sort((a, b) => a.atMs - b.atMs) })
  }

  /** What was typed in that terminal and is still to come will not come. Whether there was anything. */
  cutShort(uid: string, container: string, session: string, now: Instant): boolean {
    const run = this.get(uid, container)!
    const ms = now - run.startedAt
    const comes = (c: FileChange) => c.session === session && c.atMs > ms
    const { fileChanges } = run.start
    if (!fileChanges?.some(comes)) return false
    this.replace(uid, container, { ...this.withoutAhead(run, ms), start: { ...run.start, fileChanges: fileChanges.filter(c => !comes(c)) } })
    return true
  }

  /** Somebody types into the run's own program. */
  type(uid: string, container: string, atMs: number, text: string): void {
    const run = this.withoutAhead(this.get(uid, container)!, atMs)
    this.replace(uid, container, { ...run, start: { ...run.start, typed: [...(run.start.typed ?? []), { atMs, text }] } })
  }

  /** What is supplied under `at` is another from now on, and lies in the directory `data`: files by their paths in the container. Whether anything is. */
  supply(uid: string, container: string, at: string, wanted: VolumeFiles, now: Instant, data: string): boolean {
    const run = this.get(uid, container)
    if (!run) return false
    const atMs = now - run.startedAt
    const under = `${at.replace(/\/+$/, '')}/`
    const has = suppliedUnder(run, under, atMs)
    const changes: FileChange[] = []
    for (const [path, text] of Object.entries(wanted)) if (path !== under && has.get(path) !== text) changes.push({ atMs, path, text })
    for (const path of has.keys()) if (wanted[path] === undefined) changes.push({ atMs, path, text: undefined })
    if (changes.length === 0) return false
    changes.unshift({ atMs, path: under, text: '', renews: data })
    const next = this.withoutAhead(run, atMs)
    this.replace(uid, container, { ...next, start: { ...next.start, fileChanges: [...(next.start.fileChanges ?? []), ...changes].sort((a, b) => a.atMs - b.atMs) } })
    return true
  }

  /** Something reaches the run at `ms`: it may ask something else from then on than what was answered ahead. */
  withoutAhead(run: Run, ms: number): Run {
    const { network } = run.start
    const asked = countOf(network)
    if (!network || asked === 0) return run
    // The timeline may know of more than was asked for.
    const { requests } = this.timeline(run, ms)
    let kept = Math.min(asked, requests.length)
    while (kept > 0 && requests[kept - 1]!.atMs > ms) kept--
    return kept === asked ? run : { ...run, start: { ...run.start, network: firstAnswers(network, kept) } }
  }

  replace(uid: string, container: string, run: Run): Run {
    this.#runs.set(runKey(uid, container, false), run)
    return run
  }

  /** What requests have made a container compute, over all its runs. */
  workOf(uid: string, container: string): Work | undefined { return this.#work.get(`${uid}/${container}`) }
  setWork(uid: string, container: string, work: Work): void { this.#work.set(`${uid}/${container}`, work) }

  placeOf(pod: Pod, volume: Volume): Place | undefined { return placeOf(pod, volume, this.#claimPath) }

  /** What was written there by containers that have ended or were looked at, by paths inside the place. */
  kept(place: Place): VolumeFiles { return filesAt(this.#volumes.get(place.key) ?? {}, place) }

  /** Somebody else than a container makes something there: a directory, if its path ends in a slash. */
  make(key: string, path: string): void {
    const before = this.#volumes.get(key) ?? {}
    if (before[path] === undefined) this.#volumes.set(key, { ...before, [path]: '' })
  }

  /** Whether a directory was made there. */
  isMade(key: string, path: string): boolean { return this.#volumes.get(key)?.[`${path.replace(/^\/+|\/+$/g, '')}/`] !== undefined }

  /** Keeps what a run has written to volumes up to `ms`, as far as that has not been done. */
  keepFiles(pod: Pod, container: Container, ms: number): void {
    const mounted = new Set((container.volumeMounts ?? []).map(m => m.name))
    const places = (pod.spec!.volumes ?? []).flatMap(v => {
      const place = mounted.has(v.name) ? this.placeOf(pod, v) : undefined
      return place ? [{ name: v.name, place }] : []
    })
    if (places.length === 0) return
    const uid = pod.metadata.uid!
    const run = this.get(uid, container.name)
    if (!run) return
    const { keptMs = -1 } = run
    const files = this.written(run, ms).filter(f => f.atMs > keptMs)
    if (files.length === 0) return
    for (const { name, place } of places) {
      const before = this.#volumes.get(place.key) ?? {}
      const after = changed(before, changesInVolume(container, name, files).flatMap(({ path, text }) => (path === '' && place.base === '' ? [] : [{ path: keptPath(place, path), text }])))
      if (after !== before) this.#volumes.set(place.key, after)
    }
    // What comes in that same millisecond is still to be kept.
    this.replace(uid, container.name, { ...run, keptMs: ms - 1 })
  }

  /** What was written in the container up to then, by its program and by commands beside it. */
  written(run: Run, ms: number): readonly FileChange[] {
    const own = this.timeline(run, ms).files.filter(f => f.atMs <= ms)
    const beside = (run.start.fileChanges ?? []).filter(f => f.beside && f.atMs <= ms)
    return beside.length === 0 ? own : [...own, ...beside].sort((a, b) => a.atMs - b.atMs)
  }

  /** Volumes that at least two of these containers have mounted and can write to. */
  shared(pod: Pod, running: readonly Container[]): string[] {
    if (running.length < 2) return []
    return (pod.spec!.volumes ?? []).filter(v => this.placeOf(pod, v) && running.filter(c => c.volumeMounts?.some(m => m.name === v.name)).length > 1).map(v => v.name)
  }

  /** All that has become of a run's files up to then, by itself and from outside, in order. */
  changesOf(run: Run, ms: number): readonly FileChange[] {
    return [...(run.start.fileChanges ?? []), ...this.timeline(run, ms).files].filter(c => c.atMs <= ms).sort((a, b) => a.atMs - b.atMs || Number(a.beside ?? false) - Number(b.beside ?? false))
  }

  /** Something has reached one of these containers: what the others were told of the future of its files may not come. */
  forgetAhead(pod: Pod, running: readonly Container[], now: Instant): void {
    if (this.shared(pod, running).length === 0) return
    const uid = pod.metadata.uid!
    for (const { name } of running) {
      const run = this.get(uid, name)
      const ms = run ? now - run.startedAt : 0
      const { fileChanges } = run?.start ?? {}
      if (run && fileChanges?.some(c => isAhead(c, ms))) this.replace(uid, name, { ...run, start: { ...run.start, fileChanges: fileChanges.filter(c => !isAhead(c, ms)) } })
    }
  }
}

/** What was supplied to a run under a path that ends in a slash, up to `ms`. */
export function suppliedUnder(run: Run, under: string, ms: number): Map<string, FileText | undefined> {
  const has = new Map<string, FileText | undefined>()
  for (const [path, text] of Object.entries(run.start.files ?? {})) if (path.startsWith(under) && path !== under) has.set(path, text)
  for (const { atMs, path, text, renews } of run.start.fileChanges ?? []) if (atMs <= ms && renews === undefined && path.startsWith(under)) { if (text === undefined) has.delete(path); else has.set(path, text) }
  return has
}

const runKey = (uid: string, container: string, previous: boolean) => `${uid}/${container}/${previous ? 'previous' : 'latest'}`
