// Each of these shows what is often expected otherwise (docs/misconceptions.md). What its note says (ui/i18n/examples) is run here.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Pod } from '../../kube/core.ts'
import { tries } from '../../ui/notes/tries.ts'
import { exampleSections } from '../../ui/shell/exampleGroups.ts'
import { examples } from '../../ui/shell/exampleTexts.ts'
import { exampleFiles, Played } from '../testing/played.ts'

const conditions = (t: Played, plural: string, name: string) => (t.get(plural, name)?.status?.conditions ?? []).filter((c: { status: string }) => c.status === 'True').map((c: { reason: string }) => c.reason)
const nodes = (pods: readonly Pod[]) => pods.map(p => p.spec!.nodeName)
const images = (pods: readonly Pod[]) => pods.map(p => p.spec!.containers[0]!.image).sort()
const jobs = (t: Played, of = '') => t.all('jobs').filter(j => j.metadata.name.startsWith(of))
/** Of each Job, at which minute of the hour it was made. */
const made = (t: Played) => jobs(t).map(j => j.metadata.creationTimestamp!.slice(11, 16))

test('every example has a file, a place in the menu and a text', () => {
  const inMenu = exampleSections.flatMap(s => s.groups.flatMap(([, names]) => names))
  expect(inMenu.toSorted()).toEqual([...exampleFiles.keys()].toSorted())
  expect(new Set(inMenu).size).toBe(inMenu.length)
  expect(Object.keys(examples).toSorted()).toEqual(inMenu.toSorted())
  expect(Object.keys(tries).filter(name => !inMenu.includes(name as never))).toEqual([])
})

