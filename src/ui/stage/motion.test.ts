import { describe, expect, test } from 'vitest'
import type { FrameHead } from '../../worker/rows.ts'
import type { Station } from './scene/rail.ts'
import { Motion } from './motion.ts'

const station = (id: string, kind: Station['kind']): Station => ({ id, kind, queued: 0, syncing: [], delayed: [], stopped: false, busy: false })
const stations = [station('you', 'you'), station('apiserver', 'apiserver'), station('job-controller', 'controller'), station('scheduler', 'scheduler'), station('kubelets', 'kubelets')]
const head = (seq: number, actor: string, what: string, about: string, to?: readonly string[]) => ({ seq, at: seq, actor, what, about, ...(to ? { to, event: 'ADDED' } : {}) }) as unknown as FrameHead
const JOB = 'jobs/default/pi'
const POD = 'pods/default/pi-a'
/** Within some milliseconds of the cluster: you create a Job, its controller hears of it and makes a pod, the scheduler hears of that and binds it. */
const story = [
  head(1, 'you', 'create jobs', JOB), head(2, 'apiserver', 'watch', JOB, ['controllers']), head(3, 'job-controller', 'create pods', POD),
  head(4, 'apiserver', 'watch', POD, ['scheduler']), head(5, 'scheduler', 'bind', POD), head(6, 'apiserver', 'watch', POD, ['kubelet/node-1']),
]

/** When each dot is first seen, in ms of the wall, by where it goes. */
function seen(slow: boolean): Map<string, number> {
  const motion = new Motion()
  motion.passed(story, stations, 0, slow)
  const first = new Map<string, number>()
  for (let wall = 0; wall < 8000; wall += 20) for (const d of motion.at(wall).dots) if (!first.has(`${d.from} → ${d.to}`)) first.set(`${d.from} → ${d.to}`, wall)
  return first
}

describe('dots on the rail', () => {
  test('at the cluster’s own pace, an effect sets out when its cause has arrived', () => {
    const times = seen(true)
    expect([...times.keys()]).toEqual(['you → apiserver', 'apiserver → job-controller', 'job-controller → apiserver', 'apiserver → scheduler', 'scheduler → apiserver', 'apiserver → kubelets'])
    const at = [...times.values()]
    for (const [i, t] of at.slice(1).entries()) expect(t - at[i]!).toBeGreaterThanOrEqual(500)
  })
  test('at higher speeds they do not fall far behind', () => {
    expect(Math.max(...seen(false).values())).toBeLessThanOrEqual(1120)
    expect(Math.max(...seen(true).values())).toBeLessThanOrEqual(2620)
  })
  test('after a jump nothing is waited for', () => {
    const motion = new Motion()
    motion.passed(story, stations, 0, true)
    motion.reset(6)
    motion.passed([head(7, 'job-controller', 'create pods', POD)], stations, 10, true)
    expect(motion.at(10).dots.map(d => d.from)).toEqual(['job-controller'])
  })
})
