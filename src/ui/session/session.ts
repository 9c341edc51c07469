// What a person can do with the cluster, as verbs: boot, play, travel, kubectl, act, ask. The panes call these and read the mirror;
// nothing else talks to the worker.
import { createContext, useContext } from 'react'
import { instantOf } from '../../kube/rfc3339.ts'
import { AskError, type Engine, type WorkerNews } from '../../worker/client.ts'
import type { Act, Answers, ClusterOptions, Delta, FileText, Request, SavedRun } from '../../worker/protocol.ts'
import { applyDelta, emptyMirror, mirror, playback, select } from '../mirror/index.ts'
import { notify } from '../shell/notices.ts'
import { settings } from '../theme/settings.ts'
import type { Clock, Hears, Place } from './place.ts'

/** Where to: frames, milliseconds, an instant, a frame, or a named condition. Steps back are negative. */
export type Travel = Extract<Request, { ask: 'travel' }>['to']

export const DEFAULT_OPTIONS: ClusterOptions = { seed: 7, startAt: '2026-11-20T09:00:00Z', nodes: 3 }
/** What a slice of a longer journey may take of the worker's time: it shows progress and can be stopped. */
const JOURNEY_SLICE_MS = 24
const SAVE_EVERY_MS = 3_000

export interface SessionListeners {
  readonly onDelta: (delta: Delta) => void
  readonly onNews: (news: WorkerNews) => void
  /** The saved run changed, or where it stands. */
  readonly onSaved: () => void
}

/** Where a journey ends, as far as that can be counted from: so that steps asked for quickly are all taken. */
interface Journey { cancelled: boolean; readonly at?: number; readonly frame?: number }

export class Session {
  readonly engine: Engine
  readonly #clock: Clock
  readonly #listen: SessionListeners
  #journey: Journey | undefined
  /** The slice of a journey that the worker has not answered yet. */
  #underway: Promise<unknown> = Promise.resolve()
  #resyncing = false
  #savedAt = 0
  #touched = false
  #playAgain = false

  constructor(place: (hears: Hears) => Place, listen: SessionListeners) {
    this.#listen = listen
    const { engine, clock } = place({
      onDelta: delta => this.#take(delta), onNews: news => this.#hear(news), onMoved: () => { if (performance.now() - this.#savedAt > SAVE_EVERY_MS) void this.#save() },
    })
    this.engine = engine
    this.#clock = clock
  }

  /** The cluster was there before the page, and others use it too. */
  get served(): boolean { return this.engine.served === true }

  /** Starts a cluster, or makes a saved run again. Says what was lost, if anything. */
  async boot(options: ClusterOptions = DEFAULT_OPTIONS, run?: SavedRun): Promise<string | undefined> {
    if (!this.served) this.pause()
    this.stop()
    this.#touched = run !== undefined || this.served
    const startAt = instantOf((run?.options ?? options).startAt)
    mirror.setState(emptyMirror(startAt), true)
    playback.setState({ startAt, ready: false, dead: false })
    select(undefined)
    const answer = await this.engine.boot({ options: run?.options ?? options, ...(run ? { run } : {}) })
    playback.setState({ ready: true, ...(answer.startAt === undefined ? {} : { startAt: instantOf(answer.startAt) }) })
    await this.#save(true)
    return answer.lost
  }

  /** Any question of the protocol. */
  ask<A extends Request['ask']>(request: Extract<Request, { ask: A }>): Promise<Answers[A]> { return this.engine.ask<A>(request) }

  // ---- time ----

  play(): void {
    if (playback.getState().playing) return
    this.#touched = true
    this.stop()
    this.#clock.play()
  }

  pause(): void {
    this.#touched = true
    const { playing } = playback.getState()
    if (!playing) return
    this.#clock.pause()
    void this.#save()
  }

  toggle(): void { if (playback.getState().playing) this.pause(); else this.play() }

