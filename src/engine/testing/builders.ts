// Objects that are valid by default: a test names what it is about and nothing else.
import type { AnyObject } from '../../kube/object.ts'

/** How a container behaves, said by annotations in place of a program. Milliseconds. */
export interface Behaviour {
  readonly annotations: Readonly<Record<string, string>>
  exits(code: number): Behaviour
  fails(rate: number): Behaviour
}

const behaviour = (annotations: Readonly<Record<string, string>>): Behaviour => ({
  annotations,
  exits: code => behaviour({ ...annotations, 'kubestep.dev/exit-code': String(code) }),
  fails: rate => behaviour({ ...annotations, 'kubestep.dev/failure-rate': String(rate) }),
})

export const runsFor = (ms: number): Behaviour => behaviour({ 'kubestep.dev/run-seconds': String(ms / 1000) })

interface PodWishes {
  readonly image?: string
  /** A shell script for its one container. */
  readonly script?: string
  readonly runs?: Behaviour
  readonly requests?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  /** Anything else of a pod's spec. */
  readonly spec?: Readonly<Record<string, unknown>>
}

function template({ image = 'busybox:1.36', script, runs, requests, labels, annotations, spec }: PodWishes, restartPolicy: string) {
  const said = { ...annotations, ...runs?.annotations }
  return {
    ...(labels || Object.keys(said).length ? { metadata: { ...(labels ? { labels } : {}), ...(Object.keys(said).length ? { annotations: said } : {}) } } : {}),
    spec: {
      restartPolicy,
      containers: [{
        name: 'c', image, ...(script !== undefined ? { command: ['sh', '-c', script] } : {}), ...(requests ? { resources: { requests } } : {}),
      }],
      ...spec,
    },
  }
}

/** A bare pod that runs once. */
export function aPod(name: string, wishes: PodWishes = {}): AnyObject {
  const { metadata, spec } = template({ script: 'sleep 5', ...wishes }, 'Never')
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec }
}

export interface JobWishes extends PodWishes {
  readonly restartPolicy?: 'Never' | 'OnFailure'
  readonly completions?: number
  readonly parallelism?: number
  readonly backoffLimit?: number
  /** Anything else of a Job's spec. */
  readonly job?: Readonly<Record<string, unknown>>
}

/** A Job whose pods sleep five seconds and succeed, if nothing else is said. */
export function aJob(name: string, wishes: JobWishes = {}): AnyObject {
  const { restartPolicy = 'Never', completions, parallelism, backoffLimit, job, ...pod } = wishes
  const known = Object.fromEntries(Object.entries({ completions, parallelism, backoffLimit }).filter(([, value]) => value !== undefined))
  const quiet = pod.script === undefined && pod.runs === undefined && pod.image === undefined
  return {
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name },
    spec: { ...known, ...job, template: template(quiet ? { ...pod, script: 'sleep 5' } : pod, restartPolicy) },
  }
}
