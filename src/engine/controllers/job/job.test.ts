import { describe, expect, test } from 'vitest'
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { hasJobTracking } from '../../../kube/jobs.ts'
import { keyOf } from '../../../kube/keys.ts'
import type { AnyObject, ApiObject } from '../../../kube/object.ts'
import { fakeCache } from '../../testing/fakeCache.ts'
import { syncOnce } from '../carry.ts'
import type { CacheReader, Intent, Outcome } from '../controller.ts'
import type { BackoffRecord } from './backoff.ts'
import { jobController, orphanPodController } from './index.ts'
import { aJob, aPod, ended, podOf } from './testObjects.ts'
import { jobChanged, podChanged } from './wakes.ts'

const NOW = 600_000
type Answer = (intent: Intent, tried: number) => Omit<Outcome, 'intent'> | undefined
const refuse = (code: number, reason: NonNullable<Outcome['refused']>['reason'], message: string) => ({ refused: { code, reason, message } })

function sync(job: Job, pods: readonly Pod[], options: { answer?: Answer; memo?: BackoffRecord; cache?: Partial<CacheReader>; now?: number } = {}) {
  const cache = fakeCache([job, ...pods], options.cache)
  let tried = 0
  let made = 0
  const told: string[] = []
  const result = syncOnce(jobController, cache, keyOf(job), job, options.memo, options.now ?? NOW, intent => {
    if (intent.verb === 'event') told.push(`${intent.event.type} ${intent.event.reason}: ${intent.event.message}`)
    const answer = options.answer?.(intent, tried++)
    if (answer) return { intent, ...answer }
    const object = intent.verb === 'create' ? { ...intent.object, metadata: { ...intent.object.metadata, name: `j-${++made}` } }
      : intent.verb === 'update' ? { ...intent.object, metadata: { ...intent.object.metadata, resourceVersion: '8' } } : undefined
    return { intent, ...(object ? { object } : {}) }
  })!
  const tries = result.outcomes.filter(o => !o.skipped && o.intent.verb !== 'event')
  const did = tries.map(o => o.intent)
  const lines = tries.map(({ intent, refused }) => {
    const on = 'key' in intent ? `${intent.kind.plural}/${intent.key}` : 'kind' in intent ? intent.kind.plural : ''
    return `${intent.verb} ${on}${refused ? ' (refused)' : ''}`
  })
  const statuses = result.outcomes.flatMap(o => (o.intent.verb === 'update' && !o.refused ? [(o.intent.object as unknown as Job).status!] : []))
  return { ...result, told, lines, statuses, did }
}

describe('claiming', () => {
  const job = aJob({}, { active: 1, ready: 0, terminating: 0 })
  const orphan = { ...aPod('orphan', { labels: { job: 'j' } }), status: { phase: 'Running' } } as Pod

  test('[J3] a pod without an owner is taken over, and counts at once', () => {
    const { did, lines } = sync(job, [orphan])
    expect(lines).toEqual(['patch pods/default/orphan'])
    expect(did[0]).toMatchObject({
      type: 'strategic',
      body: { metadata: { uid: 'uid-orphan', finalizers: ['batch.kubernetes.io/job-tracking'], ownerReferences: [{ kind: 'Job', uid: 'job-uid', controller: true }] } },
    })
  })

  test('[J3] not one that is on its way out, nor one of another owner, nor one with other labels', () => {
    const theirs = podOf(aJob({}, {}, { name: 'other', uid: 'other' }), 'theirs')
    const others = [aPod('a', { labels: { job: 'j' }, deletionTimestamp: '2026-01-01T00:00:00Z' }), theirs, aPod('b', { labels: { job: 'k' } })]
    expect(sync(job, others).lines.filter(l => l.startsWith('patch'))).toEqual([])
  })

  test('[J3] a Job being deleted takes nobody over', () => {
    expect(sync(aJob({}, { active: 0, ready: 0, terminating: 0 }, { deletionTimestamp: '2026-01-01T00:00:00Z' }), [orphan]).lines).toEqual([])
  })

  test('[J3] a pod whose labels fit no more is let go and replaced', () => {
    const { lines, did } = sync(job, [podOf(job, 'astray', 'Running', { labels: { job: 'else' } })])
    expect(lines).toEqual(['patch pods/default/astray', 'create pods'])
    expect(did[0]).toMatchObject({ body: { metadata: { ownerReferences: [{ $patch: 'delete', uid: 'job-uid' }] } } })
  })

  test('[J3] a refused claim ends the sync before anything is made', () => {
    const { lines, end } = sync(aJob({ parallelism: 3, completions: 3 }), [orphan], { answer: () => refuse(500, 'InternalError', 'no') })
    expect(lines).toEqual(['patch pods/default/orphan (refused)'])
    expect(end).toMatchObject({ failed: true })
  })

  test('[J3] that the pod is gone meanwhile is no failure', () => {
    expect(sync(job, [orphan], { answer: () => refuse(404, 'NotFound', 'gone') }).end.failed).toBeFalsy()
  })
})

