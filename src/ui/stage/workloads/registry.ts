// Who draws which workload. Jobs at once; the other kinds' drawings come over the wire the first time that one of them is there.
import type { WorkloadRow } from '../../../worker/rows.ts'
import type { AnyDrawing } from './drawing.ts'
import { jobDrawing } from './job.ts'

let others: ReadonlyMap<string, AnyDrawing> | undefined
let asked = false

/** `onArrive`: called once, when drawings that were not there yet have come. */
export function drawingOf(row: WorkloadRow, onArrive: () => void): AnyDrawing | undefined {
  const table = row.ref.slice(0, row.ref.indexOf('/'))
  if (table === jobDrawing.table) return jobDrawing
  if (others) return others.get(table)
  if (!asked) {
    asked = true
    // Without them the cluster is still to be seen; the next look asks again.
    import('./drawings.ts').then(m => { others = new Map(m.DRAWINGS.map(d => [d.table, d])); onArrive() }, () => { asked = false })
  }
  return undefined
}
