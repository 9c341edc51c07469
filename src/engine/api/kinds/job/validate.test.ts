import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../../../kube/object.ts'
import { aJob, createFindings, podSpec, updateFindings } from '../testObjects.ts'
import { jobStrategy } from './strategy.ts'

const indexed = { completionMode: 'Indexed', completions: 3, parallelism: 2 }
const withSpec = (job: AnyObject, spec: object): AnyObject => ({ ...job, spec: { ...job.spec, ...spec } })
const withStatus = (job: AnyObject, status: object): AnyObject => ({ ...job, status })
const condition = (type: string) => ({ type, status: 'True' })

describe('create', () => {
  test.each<[string, object, string[]]>([
    ['plain', {}, []],
    ['nothing to do', { completions: 0, parallelism: 0, backoffLimit: 0 }, []],
    ['exactly 20 rules', { podFailurePolicy: { rules: Array.from({ length: 20 }, () => ({ action: 'Count', onPodConditions: [{ type: 'X' }] })) } }, []],
    ['exit code 0 may be excluded', { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'NotIn', values: [0] } }] } }, []],
    ['as many failures as indexes', { ...indexed, backoffLimitPerIndex: 0, maxFailedIndexes: 3 }, []],
    ['100,000 at a time', { ...indexed, completions: 100_000, parallelism: 100_000 }, []],
    ['over 100,000 indexes with their own limit', { ...indexed, completions: 100_001, parallelism: 10_001, backoffLimitPerIndex: 1 }, [
      'spec.maxFailedIndexes: Required value: must be specified when completions is above 100000',
      'spec.parallelism: Invalid value: 10001: must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index',
    ]],
    ['managedBy with too long a domain path', { managedBy: `a.b/${'x'.repeat(60)}` }, ['spec.managedBy: Too long: may not be more than 63 bytes']],
    ['managedBy in capitals', { managedBy: 'Acme.io/foo' }, [expect.stringMatching(/^spec.managedBy: Invalid value: "Acme.io": a lowercase RFC 1123 subdomain/) as unknown as string]],
    ['an index listed twice', { ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-1,1' }] } },
      ['spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-1,1": error parsing succeededIndexes: non-increasing order, previous: 1, current: 1']],
    ['more successes than indexes listed', { ...indexed, successPolicy: { rules: [{ succeededIndexes: '0-1', succeededCount: 3 }] } },
      ['spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)']],
  ])('%s', (_name, spec, findings) => expect(createFindings(aJob(spec))).toEqual(findings))

  test('a template that contradicts the generated labels', () => {
    const job = aJob({ template: { metadata: { labels: { 'job-name': 'other' } }, spec: podSpec({ restartPolicy: 'Never' }) } })
    expect(createFindings(job)).toEqual([expect.stringMatching(/^spec.template.metadata.labels\[job-name\]: Invalid value: .*: must be 'x'$/)])
  })
})