describe('filling and shedding', () => {
  test('[J8] [J9] a refusal stops slow start; what was not tried is not active', () => {
    const creates: Answer = intent => (intent.verb === 'create' && ++n > 2 ? refuse(403, 'Forbidden', 'exceeded quota') : undefined)
    let n = 0
    const { statuses, told, end, lines } = sync(aJob({ parallelism: 8, completions: 8 }), [], { answer: creates })
    // Batches of 1, 2, 4: the second pod of the second batch is refused, so the third is not tried.
    expect(lines).toEqual(['create pods', 'create pods', 'create pods (refused)', 'update jobs'])
    expect(statuses[0]).toMatchObject({ active: 2 })
    expect(told).toEqual(['Normal SuccessfulCreate: Created pod: j-1', 'Normal SuccessfulCreate: Created pod: j-2', 'Warning FailedCreate: Error creating: exceeded quota'])
    expect(end).toMatchObject({ failed: true, because: { id: 'job.refused', message: 'exceeded quota' } })
  })

  test('[J9] in a namespace that is being deleted nobody complains', () => {
    const message = 'pods "j-" is forbidden: unable to create new content in namespace default because it is being terminated'
    const { told, end, statuses } = sync(aJob({ parallelism: 2, completions: 2 }), [], { answer: i => (i.verb === 'create' ? refuse(403, 'Forbidden', message) : undefined) })
    expect(told).toEqual([])
    expect(end.failed).toBeFalsy()
    expect(statuses[0]).toMatchObject({ active: 1 }) // as upstream counts: the first was tried, the second skipped
  })

  test('[J19] a surplus pod is freed, deleted and told of; one that cannot be freed is not deleted', () => {
    const job = aJob({ parallelism: 0, completions: 3 }, { active: 2, ready: 0, terminating: 0 })
    const { lines, told, statuses } = sync(job, [podOf(job, 'a'), podOf(job, 'b')], {
      answer: i => (i.verb === 'patch' && i.key === 'default/a' ? refuse(500, 'InternalError', 'no') : undefined),
    })
    expect(lines).toEqual(['patch pods/default/a (refused)', 'patch pods/default/b', 'delete pods/default/b', 'update jobs'])
    expect(told).toEqual(['Normal SuccessfulDelete: Deleted pod: b'])
    expect(statuses[0]).toMatchObject({ active: 1, terminating: 1 })
  })

  test('the reason has the numbers', () => {
    const job = aJob({ parallelism: 3, completions: 8 }, { succeeded: 3 })
    expect(sync(job, [podOf(job, 'a')]).reasons[0]).toEqual({ id: 'job.want-active', parallelism: 3, remaining: 5, wantActive: 3, active: 1, missing: 2 })
  })
})

