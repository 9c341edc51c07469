// A ReplicaSet that nobody owns, or a ReplicationController: its pods in a row, with gaps for those that are missing.
import type { ReplicaSetRow } from '../../../worker/rows.ts'
import { workloadWords } from '../../i18n/workloads/index.ts'
import type { Lang } from '../../i18n/index.ts'
import type { Body, Drawing, Tone } from './drawing.ts'
import { drawRows, mostPlaces, radiusFor, ROW_H, type RowBox } from './row.ts'
import { slotsOf } from './slots.ts'

interface ReplicaSetBody extends Body { readonly row: Omit<RowBox, 'label' | 'detail' | 'badge' | 'end'> }

const replicasWords = (row: ReplicaSetRow, lang: Lang): string => {
  const w = workloadWords(lang).replicas
  return [
    w.ready(row.ready, row.desired), ...(row.available !== row.ready ? [w.available(row.available)] : []), ...(row.terminating > 0 ? [w.terminating(row.terminating)] : []),
    ...(row.deleting ? [w.deleting] : []), ...(row.failure !== undefined ? [w.failure(row.failure)] : []),
  ].join(' · ')
}

const replicasTone = (row: ReplicaSetRow): Tone | undefined => (row.failure !== undefined ? 'bad' : row.available >= row.desired ? 'good' : undefined)

const drawingOf = <N extends 'replicasets' | 'replicationcontrollers'>(table: N, kind: string): Drawing<N, ReplicaSetBody> => ({
  table, kind,
  place(row, { rows, now, width }, y) {
    const slots = slotsOf(row.uid, row.desired, rows, now, mostPlaces(width))
    return { h: ROW_H + 10, row: { ref: row.ref, y, w: width, strong: true, slots, r: radiusFor(slots.places, width), scale: slots.places } }
  },
  draw(g, { row: box }, row, how) {
    drawRows(g, [{ ...box, label: '', detail: row.images[0] ?? row.name, badge: '', end: workloadWords(how.lang).replicas.ready(row.ready, row.desired) }], how)
  },
  sentence: (row, { lang }) => replicasWords(row, lang),
  brief: row => `${row.ready}/${row.desired}`,
  tone: replicasTone,
})

export const replicaSetDrawing = drawingOf('replicasets', 'ReplicaSet')
export const replicationControllerDrawing = drawingOf('replicationcontrollers', 'ReplicationController')
