// A Job is drawn as lanes over time. It stands in the first load: it is what most people see first.
import { drawLanes } from '../draw/lane.ts'
import { lanesBox } from '../layout/lanes.ts'
import { LABEL, PAD } from '../layout/sizes.ts'
import { jobScene } from '../scene/jobs.ts'
import { jobSentence } from '../words.ts'
import type { Body, Drawing, Tone } from './drawing.ts'
import type { LaneBox } from '../layout/lanes.ts'

interface JobBody extends Body { readonly lanes: readonly [LaneBox] }

export const jobDrawing: Drawing<'jobs', JobBody> = {
  table: 'jobs',
  kind: 'Job',
  place(row, { rows, now, width, room }, y) {
    const box = lanesBox(jobScene(row, { stories: rows.stories, pods: rows.pods, now, width: width - 2 * PAD - LABEL }), y, width, room)
    return { h: box.h, lanes: [box] }
  },
  draw: (g, { lanes: [box] }, _row, how) => drawLanes(g, box, how),
  sentence: (row, { t, lang, now }) => jobSentence(row, t, now, lang),
  brief: row => (row.completions === undefined ? '' : `${row.succeeded}/${row.completions}`),
  tone(row): Tone | undefined {
    if (row.status === 'Failed') return 'bad'
    if (row.status === 'Complete') return 'good'
    if (row.status === 'Suspended') return 'held'
    return row.failed > 0 && row.active === 0 && row.backoffUntil !== undefined ? 'waits' : undefined
  },
}