describe('waiting', () => {
  const job = aJob({ parallelism: 2, completions: 2 }, { active: 2, ready: 1, terminating: 0, startTime: '1970-01-01T00:00:00Z' })
  const ready = { ...podOf(job, 'b'), status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } } as Pod
  const failedNow = ended(podOf(job, 'a'), 'Failed', NOW)

  test('[J36] the status says that nothing is active, though a pod is ready', () => {
    const { statuses, end, reasons } = sync(job, [failedNow, ready])
    expect(statuses[0]).toMatchObject({ ready: 1 })
    expect(statuses[0]).not.toHaveProperty('active')
    expect(end).toMatchObject({ againInMs: 10_000 })
    expect(reasons[0]).toMatchObject({ id: 'job.backoff', waitMs: 10_000, failures: 1, backoffLimit: 6, failed: 1, missing: 1 })
  })

  test('[J36] [J16] [J39] that status is refused: no pod is freed, the record is not kept, and the alarm stays set', () => {
    const { lines, end } = sync(job, [failedNow, ready], { answer: i => (i.verb === 'update' ? refuse(422, 'Invalid', 'status.ready: too many') : undefined) })
    expect(lines).toEqual(['update jobs (refused)'])
    expect(end).toMatchObject({ failed: true, againInMs: 10_000, memo: undefined })
  })

  test('[J16] a written status keeps the record', () => {
    expect(sync(job, [failedNow, ready]).end.memo).toEqual({ failures: 1, lastFailureAt: NOW })
  })

  test('[J13] [J15] both alarms are set, and the earlier one wins', () => {
    const { end } = sync({ ...job, spec: { ...job.spec, activeDeadlineSeconds: 603 } }, [failedNow, ready])
    expect(end).toMatchObject({ againInMs: 3000, alarmsMs: [3000, 10_000] })
  })

  test('[J15] what the writes took is taken off the wait', () => {
    const view = jobController.observe(fakeCache([job, failedNow, ready]), 'default/j', job, undefined, NOW)!
    const outcomes: Outcome[] = []
    for (;;) {
      const c = jobController.conclude(view, outcomes, NOW + 400)
      if (c.intents.length === 0) {
        expect(c.againInMs).toBe(9600)
        return
      }
      outcomes.push(...c.intents.map(intent => ({ intent, ...(intent.verb === 'update' ? { object: intent.object } : {}) })))
    }
  })
})

