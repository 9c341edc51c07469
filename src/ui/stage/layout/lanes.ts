// Where a Job's lanes stand: one below the other, as high as there is room for, with time to the right.
import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { JobScene } from '../scene/jobs.ts'
import { LABEL, PAD } from './sizes.ts'

export interface LaneBox { readonly scene: JobScene; readonly y: number; readonly h: number; readonly w: number; readonly laneH: number; readonly barH: number; readonly x: ScaleLinear<number, number>; readonly dense: boolean }

/** Above this many bars they are drawn on a canvas. */
const MOST_BARS = 160
/** Lanes so low that their bars cannot be pointed at one by one: drawing them as elements gains nothing. */
const LOW_LANE = 6
const MOST_LOW_BARS = 40
/** Below the lanes: the axis of time. */
const AXIS = 30
const HIGHEST = 28
const LOWEST = 2

/** Lanes are as high as reads well, and lower where they would take more than `room`. */
function laneHeight(lanes: number, room: number): number {
  const well = lanes <= 4 ? HIGHEST : lanes <= 6 ? 24 : lanes <= 10 ? 19 : 13
  return Math.max(LOWEST, Math.min(well, Math.floor(room / lanes)))
}

/** `y`: where the lanes begin; `room`: how high all of it should stay at most. */
export function lanesBox(scene: JobScene, y: number, w: number, room: number): LaneBox {
  const hidden = scene.hiddenLanes > 0 ? 16 : 0
  const laneH = laneHeight(scene.lanes, Math.min(208, room - AXIS - hidden))
  return {
    scene, y, w, h: laneH * scene.lanes + hidden + AXIS, laneH, barH: laneH >= 19 ? laneH - 10 : Math.max(1.5, laneH * 0.76),
    x: scaleLinear().domain([scene.from, scene.to]).range([PAD + LABEL + 10, w - PAD - 6]), dense: scene.bars.length > (laneH < LOW_LANE ? MOST_LOW_BARS : MOST_BARS),
  }
}