  setSpeed(speed: number): void { this.#clock.setSpeed(speed) }

  /**
   * Goes there, in slices, and pauses first. A new journey (or `stop`) ends the one before, so dragging may call this with
   * every move; a step that is asked for during a step begins where that one will end. True when it arrived.
   * Before the cluster stands there is nowhere to go: `End` of an empty mirror is the time before the machines came.
   */
  async travel(to: Travel): Promise<boolean> {
    if (!playback.getState().ready) return false
    const before = this.#journey
    this.pause()
    this.stop()
    const journey: Journey = {
      cancelled: false,
      ...('forMs' in to ? { at: (before?.at ?? mirror.getState().now) + to.forMs } : {}),
      ...('frames' in to ? { frame: (before?.frame ?? mirror.getState().position) + to.frames } : {}),
    }
    this.#journey = journey
    const soon = setTimeout(() => { if (this.#journey === journey) playback.setState({ travelling: true }) }, 150)
    try {
      await this.#underway.catch(() => {})
      for (;;) {
        if (journey.cancelled) return false
        const left = journey.frame !== undefined ? { frames: journey.frame - mirror.getState().position } : journey.at !== undefined ? { toAt: journey.at } : to
        if ('frames' in left && left.frames === 0) return true
        const slice = this.engine.ask<'travel'>({ ask: 'travel', to: left, budgetMs: JOURNEY_SLICE_MS })
        this.#underway = slice
        const { done, exhausted } = await slice
        if (done) return true
        if (exhausted) return false
      }
    } catch (error) {
      if (!(error instanceof AskError)) throw error
      return false
    } finally {
      clearTimeout(soon)
      if (this.#journey === journey) {
        this.#journey = undefined
        playback.setState({ travelling: false })
        void this.#save()
      }
    }
  }

  /** Ends a journey where it is. */
  stop(): void {
    if (this.#journey === undefined) return
    this.#journey.cancelled = true
    this.#journey = undefined
    playback.setState({ travelling: false })
  }

  // ---- inputs ----

  /** Runs a command line. What it prints comes with the deltas. */
  async kubectl(line: string, files: readonly FileText[]): Promise<Answers['kubectl']> {
    const answer = await this.engine.ask<'kubectl'>({ ask: 'kubectl', line, files, lang: settings.getState().lang })
    void this.#save()
    return answer
  }

  interrupt(running: number): void { void this.engine.ask<'interrupt'>({ ask: 'interrupt', running }).catch(() => {}) }

  /** A tab of `kubectl edit` was saved with this text, or closed without one. */
  async edited(path: string, text: string | undefined): Promise<void> {
    await this.engine.ask<'edited'>({ ask: 'edited', path, ...(text === undefined ? {} : { text }) })
    void this.#save()
  }

  /** Does something to a machine; a refusal becomes a notice. */
  async act(act: Act): Promise<void> {
    try {
      const { refused } = await this.engine.ask<'act'>({ ask: 'act', act })
      if (refused !== undefined) {
        const said = await import('../i18n/refusals.ts').then(m => m.refusalIn(settings.getState().lang, refused), () => refused)
        notify({ tone: 'bad', text: t => t.notices.refused(said) })
      }
      void this.#save()
    } catch (error) { if (!(error instanceof AskError)) throw error }
  }

  async undoFork(): Promise<void> {
    this.pause()
    this.stop()
    await this.engine.ask<'undo-fork'>({ ask: 'undo-fork' })
    notify({ tone: 'good', text: t => t.notices.undone, topic: 'fork' })
    void this.#save()
  }

  /** Whether the person has taken time into their own hands yet. */
  get timeTouched(): boolean { return this.#touched }

  /** The run as it stands, for sharing. */
  save(): Promise<SavedRun> { return this.engine.save() }

  // ---- inside ----

  #take(delta: Delta): void {
    const before = mirror.getState()
    if (delta.fresh || (!this.#resyncing && delta.from === before.position)) {
      this.#resyncing = false
      mirror.setState(applyDelta(before, delta), true)
    } else this.#resync()
    this.#listen.onDelta(delta)
    if (delta.cutFrames !== undefined && delta.cutFrames > 0 && delta.canUndoFork) {
      const frames = delta.cutFrames
      notify({ tone: 'info', topic: 'fork', text: t => t.notices.forked(frames), action: { label: t => t.notices.undo, run: () => void this.undoFork() } })
    }
  }

  /** The mirror and the worker disagree about where we stand: ask for everything. */
  #resync(): void {
    if (this.#resyncing) return
    this.#resyncing = true
    this.engine.ask<'snapshot'>({ ask: 'snapshot' }).catch(() => { this.#resyncing = false })
  }

  #hear(news: WorkerNews): void {
    if (news.news === 'restarting') {
      this.#playAgain ||= !this.served && playback.getState().playing
      if (!this.served) this.pause()
      this.stop()
      this.#resyncing = false
    }
    if (news.news === 'away') this.stop()
    if (news.news === 'away' || news.news === 'back') playback.setState({ ready: news.news === 'back' })
    if (news.news === 'restarted' && this.#playAgain) this.play()
    if (news.news !== 'restarting') this.#playAgain = false
    if (news.news === 'gave-up') playback.setState({ dead: true, ready: false })
    this.#listen.onNews(news)
  }

  /** Remembers the run as it stands, where it is the page's own. `loud`: says so if that fails. */
  async #save(loud = false): Promise<void> {
    this.#savedAt = performance.now()
    try {
      if (!this.served) await this.engine.save()
      this.#listen.onSaved()
    } catch (error) { if (loud) throw error /* else the next save will do */ }
  }
}

const Current = createContext<Session | undefined>(undefined)
export const SessionProvider = Current.Provider

/** The session of this page. */
export function useSession(): Session {
  const session = useContext(Current)
  if (session === undefined) throw new Error('useSession outside of SessionProvider')
  return session
}