describe('counting and ending', () => {
  const job = aJob({ parallelism: 2, completions: 2 }, { active: 2, ready: 0, terminating: 0, startTime: '1970-01-01T00:00:00Z' })
  const done = (name: string) => ended(podOf(job, name), 'Succeeded', NOW - 1000)

  test('[J31] [J32] [J33] [J34] [J35] status, finalizers, status, event', () => {
    const { lines, statuses, told, did, end } = sync(job, [done('a'), done('b')])
    expect(lines).toEqual(['update jobs', 'patch pods/default/a', 'patch pods/default/b', 'update jobs'])
    expect(statuses[0]).toMatchObject({ uncountedTerminatedPods: { succeeded: ['uid-a', 'uid-b'] }, conditions: [{ type: 'SuccessCriteriaMet' }] })
    expect(statuses[1]).toMatchObject({ succeeded: 2, uncountedTerminatedPods: {}, completionTime: '1970-01-01T00:10:00Z', conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete' }] })
    expect(told).toEqual(['Normal Completed: Job completed'])
    expect((did[3] as { object: AnyObject }).object.metadata.resourceVersion).toBe('8') // on what the first write gave back
    expect(end.failed).toBeFalsy()
  })

  test('[J33] a pod that could not be freed stays uncounted, and the Job does not end', () => {
    const { lines, statuses, told, end } = sync(job, [done('a'), done('b')], {
      answer: i => (i.verb === 'patch' && i.key === 'default/b' ? refuse(500, 'InternalError', 'no') : undefined),
    })
    expect(lines).toEqual(['update jobs', 'patch pods/default/a', 'patch pods/default/b (refused)', 'update jobs'])
    expect(statuses[1]).toMatchObject({ succeeded: 1, uncountedTerminatedPods: { succeeded: ['uid-b'] } })
    expect(told).toEqual([])
    expect(end).toMatchObject({ failed: true })
  })

  test('[J33] a pod that is gone needs no freeing', () => {
    const { statuses, end } = sync(job, [done('a'), done('b')], { answer: i => (i.verb === 'patch' ? refuse(404, 'NotFound', 'gone') : undefined) })
    expect(statuses[1]).toMatchObject({ succeeded: 2 })
    expect(end.failed).toBeFalsy()
  })

  test('[J35] a refused last status tells nothing', () => {
    let updates = 0
    const { told, end } = sync(job, [done('a'), done('b')], { answer: i => (i.verb === 'update' && ++updates === 2 ? refuse(409, 'Conflict', 'modified') : undefined) })
    expect(told).toEqual([])
    expect(end).toMatchObject({ failed: true, memo: { failures: 0 } })
  })

  test('[J34] a pod that cannot be deleted puts the end off', () => {
    const failing = { ...job, spec: { ...job.spec, backoffLimit: 0 } }
    const pods = [ended(podOf(job, 'a'), 'Failed', NOW - 60_000), podOf(job, 'b')]
    const { statuses, told } = sync(failing, pods, { answer: i => (i.verb === 'delete' ? refuse(500, 'InternalError', 'no') : undefined) })
    expect(told).toEqual(['Warning FailedDelete: Error deleting: no'])
    expect(statuses.at(-1)!.conditions).toBeUndefined()
    expect(statuses.at(-1)).toMatchObject({ active: 1, failed: 1 })
  })

  test('[J32] at most 500 pods a sync, and the Job waits with its end', () => {
    const many = aJob({ parallelism: 600, completions: 600 }, { active: 0, ready: 0, terminating: 0 })
    const pods = Array.from({ length: 600 }, (_, i) => ended(podOf(many, `p${String(i).padStart(3, '0')}`), 'Succeeded', NOW - 1000))
    const { statuses, lines, told } = sync(many, pods)
    expect(lines.filter(l => l.startsWith('patch'))).toHaveLength(500)
    expect(statuses.at(-1)).toMatchObject({ succeeded: 500 })
    expect(told).toEqual([])
  })
})

describe('hands off', () => {
  test.each([
    ['[J1]', aJob({ managedBy: 'example.com/ctl' }), 'job.managed-by'],
    ['[J2]', aJob({}, { conditions: [{ type: 'Complete', status: 'True' }] }), 'job.already-finished'],
    ['[J2] unknown mode', aJob({ completionMode: 'Sideways' as never }), 'job.unknown-completion-mode'],
  ])('%s', (_name, job, id) => {
    const { reasons, lines, end } = sync(job, [], { memo: { failures: 1, lastFailureAt: 0 } })
    expect(reasons[0]!.id).toBe(id)
    expect(lines).toEqual([])
    expect(end.memo).toBeUndefined()
  })

  test('[J2] a Job that is gone is forgotten; one that nobody remembers is not looked at', () => {
    const none = fakeCache([])
    expect(jobController.observe(none, 'default/j', undefined, undefined, NOW)).toBeUndefined()
    expect(syncOnce(jobController, none, 'default/j', undefined, { failures: 1 }, NOW, intent => ({ intent }))!.end).toEqual({ intents: [], memo: undefined })
  })
})

describe('cost', () => {
  test('a sync asks for open pods only, where the cache can tell them', () => {
    const job = aJob({ parallelism: 1, completions: 10_000 }, { succeeded: 5000, active: 1, ready: 0, terminating: 0 })
    const open = [podOf(job, 'open')]
    const { lines, reasons } = sync(job, [], { cache: { ownedOpen: () => open as never, ownedBy: () => { throw new Error('asked for all pods') } } })
    expect(lines).toEqual([])
    expect(reasons[0]).toMatchObject({ id: 'job.steady', active: 1 })
  })

  test('[J11] but a podFailurePolicy has to see every failed pod', () => {
    const policy = { rules: [{ action: 'FailJob' as const, onExitCodes: { operator: 'In' as const, values: [3] } }] }
    const job = aJob({ parallelism: 1, completions: 2, podFailurePolicy: policy }, { failed: 1, terminating: 0, ready: 0 })
    const { finalizers: _, ...freed } = podOf(job, 'a').metadata
    const old = ended({ ...aPod('a'), metadata: freed }, 'Failed', 0, 3)
    expect(sync(job, [old], { cache: { ownedOpen: () => [] } }).reasons[0]).toMatchObject({ id: 'job.failing', reason: 'PodFailurePolicy' })
  })
})

describe('waking', () => {
  const job = aJob({})
  const any = (o: ApiObject) => o as AnyObject
  test('[J37] a new Job at once, its status a second later, its spec at once', () => {
    expect(jobChanged(undefined, any(job))).toEqual(['default/j'])
    expect(jobChanged(any(job), any({ ...job, status: { active: 1 } } as Job))).toEqual([{ key: 'default/j', afterMs: 1000 }])
    expect(jobChanged(any(job), any({ ...job, metadata: { ...job.metadata, generation: 2 } }))).toEqual(['default/j'])
    expect(jobChanged(any(job), undefined)).toEqual(['default/j'])
  })

  test('[J37] its pods a second later; a namesake made later hears nothing', () => {
    const pod = podOf(job, 'a')
    expect(podChanged(undefined, any(pod), fakeCache([job]))).toEqual([{ key: 'default/j', afterMs: 1000 }])
    expect(podChanged(any(pod), undefined, fakeCache([job]))).toEqual([{ key: 'default/j', afterMs: 1000 }])
    expect(podChanged(undefined, any(pod), fakeCache([aJob({}, {}, { uid: 'another' })]))).toEqual([])
  })

  test('[J3] [J37] a pod that changes owner wakes both; one without owner whoever may take it over', () => {
    const other = aJob({ selector: { matchLabels: { job: 'k' } } }, {}, { name: 'k', uid: 'k-uid' })
    const cache = fakeCache([job, other])
    expect(podChanged(any(podOf(job, 'a')), any(podOf(other, 'a')), cache)).toEqual([{ key: 'default/k', afterMs: 1000 }, { key: 'default/j', afterMs: 1000 }])
    expect(podChanged(undefined, any(aPod('a', { labels: { job: 'k' } })), cache)).toEqual([{ key: 'default/k', afterMs: 1000 }])
    expect(podChanged(any(aPod('a', { labels: { job: 'k' } })), any(aPod('a', { labels: { job: 'k' }, annotations: {} })), cache)).toEqual([])
  })
})

describe('[J38] freeing pods that nobody counts', () => {
  const job = aJob({})
  const over = aJob({}, { conditions: [{ type: 'Failed', status: 'True' }] })
  const free = (pod: Pod, objects: readonly ApiObject[]) =>
    syncOnce(orphanPodController, fakeCache([pod, ...objects]), keyOf(pod), pod, undefined, NOW, intent => ({ intent }))?.outcomes.map(o => o.intent.verb) ?? 'not looked at'
  test.each<[string, Pod, ApiObject[], string[] | string]>([
    ['its Job is gone', podOf(job, 'a'), [], ['patch']],
    ['its Job has ended', podOf(job, 'a'), [over], ['patch']],
    ['its Job has ended, but somebody else manages it', podOf(job, 'a'), [{ ...over, spec: { ...over.spec, managedBy: 'x.y/z' } } as Job], []],
    ['its Job runs', podOf(job, 'a'), [job], []],
    ['nobody owns it', aPod('a', { finalizers: ['batch.kubernetes.io/job-tracking'] }), [job], ['patch']],
    ['another kind owns it', aPod('a', { finalizers: ['batch.kubernetes.io/job-tracking'], ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'r', controller: true }] }), [], []],
    ['it is not tracked', aPod('a'), [], 'not looked at'],
  ])('%s', (_name, pod, objects, verbs) => {
    expect(free(pod, objects)).toEqual(verbs)
    expect(hasJobTracking(pod)).toBe(verbs !== 'not looked at')
  })

  test('a Job that goes wakes the pods that are still tracked', () => {
    const { finalizers: _, ...freed } = podOf(job, 'b').metadata
    const cache = fakeCache([podOf(job, 'a'), { ...podOf(job, 'b'), metadata: freed }])
    const wake = orphanPodController.wakes.find(w => w.kind.kind === 'Job')!
    expect(wake.keys(job as unknown as AnyObject, undefined, cache)).toEqual(['default/a'])
    expect(wake.keys(undefined, job as unknown as AnyObject, cache)).toEqual([])
  })
})
