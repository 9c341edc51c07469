import { describe, expect, test } from 'vitest'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { railLayout, roomOf } from './layout/rail.ts'
import { fitted } from './layout/text.ts'
import { railWords, TIGHT } from './railWords.ts'
import type { Station } from './scene/rail.ts'

const station = (id: string, kind: Station['kind']): Station => ({ id, kind, queued: 0, syncing: [], delayed: [], stopped: false, busy: false }) as unknown as Station
const few = [station('you', 'you'), station('apiserver', 'apiserver'), station('job-controller', 'controller'), station('scheduler', 'scheduler'), station('kubelets', 'kubelets')]
const many = [...few.slice(0, 3), station('deployment-controller', 'controller'), station('replicaset-controller', 'controller'), ...few.slice(3)]

describe('names on the rail', () => {
  test('are whole where there is room', () => {
    const { nameOf } = railWords(few, { t: en, lang: 'en', now: 0, width: 700 })
    expect(few.map(nameOf)).toEqual(['kubectl', 'API server', 'Job controller', 'Scheduler', 'kubelets'])
  })
  test.each([['en', en], ['zh', zh]] as const)('are short rather than cut where many stand in a row: %s', (lang, t) => {
    const { nameOf, wants } = railWords(many, { t, lang, now: 0, width: 700 })
    const boxes = railLayout(many, wants, 700)
    expect(nameOf(many[3]!)).toBe('Deployment')
    for (const box of boxes) expect(fitted(nameOf(box.station), box.w - 14, 13)).toBe(nameOf(box.station))
    expect(boxes.at(-1)!.x + boxes.at(-1)!.w).toBeLessThanOrEqual(700)
  })
  test.each([['en', en], ['zh', zh]] as const)('are set smaller rather than cut on a phone: %s', (lang, t) => {
    for (const one of [few[2]!, many[3]!]) {
      const stations = [...few.slice(0, 2), one, ...few.slice(3)]
      const { nameOf, wants, tight } = railWords(stations, { t, lang, now: 0, width: 390 })
      const room = (w: number) => w - (tight ? TIGHT.inset - 2 : 14)
      for (const box of railLayout(stations, wants, 390)) expect(fitted(nameOf(box.station), room(box.w), tight ? TIGHT.name : 13)).toBe(nameOf(box.station))
    }
  })
  test('boxes never overlap, however narrow the pane', () => {
    const { wants } = railWords(many, { t: en, lang: 'en', now: 0, width: 320 })
    const boxes = railLayout(many, wants, 320)
    for (const [i, box] of boxes.entries()) if (i > 0) expect(box.x).toBeGreaterThan(boxes[i - 1]!.x + boxes[i - 1]!.w)
    expect(roomOf(320, many.length)).toBeGreaterThan(0)
  })
})
