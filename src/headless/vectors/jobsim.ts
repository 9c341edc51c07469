// jobsim: whole lives of Jobs, second by second: one sync a second against a scripted kubelet.
import { INDEX_FAILURE_COUNT, INDEX_IGNORED_FAILURE_COUNT, JOB_TRACKING, completionIndexOf, hasJobTracking } from '../../kube/jobs.ts'
import { isPodTerminal } from '../../kube/pods.ts'
import type { BackoffRecord } from '../../engine/controllers/job/backoff.ts'
import type { Job } from '../../kube/batch.ts'
import type { Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'
import { syncJob } from './jobRun.ts'
import { readScript } from './jobsimScript.ts'
import type { Fate, Script } from './jobsimScript.ts'
import type { Topic } from './topic.ts'

interface SimPod {
  pod: Pod
  readonly fate: Fate
  readonly createdAt: number
  deletedAt?: number
}

const GRACE_SECONDS = 30

/** The cluster of one case: what the vector's notes say about its kubelet, and the Job controller syncing once a second. */
class Simulation {
  private pods: SimPod[] = []
  private made = 0
  private readonly attempts = new Map<number, number>()
  private memo: BackoffRecord | undefined
  job: Job
  private readonly start: Instant
  private readonly killSeconds: number
  private readonly script: Script

  constructor(job: Job, start: Instant, killSeconds: number, script: Script) {
    this.job = job
    this.start = start
    this.killSeconds = killSeconds
    this.script = script
  }

  /** One second: the kubelet moves, the edits of that second happen, the controller syncs. */
  second(t: number, edits: readonly string[]): Record<string, unknown> {
    this.movePods(t)
    for (const edit of edits) this.edit(t, edit)
    const result = syncJob({
      job: this.job, pods: this.pods.map(p => p.pod), now: this.at(t), memo: this.memo, nameOf: pod => this.nameOf(pod),
    })
    if (result) this.take(t, result)
    const creates = result?.creates.map(creationOf) ?? []
    return {
      t,
      ...(creates.length ? { creates } : {}),
      ...(result?.deletes.length ? { deletes: result.deletes.toSorted() } : {}),
      ...(result?.finalizersRemoved.length ? { finalizersRemoved: result.finalizersRemoved.toSorted() } : {}),
      ...(result?.events.length ? { events: result.events.toSorted() } : {}),
      ...(result?.requeues.length ? { requeueAfterMs: result.requeues.map(r => r.ms) } : {}),
      ...(edits.length ? { edit: edits.join(', ') } : {}),
      pods: this.pods.length ? this.pods.map(lineOf).toSorted() : null,
      status: this.job.status ?? {},
    }
  }

  private at = (t: number): Instant => this.start + t * 1000

  private movePods(t: number): void {
    for (const p of this.pods) {
      if (isPodTerminal(p.pod)) continue
      const age = t - p.createdAt
      if (p.deletedAt !== undefined) {
        if (t - p.deletedAt >= this.killSeconds) p.pod = ended(p.pod, 'Failed', 137, this.at(t), p.fate)
      } else if (age >= 1) {
        const ran = age - 1
        const running = started(p.pod, this.at(p.createdAt + 1), p.fate.restartsEvery ? Math.floor(ran / p.fate.restartsEvery) : 0)
        p.pod = p.fate.after !== undefined && ran >= p.fate.after
          ? ended(running, p.fate.exitCode === 0 ? 'Succeeded' : 'Failed', p.fate.exitCode, this.at(t), p.fate)
          : running
      }
    }
    this.sweep()
  }

  /** A deleted pod that has ended goes with its last finalizer. */
  private sweep(): void {
    this.pods = this.pods.filter(p => !(p.pod.metadata.deletionTimestamp && isPodTerminal(p.pod) && !hasJobTracking(p.pod)))
  }

  private edit(t: number, edit: string): void {
    const remove = /^delete pod (\S+)$/.exec(edit)
    if (remove) {
      this.deletePod(t, remove[1]!)
      return
    }
    // `completions=parallelism=4` sets both; several settings may stand behind each other.
    for (const setting of edit.split(/[,;]?\s+/)) {
      const fields = setting.split('=')
      const value = fields.pop()!
      const changed = Object.fromEntries(fields.map(f => [f, value === 'true' || value === 'false' ? value === 'true' : Number(value)]))
      this.job = { ...this.job, spec: { ...this.job.spec, ...changed } }
    }
  }

  private deletePod(t: number, name: string): void {
    const p = this.pods.find(x => x.pod.metadata.name === name)
    if (!p || p.deletedAt !== undefined) return
    p.deletedAt = t
    p.pod = { ...p.pod, metadata: { ...p.pod.metadata, deletionTimestamp: timeOf(this.at(t + GRACE_SECONDS)), deletionGracePeriodSeconds: GRACE_SECONDS } }
  }

  private take(t: number, result: NonNullable<ReturnType<typeof syncJob>>): void {
    this.memo = result.memo
    this.job = result.job
    for (const name of result.finalizersRemoved) {
      const p = this.pods.find(x => x.pod.metadata.name === name)
      if (p) p.pod = { ...p.pod, metadata: { ...p.pod.metadata, finalizers: p.pod.metadata.finalizers!.filter(f => f !== JOB_TRACKING) } }
    }
    for (const name of result.deletes) this.deletePod(t, name)
    for (const made of result.creates) {
      const { name } = made.metadata
      const time = timeOf(this.at(t))
      const pod = { ...made, metadata: { ...made.metadata, uid: `uid-${name}`, creationTimestamp: time }, status: { phase: 'Pending' } } as Pod
      const index = completionIndexOf(made)
      const fate = this.script({ nth: index === undefined ? Number(name.split('-').at(-1)) : undefined, index, attempt: index === undefined ? 1 : this.attempts.get(index)! })
      this.pods.push({ pod, fate, createdAt: t })
    }
    this.sweep()
  }

  private nameOf(pod: Pod): string {
    const index = completionIndexOf(pod)
    if (index === undefined) return `${this.job.metadata.name}-${++this.made}`
    const attempt = (this.attempts.get(index) ?? 0) + 1
    this.attempts.set(index, attempt)
    return `${this.job.metadata.name}-${index}-a${attempt}`
  }
}

function creationOf({ metadata: { name, annotations = {} } }: Pod): string {
  const count = annotations[INDEX_FAILURE_COUNT]
  const ignored = annotations[INDEX_IGNORED_FAILURE_COUNT]
  return [name, ...(count === undefined ? [] : [`failure-count=${count}`]), ...(ignored === undefined ? [] : [`ignored-failure-count=${ignored}`])].join(' ')
}

function lineOf({ pod }: SimPod): string {
  return [pod.metadata.name, pod.status!.phase, ...(pod.metadata.deletionTimestamp ? ['terminating'] : []), ...(hasJobTracking(pod) ? [] : ['nofinalizer'])].join(' ')
}

const started = (pod: Pod, since: Instant, restartCount: number): Pod => ({
  ...pod, spec: { ...pod.spec!, nodeName: 'n1' },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: timeOf(since) }],
    containerStatuses: [{ name: 'main', ready: true, restartCount, image: '', imageID: '', state: { running: { startedAt: timeOf(since) } } }],
  },
})

