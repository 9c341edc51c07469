// One sync of the Job controller without a cluster: plays cache, API server and runner for the vectors jobsync and jobsim.
import { JOB_TRACKING } from '../../kube/jobs.ts'
import { syncOnce } from '../../engine/controllers/carry.ts'
import type { CacheReader, Intent, Outcome } from '../../engine/controllers/controller.ts'
import type { BackoffRecord } from '../../engine/controllers/job/backoff.ts'
import { jobController } from '../../engine/controllers/job/index.ts'
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

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const cacheOf = ({ job, pods, caughtUp = true }: SyncInput): CacheReader => ({
  get: (kind, key) => (kind.kind === 'Job' && key === keyOf(job) ? job : kind.kind === 'Pod' ? pods.find(p => keyOf(p) === key) : undefined) as never,
  list: kind => (kind.kind === 'Job' ? [job] : kind.kind === 'Pod' ? pods : []) as never,
  countOf: kind => (kind.kind === 'Job' ? 1 : kind.kind === 'Pod' ? pods.length : 0),
  ownedBy: (owner: ApiObject) => pods.filter(p => isControlledBy(p, owner)).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)) as never,
  census: () => [],
  orphans: () => pods.filter(p => !controllerOf(p)) as never,
  onNode: node => pods.filter(p => p.spec?.nodeName === node),
  caughtUp: () => caughtUp,
})

/** One sync, each intent carried and written down; undefined where the controller does not look. */
export function syncJob(input: SyncInput): SyncResult | undefined {
  const { job, memo, now } = input
  const result = {
    creates: [] as Pod[], deletes: [] as string[], finalizersRemoved: [] as string[], statuses: [] as JobStatus[], events: [] as string[],
    requeues: [] as { ms: number; op: 'AddAfter' }[], error: null as string | null, memo, job,
  }
  const sync = syncOnce(jobController, cacheOf(input), keyOf(job), job, memo, now, intent => act(input, result, intent))
  if (!sync) return undefined
  const { againInMs, alarmsMs = againInMs === undefined ? [] : [againInMs], failed, because } = sync.end
  result.memo = sync.end.memo
  result.requeues = alarmsMs.map(ms => ({ ms, op: 'AddAfter' }))
  if (failed) result.error = String(because?.['message'] ?? 'failed')
  return result
}

function act(input: SyncInput, result: Mutable<SyncResult>, intent: Intent): Outcome {
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
      const freed = (intent.body as any).metadata?.['$deleteFromPrimitiveList/finalizers']?.includes(JOB_TRACKING)
      if (freed) result.finalizersRemoved.push(splitKey(intent.key).name)
      return { intent }
    }
    case 'update': {
      const job = intent.object as unknown as Job
      result.job = job
      result.statuses.push(job.status!)
      return { intent, object: intent.object }
    }
    case 'deleteCollection': case 'get': case 'metrics': case 'token':
      return { intent }
  }
}
