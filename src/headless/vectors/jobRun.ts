// One sync of the Job controller without a cluster: plays cache, API server and runner for the vectors jobsync and jobsim.
import type { Intent, Outcome, CacheReader } from '../../engine/controllers/controller.ts'
import type { BackoffRecord } from '../../engine/controllers/job/backoff.ts'
import { jobController } from '../../engine/controllers/job/index.ts'
import { TRACKING_FINALIZER } from '../../engine/controllers/job/pods.ts'
import type { Job, JobStatus } from '../../kube/batch.ts'
import type { Pod } from '../../kube/core.ts'
import { keyOf, splitKey } from '../../kube/keys.ts'
import type { AnyObject, ApiObject, Instant } from '../../kube/object.ts'
import { controllerOf, isControlledBy } from '../../kube/owners.ts'

export interface SyncInput {
  readonly job: Job
  readonly pods: readonly Pod[]
  readonly now: Instant
  readonly memo?: BackoffRecord | undefined
  readonly caughtUp?: boolean
  /** Creations after this many are refused for quota. */
  readonly createPodsFailAfter?: number
  /** The name for a pod to be created, and which of its generateName it is in this sync (from 1). */
  readonly nameOf: (pod: Pod, nth: number) => string
}

export interface SyncResult {
  readonly creates: Pod[]
  readonly deletes: string[]
  readonly finalizersRemoved: string[]
  readonly statuses: JobStatus[]
  readonly events: string[]
  readonly requeues: { ms: number; op: 'AddAfter' }[]
  readonly error: string | null
  readonly memo: BackoffRecord | undefined
  readonly job: Job
}

const cacheOf = ({ job, pods, caughtUp = true }: SyncInput): CacheReader => ({
  get: (kind, key) => (kind.kind === 'Job' && key === keyOf(job) ? job : kind.kind === 'Pod' ? pods.find(p => keyOf(p) === key) : undefined) as never,
  list: kind => (kind.kind === 'Job' ? [job] : kind.kind === 'Pod' ? pods : []) as never,
  ownedBy: (owner: ApiObject) => pods.filter(p => isControlledBy(p, owner)).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)) as never,
  orphans: () => pods.filter(p => !controllerOf(p)) as never,
  onNode: node => pods.filter(p => p.spec?.nodeName === node),
  caughtUp: () => caughtUp,
})

/** Runs observe, decide and conclude as the runner does: every intent is carried, refusals and skips come back as outcomes. */
export function syncOnce(input: SyncInput): SyncResult | undefined {
  const { job, memo, now } = input
  const key = keyOf(job)
  const view = jobController.observe(cacheOf(input), key, job, memo, now)
  if (!view) return undefined
  const result = {
    creates: [] as Pod[], deletes: [] as string[], finalizersRemoved: [] as string[], statuses: [] as JobStatus[], events: [] as string[],
    requeues: [] as { ms: number; op: 'AddAfter' }[], error: null as string | null, memo, job,
  }
  const outcomes: Outcome[] = []
  const carry = (intents: readonly Intent[]) => outcomes.push(...carryAll(intents, intent => act(input, result, intent)))
  carry(jobController.decide(view, now).intents)
  for (;;) {
    const c = jobController.conclude(view, outcomes, now)
    if (c.intents.length > 0) {
      carry(c.intents)
      continue
    }
    result.memo = c.memo
    for (const ms of c.alarmsMs ?? (c.againInMs === undefined ? [] : [c.againInMs])) result.requeues.push({ ms, op: 'AddAfter' })
    if (c.failed) result.error = String(c.because?.['message'] ?? 'failed')
    return result
  }
}

/** The runner's rules: `batch` (slow start), `must`, `ifDone`. */
function carryAll(intents: readonly Intent[], doIt: (intent: Intent, before: Outcome | undefined) => Outcome): Outcome[] {
  const outcomes: Outcome[] = []
  let failedBatch = Infinity
  let over = false
  for (const intent of intents) {
    const before = outcomes.at(-1)
    const hangs = intent.ifDone && (!before || before.refused || before.skipped)
    if (over || hangs || (intent.batch !== undefined && intent.batch > failedBatch)) {
      outcomes.push({ intent, skipped: true })
      continue
    }
    const outcome = intent.verb === 'event' ? doIt(withName(intent, before), before) : doIt(intent, before)
    outcomes.push(outcome)
    if (outcome.refused) {
      if (intent.batch !== undefined) failedBatch = Math.min(failedBatch, intent.batch)
      if (intent.must) over = true
    }
  }
  return outcomes
}

const withName = (intent: Extract<Intent, { verb: 'event' }>, before: Outcome | undefined): Intent =>
  ({ ...intent, event: { ...intent.event, message: intent.event.message.replace('{{name}}', before?.object?.metadata.name ?? '') } })

function act(input: SyncInput, result: SyncResult & { job: Job }, intent: Intent): Outcome {
  switch (intent.verb) {
    case 'event': {
      const { type, reason, message } = intent.event
      result.events.push(`${type} ${reason} ${message}`)
      return { intent }
    }
    case 'create': {
      if (input.createPodsFailAfter !== undefined && result.creates.length >= input.createPodsFailAfter) {
        return { intent, refused: { code: 403, reason: 'Forbidden', message: 'pods "x" is forbidden: exceeded quota' } }
      }
      const made = intent.object as unknown as Pod
      const nth = result.creates.filter(p => p.metadata.generateName === made.metadata.generateName).length + 1
      const name = input.nameOf(made, nth)
      const object = { ...made, metadata: { ...made.metadata, name } }
      result.creates.push(object)
      return { intent, object: object as unknown as AnyObject }
    }
    case 'delete':
      result.deletes.push(splitKey(intent.key).name)
      return { intent }
    case 'patch': {
      const freed = (intent.body as any).metadata?.['$deleteFromPrimitiveList/finalizers']?.includes(TRACKING_FINALIZER)
      if (freed) result.finalizersRemoved.push(splitKey(intent.key).name)
      return { intent }
    }
    case 'update': {
      const job = intent.object as unknown as Job
      ;(result as { job: Job }).job = job
      result.statuses.push(job.status!)
      return { intent, object: intent.object }
    }
  }
}
