// One sign per look, as a path in a box of 20 by 20 around (0, 0): told apart without any colour. `stroke` says which are lines.
import type { PodLook } from '../../../worker/rows.ts'

export interface Sign { readonly d: string; readonly stroke: boolean }

export const SIGNS: Readonly<Record<PodLook, Sign>> = {
  pending: { d: 'M-4.5-6.5h9M-4.5 6.5h9M-3.5-6.5c0 4 3.5 4.5 3.5 6.5s-3.5 2.5-3.5 6.5M3.5-6.5c0 4-3.5 4.5-3.5 6.5s3.5 2.5 3.5 6.5', stroke: true },
  pulling: { d: 'M0-6.5V4M-4.5-.5L0 4.5L4.5-.5M-5 7.5H5', stroke: true },
  creating: { d: 'M0-6V6M-6 0H6', stroke: true },
  running: { d: 'M-4.2-6.2L6.6 0L-4.2 6.2Z', stroke: false },
  ready: { d: 'M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0Z', stroke: false },
  backoff: { d: 'M5.6-1.4A6 6 0 1 0 5.4 2.6M6.4-5.6V-1.2H2', stroke: true },
  succeeded: { d: 'M-5.5.5L-1.8 4.4L5.8-4.6', stroke: true },
  failed: { d: 'M-4.8-4.8L4.8 4.8M4.8-4.8L-4.8 4.8', stroke: true },
  terminating: { d: 'M-4.6-4.6h9.2v9.2h-9.2Z', stroke: false },
  unknown: { d: 'M-3.4-3.2a3.4 3.4 0 1 1 5.2 2.9c-1.2.8-1.8 1.3-1.8 2.9M0 6.1v.2', stroke: true },
}

/** A run of a CronJob that was skipped: a circle, crossed out. */
export const NOT_STARTED: Sign = { d: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0ZM-4.2 4.2L4.2-4.2', stroke: true }

/** Where the corners are cut. */
const CUT = 0.42
/** What went wrong has corners; everything else is round. */
export const bodyPath = (look: PodLook, r: number): string => {
  if (look !== 'failed' && look !== 'backoff') return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
  const c = r * CUT
  return `M${-c} ${-r}H${c}L${r} ${-c}V${c}L${c} ${r}H${-c}L${-r} ${c}V${-c}Z`
}

/** What rings a shape: part of its own outline, so that what has corners keeps them. */
export const ringPath = (look: PodLook, r: number, fraction: number): string => (look === 'backoff' || look === 'failed' ? outlinePath(r, fraction) : arcPath(r, fraction))

/** An arc from twelve o'clock, clockwise, `fraction` of a circle. */
export function arcPath(r: number, fraction: number): string {
  const f = Math.min(0.9999, Math.max(0, fraction))
  const angle = f * 2 * Math.PI
  return `M0 ${-r}A${r} ${r} 0 ${f > 0.5 ? 1 : 0} 1 ${(r * Math.sin(angle)).toFixed(2)} ${(-r * Math.cos(angle)).toFixed(2)}`
}

/** The first `fraction` of the outline with corners, from twelve o'clock, clockwise. */
function outlinePath(r: number, fraction: number): string {
  const c = r * CUT
  const corners = [[0, -r], [c, -r], [r, -c], [r, c], [c, r], [-c, r], [-r, c], [-r, -c], [-c, -r], [0, -r]] as const
  const lengths = corners.slice(1).map(([x, y], i) => Math.hypot(x - corners[i]![0], y - corners[i]![1]))
  let left = Math.min(1, Math.max(0, fraction)) * lengths.reduce((a, b) => a + b, 0)
  let d = `M0 ${-r}`
  for (const [i, length] of lengths.entries()) {
    if (left <= 0) break
    const [fromX, fromY] = corners[i]!
    const [toX, toY] = corners[i + 1]!
    const part = Math.min(1, left / length)
    d += `L${(fromX + (toX - fromX) * part).toFixed(2)} ${(fromY + (toY - fromY) * part).toFixed(2)}`
    left -= length
  }
  return d
}
