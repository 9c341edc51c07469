// What moves by the wall's clock: heads that were passed become dots that can be seen, new pods fly to their nodes. Frames of a
// cluster take milliseconds; a learner needs half a second.
import type { FrameHead, PodLook } from '../../worker/rows.ts'
import type { ClusterLayout, PodBox } from './layout/cluster.ts'
import { wayBetween, type Point, type StationBox } from './layout/rail.ts'
import { waysOf, type Flying, type Station } from './scene/rail.ts'
import { flightAt, type Flight } from './draw/flight.ts'

const DOT_MS = 520
const STAGGER_MS = 85
/** So far behind what is drawn the dots may be: at the cluster's own pace long enough for a whole chain, one effect after its cause. */
const MOST_DELAY_MS = 1100
const MOST_DELAY_SLOW_MS = 2600
const MOST_DOTS = 20
const MOST_FLIGHTS = 10
const FLIGHT_MS = 900

interface Dot extends Omit<Flying, 'at'> { readonly beganAt: number }
/** Where a thing must have arrived before its effect sets out: at the API server the object itself, elsewhere whatever came last. */
const placeOf = (station: string, about: string | undefined) => (station === 'apiserver' ? `apiserver ${about ?? ''}` : station)

interface Place { readonly node: string | undefined; readonly x: number; readonly y: number }

export class Motion {
  #dots: Dot[] = []
  #flights: Flight[] = []
  #seq = -1
  #lastBegin = 0
  readonly #arrivals = new Map<string, number>()
  #places: Map<string, Place> | undefined

  /** Forgets where everything was: after a jump nothing moves. */
  reset(position: number): void {
    this.#dots = []
    this.#flights = []
    this.#arrivals.clear()
    this.#lastBegin = 0
    this.#seq = position
    this.#places = undefined
  }

  /** Frames that were passed since the last look become dots, an effect not before its cause has arrived. `slow`: at the cluster's own pace, or by steps. */
  passed(heads: readonly FrameHead[], stations: readonly Station[], wall: number, slow: boolean): void {
    const most = slow ? MOST_DELAY_SLOW_MS : MOST_DELAY_MS
    if (this.#arrivals.size > 500) this.#arrivals.clear()
    let begin = Math.max(wall, this.#lastBegin)
    for (const head of heads) {
      if (head.seq <= this.#seq) continue
      this.#seq = head.seq
      if (this.#dots.length >= MOST_DOTS || begin - wall > most) continue
      const ways = waysOf(head, stations)
      for (const way of ways) {
        const beganAt = Math.max(begin, this.#arrivals.get(placeOf(way.from, way.about)) ?? 0)
        if (beganAt - wall > most) continue
        const same = this.#dots.find(d => d.from === way.from && d.to === way.to && d.label === way.label && Math.abs(d.beganAt - beganAt) < DOT_MS * 0.7)
        this.#arrivals.set(placeOf(way.to, way.about), (same?.beganAt ?? beganAt) + DOT_MS)
        if (!same) this.#dots.push({ ...way, beganAt })
      }
      if (ways.length > 0) begin += STAGGER_MS
    }
    this.#lastBegin = begin
  }

  /** New pods, and pods that got their node, set out. Places are in px of the stage. */
  placed(layout: ClusterLayout, toScreen: (x: number, y: number) => Point, rail: readonly StationBox[], wall: number, moving: boolean): void {
    const places = new Map<string, Place>()
    const before = this.#places
    for (const p of layout.pods) {
      const node = p.mark.row.node
      places.set(p.key, { node, x: p.x, y: p.y })
      if (!moving || before === undefined || layout.densePods || this.#flights.length >= MOST_FLIGHTS) continue
      const was = before.get(p.key)
      if (was !== undefined && !(was.node === undefined && node !== undefined)) continue
      if (p.mark.look === 'succeeded' || p.mark.look === 'failed') continue
      this.#fly(p, was && toScreen(was.x, was.y), toScreen, rail, wall)
    }
    this.#places = places
  }

  #fly(p: PodBox, from: Point | undefined, toScreen: (x: number, y: number) => Point, rail: readonly StationBox[], wall: number): void {
    const api = rail.find(b => b.station.kind === 'apiserver')
    const scheduler = rail.find(b => b.station.kind === 'scheduler')
    if (!api || !scheduler) return
    const to = toScreen(p.x, p.y)
    const hub = wayBetween(api, scheduler)
    const foot: Point = [scheduler.x + scheduler.w / 2, scheduler.y + scheduler.h]
    const way: readonly Point[] = p.mark.row.node === undefined ? [hub[0]!, hub[1]!, to] : from ? [from, foot, to] : [...hub.slice(0, 3), foot, hub[2] ?? foot, to]
    // It sets out when the dot that tells of it has come, however long ago the cluster had it.
    const told = (this.#arrivals.get(placeOf('apiserver', p.mark.row.ref)) ?? 0) - FLIGHT_MS / 2
    const earlier = this.#flights.findIndex(f => f.key === p.key)
    if (earlier >= 0) this.#flights.splice(earlier, 1)
    this.#flights.push({ key: p.key, look: p.mark.look, way, r: p.r, beganAt: Math.max(wall + this.#flights.length * 70, told), lastsMs: FLIGHT_MS })
  }

  /** What to draw now; what has arrived is forgotten. */
  at(wall: number): { readonly dots: readonly Flying[]; readonly flights: readonly Flight[]; readonly away: ReadonlySet<string>; readonly hot: ReadonlySet<string>; readonly alive: boolean } {
    this.#dots = this.#dots.filter(d => wall < d.beganAt + DOT_MS)
    this.#flights = this.#flights.filter(f => flightAt(f, wall) < 1)
    const begun = this.#dots.filter(d => d.beganAt <= wall).map((d): Flying => ({ ...d, at: ease((wall - d.beganAt) / DOT_MS) }))
    const hot = new Set<string>()
    for (const d of begun) {
      if (d.at < 0.3) hot.add(d.from)
      if (d.at > 0.7) hot.add(d.to)
    }
    return { dots: begun, flights: this.#flights, away: new Set(this.#flights.map(f => f.key)), hot, alive: this.#dots.length > 0 || this.#flights.length > 0 }
  }
}

const ease = (t: number): number => (t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2)
export type { PodLook }