const ended = (pod: Pod, phase: 'Succeeded' | 'Failed', exitCode: number, at: Instant, fate: Fate): Pod => ({
  ...pod,
  status: {
    phase,
    conditions: [
      { type: 'Ready', status: 'False', lastTransitionTime: timeOf(at) },
      ...(fate.disrupted ? [{ type: 'DisruptionTarget', status: 'True', lastTransitionTime: timeOf(at) }] : []),
    ],
    containerStatuses: [{
      name: 'main', ready: false, restartCount: pod.status?.containerStatuses?.[0]?.restartCount ?? 0, image: '', imageID: '',
      state: { terminated: { exitCode, finishedAt: timeOf(at) } },
    }],
  },
})

/** The listed seconds are those in which something happened; the others must have been quiet, which their neighbours show. */
function judge(vector: any) {
  const { job, now, killTakesSeconds = 0, podOutcomes, edits = [], rounds, finishedAtSecond, podsAnonymous } = vector
  const sim = new Simulation(job, instantOf(now), killTakesSeconds, readScript(podOutcomes))
  const last = rounds.at(-1).t as number
  const listed = new Set(rounds.map((r: any) => r.t))
  const actual: unknown[] = []
  let endedAt: number | undefined
  let previous = ''
  for (let t = 0; t <= last; t++) {
    const round = sim.second(t, edits.filter((e: any) => e.t === t).map((e: any) => e.what))
    if (endedAt === undefined && sim.job.status?.conditions?.some(c => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True')) endedAt = t
    // Time that passes in a back-off is nothing that happens.
    const { t: _t, requeueAfterMs: _r, ...rest } = round
    const what = JSON.stringify(rest)
    if (listed.has(t) || what !== previous) actual.push(podsAnonymous ? anonymous(round) : round)
    previous = JSON.stringify({ pods: rest['pods'], status: rest['status'] })
  }
  return { expected: { finishedAtSecond, rounds }, actual: { finishedAtSecond: endedAt ?? null, rounds: actual } }
}

/** Pods of one batch are interchangeable there. */
const anonymous = (round: unknown): unknown => {
  const plain = JSON.parse(JSON.stringify(round).replace(/\bj-\d+/g, 'j-?'))
  if (plain.pods) plain.pods.sort()
  return plain
}

export const jobsimTopic: Topic = { name: 'jobsim', judge }
