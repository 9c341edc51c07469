// Law E6: the page's mirror, after any deltas in any direction, equals a fresh snapshot.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyDelta, emptyMirror, type Mirror } from '../ui/mirror/applyDelta.ts'
import { Host } from './host.ts'
import type { Delta, Request } from './protocol.ts'
import { asked } from './testing/mirrorAsks.ts'
import { FILES } from './testing/mirrorFiles.ts'

/** A clock on the wall that runs on with each look, so that slices end as they do in the page: somewhere on the way. */
const wall = () => { let ms = 0; return () => (ms += 0.5) }
const OPTIONS = { seed: 11, startAt: '2026-01-01T09:00:00Z', nodes: 3 }

const rowsOf = (mirror: Mirror) => Object.fromEntries(Object.entries(mirror.rows).map(([name, rows]) => [name, Object.fromEntries([...(rows as ReadonlyMap<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : 1)))]))

const placeOf = ({ position, now, end, endAt, canUndoFork }: Mirror) => ({ position, now, end, endAt, canUndoFork })

function follow(requests: readonly Request[]): void {
  const host = new Host(wall())
  let mirror = applyDelta(emptyMirror(), host.answer<'boot'>({ ask: 'boot', options: OPTIONS }).delta)
  mirror = applyDelta(mirror, host.answer<'kubectl'>({ ask: 'kubectl', line: 'kubectl apply -f job.yaml', files: FILES }).delta)
  for (const request of requests) {
    const { delta } = host.answer(request as Request) as { delta: Delta }
    mirror = applyDelta(mirror, delta)
    // After each: what one delta forgot, the next may bring, and the page had shown it wrongly meanwhile.
    const fresh = applyDelta(emptyMirror(), host.answer<'snapshot'>({ ask: 'snapshot' }).delta)
    expect(rowsOf(mirror)).toEqual(rowsOf(fresh))
    expect(placeOf(mirror)).toEqual(placeOf(fresh))
  }
}

/** Once the ring of a container went by the clock instead of a write: the kubelet had not heard yet that the process was over. */
const A_PROCESS_ENDS: Request[] = [
  { ask: 'travel', to: { forMs: 10_295 } }, { ask: 'kubectl', line: 'kubectl apply -f web.yaml', files: FILES }, { ask: 'travel', to: { frames: 83 } }, { ask: 'travel', to: { frames: 0 } },
]

test('E6 after any deltas, in any direction, the mirror equals a fresh snapshot', { timeout: 120_000 }, () => {
  fc.assert(fc.property(fc.array(asked, { minLength: 1, maxLength: 12 }), follow), { numRuns: 40, seed: 7, examples: [[A_PROCESS_ENDS]] })
})

test('E6 can fail: a mirror that misses one delta is found', () => {
  const host = new Host(wall())
  let mirror = applyDelta(emptyMirror(), host.answer<'boot'>({ ask: 'boot', options: OPTIONS }).delta)
  // Of something that nobody writes to again: a row that changes later would come by itself.
  host.answer<'kubectl'>({ ask: 'kubectl', line: 'kubectl create configmap c --from-literal=a=b', files: FILES })
  mirror = applyDelta(mirror, host.answer<'travel'>({ ask: 'travel', to: { forMs: 3000 } }).delta)
  const fresh = applyDelta(emptyMirror(), host.answer<'snapshot'>({ ask: 'snapshot' }).delta)
  expect(rowsOf(mirror)).not.toEqual(rowsOf(fresh))
})