describe('update', () => {
  const running = withStatus(aJob(), { active: 1, startTime: '2026-01-01T00:00:00Z' })
  const suspended = aJob({ suspend: true })
  const onNode = (job: AnyObject): AnyObject => withSpec(job, { template: { ...job.spec.template, spec: { ...job.spec.template.spec, nodeSelector: { a: 'b' } } } })

  test('what may change at any time', () => {
    expect(updateFindings(withSpec(running, { parallelism: 9, backoffLimit: 1, activeDeadlineSeconds: 5, ttlSecondsAfterFinished: 0, suspend: true }), running)).toEqual([])
  })
  test('the template of a running Job is fixed, that of a suspended one may say where to run', () => {
    expect(updateFindings(onNode(running), running)).toEqual([expect.stringMatching(/^spec.template: Invalid value: .*: field is immutable$/)])
    expect(updateFindings(onNode(suspended), suspended)).toEqual([])
    const stopped = withStatus(suspended, { startTime: '2026-01-01T00:00:00Z', active: 1 })
    expect(updateFindings(onNode(stopped), stopped)).toHaveLength(1)
    // Nothing runs, but the controller has not yet said that it stopped the Job.
    const unsaid = withStatus(suspended, { startTime: '2026-01-01T00:00:00Z', active: 0 })
    expect(updateFindings(onNode(unsaid), unsaid)).toHaveLength(1)
    const atRest = withStatus(suspended, { startTime: '2026-01-01T00:00:00Z', conditions: [{ type: 'Suspended', status: 'True' }] })
    expect(updateFindings(onNode(atRest), atRest)).toEqual([])
  })
  test('completions change only with parallelism, and only of an Indexed Job', () => {
    const job = aJob(indexed)
    expect(updateFindings(withSpec(job, { completions: 5, parallelism: 5 }), job)).toEqual([])
    expect(updateFindings(withSpec(job, { completions: 5 }), job)).toEqual(['spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism'])
    expect(updateFindings(withSpec(running, { completions: 5, parallelism: 5 }), running)).toEqual(['spec.completions: Invalid value: 5: field is immutable'])
  })
  test('generation counts changes of the spec, and of nothing else', () => {
    const next = (job: AnyObject) => jobStrategy.prepareUpdate(job as never, running as never).metadata.generation
    expect(next(running)).toBe(1)
    expect(next({ ...running, metadata: { ...running.metadata, labels: { a: 'b' } } })).toBe(1)
    expect(next(withSpec(running, { parallelism: 2 }))).toBe(2)
  })
  test('a write to the object does not touch the status, one to the status nothing else', () => {
    const prepared = jobStrategy.prepareUpdate(withStatus(running, { active: 7 }) as never, running as never)
    expect(prepared.status).toEqual(running.status)
    const status = jobStrategy.prepareUpdate(withStatus(withSpec(running, { parallelism: 9 }), { active: 7 }) as never, running as never, 'status')
    expect([status.spec, status.status]).toEqual([running.spec, { active: 7 }])
  })
})

describe('status', () => {
  const started = { startTime: '2026-01-01T00:00:00Z' }
  const done = { ...started, conditions: [condition('SuccessCriteriaMet'), condition('Complete')], completionTime: '2026-01-01T00:01:00Z', succeeded: 1 }
  test.each<[string, object, object, string[]]>([
    ['as many ready as active', started, { ...started, active: 2, ready: 2 }, []],
    ['more ready than active', started, { ...started, active: 1, ready: 2 }, ['status.ready: Invalid value: 2: cannot set more ready pods than active']],
    ['active forgotten while pods are ready', { ...started, active: 2, ready: 2 }, { ...started, ready: 2 }, ['status.ready: Invalid value: 2: cannot set more ready pods than active']],
    ['an old mistake does not stop other writes', { ...started, ready: 2 }, { ...started, ready: 2, succeeded: 1 }, []],
    ['complete', started, done, []],
    ['complete without criteria', started, { ...done, conditions: [condition('Complete')] }, ['status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition']],
    ['complete without its time', started, { ...done, completionTime: undefined }, ['status.completionTime: Required value: completionTime is required for Complete jobs']],
    ['complete before it began', started, { ...done, completionTime: '2025-12-31T23:59:59Z' }, ['status.completionTime: Invalid value: "2025-12-31T23:59:59Z": completionTime cannot be set before startTime']],
    ['complete while pods run', started, { ...done, active: 1 }, ['status.active: Invalid value: 1: active>0 is invalid for finished job']],
    ['failed without target', started, { ...started, conditions: [condition('Failed')] }, ['status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition']],
    ['fewer failures than before', { ...started, failed: 2 }, { ...started, failed: 1 }, ['status.failed: Invalid value: 1: cannot decrease the failed counter']],
    ['a pod counted twice', started, { ...started, uncountedTerminatedPods: { succeeded: ['a'], failed: ['a'] } }, ['status.uncountedTerminatedPods.failed[0]: Duplicate value: "a"']],
    ['a start taken back', started, {}, ['status.startTime: Required value: startTime cannot be removed for unsuspended job']],
  ])('%s', (_name, was, now, findings) => {
    const job = aJob()
    expect(updateFindings(withStatus(job, JSON.parse(JSON.stringify(now))), withStatus(job, was), 'status')).toEqual(findings)
  })
})
