// Where the stations of the rail stand, and the ways between them. The API server is the hub: every way begins or ends there.
import type { Station } from '../scene/rail.ts'

export const RAIL_HEIGHT = 94
const TOP = 12
const CHIP = 42
export const BUS = 70
const PAD = 16
const LEAST = 8

export interface StationBox { readonly id: string; readonly station: Station; readonly x: number; readonly y: number; readonly w: number; readonly h: number }
export type Point = readonly [number, number]

/** What is left for the boxes of so many stations, once there is a little air between them. */
export const roomOf = (width: number, stations: number): number => width - 2 * PAD - LEAST * Math.max(0, stations - 1)

/** `wants`: how wide each station's words are. */
export function railLayout(stations: readonly Station[], wants: readonly number[], width: number, top = TOP, height = CHIP): readonly StationBox[] {
  const sum = wants.reduce((a, b) => a + b, 0)
  const squeeze = Math.min(1, roomOf(width, stations.length) / sum)
  const gap = stations.length < 2 ? 0 : (width - 2 * PAD - sum * squeeze) / (stations.length - 1)
  let x = PAD
  return stations.map((station, i) => {
    const w = wants[i]! * squeeze
    const box = { id: station.id, station, x, y: top, w, h: height }
    x += w + gap
    return box
  })
}

const middle = (b: StationBox): number => b.x + b.w / 2

/** The corners of the way from one station to another. kubectl has a wire of its own; the others hang on one line. */
export function wayBetween(a: StationBox, b: StationBox, bus = BUS): readonly Point[] {
  if (a.station.kind === 'you' || b.station.kind === 'you') {
    const [from, to] = a.x < b.x ? [a.x + a.w, b.x] : [a.x, b.x + b.w]
    return [[from, a.y + a.h / 2], [to, b.y + b.h / 2]]
  }
  return [[middle(a), a.y + a.h], [middle(a), bus], [middle(b), bus], [middle(b), b.y + b.h]]
}

/** The point at `t` (0…1) of a way. */
export function pointOn(way: readonly Point[], t: number): Point {
  const lengths = way.slice(1).map(([x, y], i) => Math.hypot(x - way[i]![0], y - way[i]![1]))
  let left = Math.min(1, Math.max(0, t)) * lengths.reduce((a, b) => a + b, 0)
  for (const [i, length] of lengths.entries()) {
    const [x0, y0] = way[i]!
    const [x1, y1] = way[i + 1]!
    if (left <= length || i === lengths.length - 1) {
      const f = length === 0 ? 1 : Math.min(1, left / length)
      return [x0 + (x1 - x0) * f, y0 + (y1 - y0) * f]
    }
    left -= length
  }
  return way[way.length - 1]!
}
