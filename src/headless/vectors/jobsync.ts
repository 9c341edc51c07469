// jobsync: one sync of the Job controller on a given view, and the policies it asks.
import { COMPLETION_INDEX, INDEX_FAILURE_COUNT, INDEX_IGNORED_FAILURE_COUNT } from '../../kube/jobs.ts'
import { backoffLeft, indexBackoffLeft, nextBackoff } from '../../engine/controllers/job/backoff.ts'
import type { BackoffRecord } from '../../engine/controllers/job/backoff.ts'
import { addIndexes, countIndexes, formatIndexes, hasIndex, parseIndexes } from '../../engine/controllers/job/intervals.ts'
import { matchFailure } from '../../engine/controllers/job/podFailurePolicy.ts'
import { finishedAt } from '../../engine/controllers/job/pods.ts'
import { matchSuccess } from '../../engine/controllers/job/successPolicy.ts'
import { indexedPrefix } from '../../engine/controllers/job/template.ts'
import type { Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'
import { syncJob } from './jobRun.ts'
import type { Topic } from './topic.ts'

type Judge = (vector: any) => { readonly expected: unknown; readonly actual: unknown }

const ops: Readonly<Record<string, Judge>> = {
  sync: judgeSync,

  remainingTime: ({ failures, secondsSinceLastFailure, ms }) =>
    ({ expected: ms, actual: backoffLeft({ failures, lastFailureAt: 0 }, secondsSinceLastFailure * 1000) }),

  remainingTimePerIndex: ({ pod, now, ms }) => ({ expected: ms, actual: indexBackoffLeft(pod ?? undefined, instantOf(now)) }),

  finishedTime: ({ pod, time }) => ({ expected: time, actual: timeOf(finishedAt(pod)) }),

  newBackoffRecord({ before, now, succeededFinishedSecondsAgo, failedFinishedSecondsAgo, after }) {
    const at = instantOf(now)
    const ended = (ago: number[] | null) => (ago ?? []).map(s => podEndedAt(at - s * 1000))
    const record = nextBackoff(recordOf(before), ended(succeededFinishedSecondsAgo), ended(failedFinishedSecondsAgo))
    const lastFailureTime = record.lastFailureAt === undefined ? null : timeOf(record.lastFailureAt)
    return { expected: after, actual: { failuresAfterLastSuccess: record.failures, lastFailureTime, remainingMs: backoffLeft(record, at) } }
  },

  parseIndexes({ input, completions, has, intervals, string, total }) {
    const indexes = parseIndexes(input, completions)
    const found = Array.from({ length: completions }, (_, i) => i).filter(i => hasIndex(indexes, i))
    return {
      expected: { has: has ?? [], intervals: intervals ?? [], string, total },
      actual: { has: found, intervals: indexes, string: formatIndexes(indexes), total: countIndexes(indexes) },
    }
  },

  addIndexes({ before, add, string, total }) {
    const indexes = addIndexes(parseIndexes(before, Number.MAX_SAFE_INTEGER), add)
    return { expected: { string, total }, actual: { string: formatIndexes(indexes), total: countIndexes(indexes) } }
  },

  matchPodFailurePolicy({ policy, pod, action, countFailed, message }) {
    const match = matchFailure(policy ?? undefined, pod)
    return {
      expected: { action, countFailed, message },
      actual: { action: match.action ?? null, countFailed: match.counts, message: match.message ?? null },
    }
  },

  matchSuccessPolicy({ rules, completions, succeededIndexes, met, message }) {
    const words = matchSuccess(rules ? { rules } : undefined, completions, parseIndexes(succeededIndexes, completions))
    return { expected: { met, message }, actual: { met: words !== undefined, message: words ?? '' } }
  },

  podGenerateNameWithIndex: ({ jobName, index, generateName }) => ({ expected: generateName, actual: indexedPrefix(jobName, index) }),
}

function judgeSync(vector: any) {
  const { job, pods, now, expect, expectationsUnsatisfied, createPodsFailAfter, backoffRecordBefore, firstCreatedPod } = vector
  const result = syncJob({
    job, pods, now: instantOf(now), memo: recordOf(backoffRecordBefore), caughtUp: !expectationsUnsatisfied, createPodsFailAfter,
    nameOf: (pod, nth) => `${pod.metadata.generateName}new${nth}`,
  })
  if (!result) return { expected: vector, actual: 'no sync' }
  const { events, creates, statuses } = result
  const actual: Record<string, unknown> = {
    createdCount: creates.length,
    creates: (expect.createsTruncated ? firstAndLast(creates) : creates).map(creationOf),
    deletes: result.deletes.toSorted(),
    error: result.error,
    events: expect.eventsTruncated ? firstAndLast(events.toSorted()) : events.toSorted(),
    finalizersRemoved: result.finalizersRemoved.toSorted(),
    requeues: result.requeues,
    statusUpdates: statuses.length,
    status: statuses.at(-1),
    intermediateStatusUpdates: statuses.length > 1 ? statuses.slice(0, -1) : undefined,
    backoffRecordAfter: result.memo && {
      failuresAfterLastSuccess: result.memo.failures,
      lastFailureTime: result.memo.lastFailureAt === undefined ? undefined : timeOf(result.memo.lastFailureAt),
    },
  }
  // A field that hangs on Go's order of maps was left out when the vector was made.
  const fixed = new Set(Object.keys(expect))
  if (vector.unstable) for (const key of Object.keys(actual)) if (!fixed.has(key)) delete actual[key]
  if (expect.createsTruncated) actual['createsTruncated'] = actual['eventsTruncated'] = true
  if (!firstCreatedPod) return { expected: expect, actual }
  // The API server's part, which the controller does not send.
  const { apiVersion: _a, kind: _k, metadata: { namespace: _n, ...metadata }, spec } = creates[0] as Pod
  return { expected: { ...expect, firstCreatedPod }, actual: { ...actual, firstCreatedPod: { metadata, spec, status: {} } } }
}

function creationOf(pod: Pod) {
  const { generateName, annotations } = pod.metadata
  return {
    generateName,
    'job-completion-index': annotations?.[COMPLETION_INDEX],
    'job-index-failure-count': annotations?.[INDEX_FAILURE_COUNT],
    'job-index-ignored-failure-count': annotations?.[INDEX_IGNORED_FAILURE_COUNT],
  }
}

const firstAndLast = <T>(list: readonly T[]): T[] => [...list.slice(0, 3), ...list.slice(-3)]

const recordOf = (record: any): BackoffRecord | undefined => record && {
  failures: record.failuresAfterLastSuccess, ...(record.lastFailureTime ? { lastFailureAt: instantOf(record.lastFailureTime) } : {}),
}

const podEndedAt = (at: Instant): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' },
  status: { containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 0, finishedAt: timeOf(at) } } }] },
} as unknown as Pod)

export const jobsyncTopic: Topic = {
  name: 'jobsync',
  judge(vector) {
    const judge = ops[vector.op]
    return judge ? judge(vector) : { expected: vector.op, actual: 'an op that is known' }
  },
}
