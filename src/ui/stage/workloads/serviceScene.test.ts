import { describe, expect, test } from 'vitest'
import type { EndpointRow, RequestRow, ServiceRow, TrafficRow } from '../../../worker/rows.ts'
import { emptyMirror, type Rows } from '../../mirror/applyDelta.ts'
import { blocksOf } from './blocks.ts'
import type { AnyDrawing } from './drawing.ts'
import { serviceScene } from './serviceScene.ts'

const REF = 'services/default/web'
const endpoint = (n: number, state: EndpointRow['state'] = 'ready'): EndpointRow => ({ address: `10.0.0.${n}`, pod: `pods/default/web-${n}`, state })
const service = (endpoints: readonly EndpointRow[], more: Partial<ServiceRow> = {}): ServiceRow => ({
  ref: REF, namespace: 'default', name: 'web', uid: 'web', type: 'ClusterIP', clusterIP: '10.96.0.7', ports: [{ port: 80, target: 80 }], selector: { app: 'web' }, endpoints, createdAt: 0, ...more,
})
const request = (id: string, more: Partial<RequestRow> = {}): RequestRow => ({ id, from: 'traffic', kind: 'http', asked: 'web/', service: REF, to: 'pods/default/web-1', sentAt: 1000, dueAt: 1400, outcome: 'answered', ...more })
const second = (at: number, more: Partial<TrafficRow> = {}): TrafficRow => ({ service: REF, at, answered: 5, failed: 0, refused: 0, timedOut: 0, ...more })
const rowsOf = (requests: readonly RequestRow[] = [], traffic: readonly TrafficRow[] = []): Rows => ({ ...emptyMirror().rows, requests: new Map(requests.map(r => [r.id, r])), traffic: new Map(traffic.map(t => [`${t.service}|${t.at}`, t])) })

describe('a Service', () => {
  test('who gets requests stands first; those that do not fit are counted', () => {
    const { endpoints, hidden, ready } = serviceScene(service([endpoint(1, 'not-ready'), endpoint(2), endpoint(3, 'terminating'), endpoint(4)]), rowsOf(), 0, 3)
    expect(endpoints.map(e => e.address)).toEqual(['10.0.0.2', '10.0.0.4', '10.0.0.3'])
    expect([hidden, ready]).toEqual([1, 2])
  })
  const at = (now: number, r: RequestRow) => serviceScene(service([endpoint(0), endpoint(1)]), rowsOf([r]), now, 9).requests
  test('a request is where the arithmetic says, and its end is told when it has come', () => {
    expect(at(1100, request('a'))).toEqual([{ id: 'a', to: 1, at: 0.25, outcome: undefined }])
    expect(at(1400, request('a', { outcome: 'refused' }))).toEqual([{ id: 'a', to: 1, at: 1, outcome: 'refused' }])
  })
  test.each([['not sent yet', 999, request('a')], ['long over', 2200, request('a')], ['of another Service', 1100, request('a', { service: 'services/default/other' })]])('not drawn: %s', (_, now, r) => expect(at(now, r)).toEqual([]))
  test('one that found nobody goes no farther than the Service', () => {
    const { to: _, ...lost } = request('a', { outcome: 'no-endpoint' })
    expect(at(1500, lost)).toEqual([{ id: 'a', to: undefined, at: 1, outcome: 'no-endpoint' }])
  })
  test('the last minute, second by second; what was not answered is lost', () => {
    const s = serviceScene(service([]), rowsOf([], [second(200_000), second(150_000, { answered: 2, refused: 1, failed: 1, timedOut: 2 }), second(139_000), second(201_000), second(150_000, { service: 'x' })]), 200_500, 9)
    expect(s.seconds).toEqual([{ at: 150_000, answered: 2, lost: 4 }, { at: 200_000, answered: 5, lost: 0 }])
    expect([s.answered, s.lost, s.top]).toEqual([7, 4, 6])
  })
})

describe('its block', () => {
  const drawing = { table: 'services', kind: 'Service', place: () => ({ h: 50 }), draw: () => {}, sentence: () => '', brief: () => '', tone: () => undefined } as unknown as AnyDrawing
  const shown = (row: ServiceRow, selected?: string, system = false) => {
    const s = blocksOf({ rows: { ...emptyMirror().rows, services: new Map([['default/web', row]]) }, now: 0, selected, system, width: 700, height: 600, drawingOf: () => drawing })
    return { blocks: s.blocks.length, others: s.others.length }
  }
  test('is there while it is asked or selected; otherwise it is one of the others', () => {
    expect(shown(service([]))).toEqual({ blocks: 0, others: 1 })
    expect(shown(service([], { perSecond: 5 }))).toEqual({ blocks: 1, others: 0 })
    expect(shown(service([]), REF)).toEqual({ blocks: 1, others: 0 })
  })
  test('the API server’s own is folded away until it is asked for', () => {
    expect(shown(service([], { system: true }))).toEqual({ blocks: 0, others: 0 })
    expect(shown(service([], { system: true }), undefined, true)).toEqual({ blocks: 0, others: 1 })
  })
})