test('every row of docs/misconceptions.md names examples with a note', () => {
  const rows = readFileSync('docs/misconceptions.md', 'utf8').split('\n').filter(l => /^\| \d/.test(l))
  expect(rows.map(r => Number(r.split('|')[1]))).toEqual(Array.from({ length: 68 }, (_, i) => i + 1))
  for (const row of rows) {
    const named = [...row.split('|').at(-2)!.matchAll(/`([^`]+)`/g)].map(m => m[1]!)
    expect(named, row).not.toEqual([])
    expect(named.filter(n => !Object.hasOwn(tries, n)), row).toEqual([])
  }
})

describe('Jobs', () => {
  test('never more pods than are still missing', () => {
    const t = new Played('job-many-hands.yaml', 5)
    expect(t.pods()).toHaveLength(20)
    t.try(0, 3)
    expect(t.pods()).toHaveLength(2)
  })

  test('a limit of three loses ten that run together, and four one by one', () => {
    const t = new Played('job-parallel-failures.yaml', 60)
    expect(t.try(0)).toBe('10')
    t.try(1, 200)
    expect(t.get('jobs', 'all-fail')?.status).toMatchObject({ failed: 4 })
  })

  test('a task runs twice at once when its node is not heard of', () => {
    const t = new Played('job-twice.yaml', 10)
    expect(nodes(t.running())).toEqual(['node-1'])
    t.try(0, 420)
    const all = t.all('pods') as unknown as readonly Pod[]
    expect(nodes(all).toSorted()).toEqual(['node-1', expect.stringMatching(/^node-[23]$/)])
    expect(all.map(p => p.status?.phase)).toEqual(['Running', 'Running'])
    t.try(3, 60)
    expect(t.all('pods')).toHaveLength(1)
    t.after(900)
    expect(conditions(t, 'jobs', 'once')).toContain('CompletionsReached')
  })

  test('while suspended, no deadline passes', () => {
    const t = new Played('job-suspended-deadline.yaml', 20)
    t.try(0, 600)
    expect(t.get('jobs', 'one-minute')?.status?.startTime).toBeUndefined()
    t.try(2, 55)
    expect(conditions(t, 'jobs', 'one-minute')).toContain('CompletionsReached')
  })

  test('a Job’s deadline ends it, a pod’s is a failure to be tried again', () => {
    const t = new Played('job-two-deadlines.yaml', 60)
    expect(conditions(t, 'jobs', 'deadline-of-job')).toContain('DeadlineExceeded')
    expect(conditions(t, 'jobs', 'deadline-of-pod')).toEqual([])
    expect(t.pods('deadline-of-job')).toEqual([])
    t.after(120)
    expect(conditions(t, 'jobs', 'deadline-of-pod')).toContain('BackoffLimitExceeded')
    expect(t.pods('deadline-of-pod')).toHaveLength(3)
  })

  test('one is replaced beside the old pod, one when that has ended', () => {
    const t = new Played('job-replacement.yaml', 5)
    t.try(0, 20)
    expect([t.pods('at-once').length, t.pods('when-gone').length]).toEqual([1, 0])
    t.after(30)
    expect([t.pods('at-once').length, t.pods('when-gone').length]).toEqual([1, 1])
  })

  test('owned pods are left alone, orphans adopted, and a selector without manualSelector is refused', () => {
    const t = new Played('job-shared-selector.yaml', 5)
    expect([t.pods('first').length, t.pods('second').length]).toEqual([1, 1])
    t.try(0, 5)
    expect(t.pods()).toHaveLength(1)
    expect(t.pods()[0]!.metadata.ownerReferences?.[0]?.name).toBe('second')
    expect(t.try(1)).toContain('`selector` not auto-generated')
  })

  test('DELETE alone leaves a Job’s pods behind', () => {
    const t = new Played('calculate-pi.yaml', 3)
    t.try(0, 10)
    expect(jobs(t)).toEqual([])
    expect(t.pods()).toHaveLength(1)
  })
})

describe('CronJobs', () => {
  test('a deadline of five seconds starts every run in time, cuts none, and makes up for none', () => {
    const t = new Played('cronjob-late-start.yaml', 150)
    expect(jobs(t)).toHaveLength(2)
    expect(conditions(t, 'jobs', jobs(t)[0]!.metadata.name)).toContain('CompletionsReached')
    t.try(0, 300)
    const before = made(t)
    t.try(2, 5)
    expect(made(t)).toEqual(before)
    t.after(60)
    expect(made(t)).toHaveLength(before.length + 1)
  })

  test('after more than a hundred missed runs there is one, and a warning', () => {
    const t = new Played('cronjob-missed.yaml', 65)
    t.try(0, 6600)
    const before = jobs(t).length
    t.try(2, 5)
    expect(jobs(t)).toHaveLength(before + 1)
    expect(t.try(3)).toContain('TooManyMissedTimes')
  })

  test('a new template is for the next Job, and a stuck one lets none begin', () => {
    const t = new Played('cronjob-stuck.yaml', 200)
    t.try(1, 120)
    expect(jobs(t)).toHaveLength(1)
    t.try(2, 30)
    expect(images(t.pods('report'))).toEqual(['busybox:1.99'])
    t.try(3, 5)
    expect(images(t.pods('report'))).toEqual(['busybox:1.36'])
  })

  test('each at its own eleven o’clock, and on Thursdays or the 13th', () => {
    const t = new Played('cronjob-clocks.yaml', 7_300)
    expect(Object.fromEntries(jobs(t).map(j => [j.metadata.name.replace(/-\d+$/, ''), j.metadata.creationTimestamp!.slice(11, 16)]))).toEqual({ 'thursday-13': '09:30', berlin: '10:00', 'no-zone': '11:00' })
    expect(t.try(1).trim().split('\n')).toHaveLength(4)
    expect(t.try(2)).toContain('use timeZone field instead')
  })

  test('after a pause one missed run is made up for', () => {
    const t = new Played('cronjob-missed.yaml', 70)
    t.try(4, 200)
    const before = jobs(t).length
    t.try(5, 2)
    expect(jobs(t)).toHaveLength(before + 1)
  })

  test('Forbid does not hold back a run by hand', () => {
    const t = new Played('cronjob-forbid.yaml', 70)
    t.try(1, 5)
    expect(t.running()).toHaveLength(2)
  })
})

describe('DaemonSets', () => {
  test('a dead node uses up what may be unavailable', () => {
    const t = new Played('daemonset-dead-node.yaml', 20)
    t.try(0, 70)
    t.try(2, 60)
    expect(images(t.pods())).toEqual(['httpd:2.4', 'httpd:2.4'])
    t.try(3, 60)
    expect(images(t.pods())).toEqual(['httpd:2.4.62', 'httpd:2.4.62'])
    t.try(4, 60)
    expect(images(t.running())).toEqual(['httpd:2.4.62', 'httpd:2.4.62', 'httpd:2.4.62'])
  })

  test('bad updates cost one node, a hand all of them, and the repair comes to all at once', () => {
    const t = new Played('daemonset-bad-updates.yaml', 20)
    const ready = () => t.get('daemonsets', 'guard')?.status?.numberReady
    t.try(0, 60)
    expect(ready()).toBe(2)
    t.try(1, 60)
    expect(ready()).toBe(2)
    t.try(2, 20)
    expect(ready()).toBe(0)
    t.try(3, 8)
    expect(ready()).toBe(3)
  })

  test('pods come and go with a label; a surge beside maxUnavailable is refused', () => {
    const t = new Played('daemonset-by-label.yaml', 5)
    expect(t.pods()).toEqual([])
    t.try(0, 10)
    expect(nodes(t.running()).toSorted()).toEqual(['node-1', 'node-3'])
    t.try(1, 3)
    expect(nodes(t.pods())).toEqual(['node-3'])
    expect(t.try(2)).toContain('may not be set when maxUnavailable is non-zero')
  })
})

describe('Deployments and ReplicaSets', () => {
  test('undo brings back a template under a new number, no replicas, and twice is there and back', () => {
    const t = new Played('rollout-undo.yaml', 10)
    for (const n of [0, 1, 2]) t.try(n, 20)
    t.try(3, 20)
    expect(images(t.running())).toEqual(Array(5).fill('nginx:1.26'))
    t.try(4, 20)
    expect(images(t.running())).toEqual(Array(5).fill('nginx:1.27'))
    expect(t.try(5).trim().split('\n').slice(2).map(l => l.split(/\s+/))).toEqual([['1', '<none>'], ['4', '<none>'], ['5', '<none>']])
  })

  test('paused: no new template, no undo, but other numbers', () => {
    const t = new Played('rollout-paused.yaml', 10)
    t.try(0, 15)
    t.try(1)
    t.try(2, 10)
    t.try(3, 10)
    expect(images(t.running())).toEqual(Array(5).fill('nginx:1.26'))
    expect(t.try(4)).toContain('cannot rollback a paused deployment')
    t.try(5, 20)
    expect(images(t.running())).toEqual(Array(5).fill('nginx:1.27'))
  })

  test('ready is not yet available; a rollout does not wait for the one before it', () => {
    const t = new Played('rollover.yaml', 8)
    expect(t.try(0)).toMatch(/4\/4 +4 +0 /)
    t.after(20)
    t.try(1, 5)
    expect(images(t.pods())).toEqual([...Array(3).fill('nginx:1.25'), 'nginx:1.26', 'nginx:1.26'])
    t.try(2, 3)
    expect(images(t.pods())).toEqual([...Array(3).fill('nginx:1.25'), 'nginx:1.27', 'nginx:1.27'])
    t.after(60)
    expect(images(t.running())).toEqual(Array(4).fill('nginx:1.27'))
  })

  test('a bare pod is adopted, and one too many goes', () => {
    const t = new Played('adopted.yaml', 10)
    expect(t.running()).toHaveLength(4)
    expect(t.try(0)).toMatch(/by-hand +(first|second)/)
    t.try(1, 5)
    expect(t.pods('late')).toEqual([])
    t.try(2, 5)
    expect(t.pods().map(p => p.metadata.ownerReferences?.[0]?.name)).toEqual(['second', 'second'])
  })

  test('a ReplicaSet leaves its pods as they are, and takes the youngest first', () => {
    const t = new Played('replicaset-template.yaml', 10)
    t.try(0, 5)
    expect(images(t.running())).toEqual(Array(3).fill('nginx:1.25'))
    t.try(1, 10)
    expect(images(t.running())).toEqual(['nginx:1.25', 'nginx:1.25', 'nginx:1.27'])
    t.try(3, 3)
    expect(images(t.pods())).toEqual(['nginx:1.25', 'nginx:1.25'])
  })

  test('apply writes its replicas, and takes them back once', () => {
    const t = new Played('apply-replicas.yaml', 10)
    const replicas = () => t.get('deployments', 'counted')?.spec?.replicas
    t.try(0)
    t.try(1)
    expect(replicas()).toBe(2)
    t.try(2)
    expect(replicas()).toBe(1)
    t.try(0)
    t.try(2)
    expect(replicas()).toBe(5)
    expect(t.try(3)).toContain('field is immutable')
  })

  test('the templates of claims do not change', () => {
    const t = new Played('volumes-on-demand.yaml', 5)
    expect(t.try(3)).toContain('updates to statefulset spec for fields other than')
  })
})

describe('nodes', () => {
  test('of a dead node’s pods one is replaced, one waits, one stays', () => {
    const t = new Played('dead-node.yaml', 20)
    t.try(0, 400)
    expect(t.running('moves')).toHaveLength(1)
    expect(t.pods('waits')).toEqual([])
    expect(t.get('pods', 'waits-0')?.metadata.deletionTimestamp).toBeDefined()
    expect(nodes(t.pods('stays')).toSorted()).toEqual(['node-1', 'node-2', 'node-3'])
    t.try(3, 120)
    expect(nodes(t.running('waits'))).not.toEqual(['node-1'])
    expect(t.running('waits')).toHaveLength(1)
  })

  test('a broken pod is protected until its budget lets go of it', () => {
    const t = new Played('drain-crashing.yaml', 60)
    expect(t.try(0)).toContain('global timeout reached')
    t.try(1)
    expect(t.try(2)).toContain('drained')
  })
})
