// A run as text: one line per frame that matters, to be read and reviewed like a picture.
import type { Frame } from '../world/frame.ts'

const TOLD = /^objects\/(?!events|leases)/

/** Undefined for frames that change nothing a reader would ask about. */
export function storyLine(frame: Frame, from: number): string | undefined {
  if (frame.quiet || (frame.what === 'watch') || !(frame.cause < 0 || frame.reason || frame.writes.some(w => TOLD.test(w.table)))) return undefined
  const t = ((frame.at - from) / 1000).toFixed(3).padStart(9)
  const { id, ...details } = frame.reason ?? { id: '' }
  const why = id ? `  ${id}${Object.keys(details).length ? ` ${JSON.stringify(details)}` : ''}` : ''
  return `${t}  ${(frame.actor ?? '').padEnd(24)} ${(frame.what ?? frame.handler).padEnd(20)} ${frame.about ?? ''}${why}`
}
