// kubectl rollout. Upstream: kubectl/pkg/cmd/rollout, polymorphichelpers/{history,rollback,objectpauser,objectrestarter}.go.
import { resourceOf } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { KubectlError } from '../errors.ts'
import { group, type Command, type Invocation, type Waiting } from './command.ts'
import { showHistory } from './rolloutHistory.ts'
import { rolloutStatus } from './rolloutStatus.ts'
import { kindText, select } from './rolloutTargets.ts'
import { undo } from './rolloutUndo.ts'
import type { Found } from './find.ts'
import { dryRunFlag, fieldManagerFlag, filenameFlags, outputFlags, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'
import { patchTo, withTemplate } from './templates.ts'
import { isGone } from './delete.ts'

function status(call: Invocation): Waiting | undefined {
  const { found, errors } = select(call)
  if (errors.length) throw errors[0]
  if (found.length === 0) {
    noneFound(call)
    return undefined
  }
  const [revision, timeout] = [call.number('revision'), call.number('timeout')]
  if (revision < 0) throw new KubectlError(`revision must be a positive integer: ${revision}`)
  for (const f of found) if (!rolloutStatus(f.object)) throw new KubectlError(`no status viewer has been implemented for ${kindText(f)}`)
  const deadline = timeout > 0 ? call.client.now + timeout : undefined
  let at = 0
  let seen: string | undefined
  return {
    get nextAt() {
      return deadline
    },
    step() {
      while (at < found.length) {
        const { kind, object } = found[at]!
        if (isGone(call.client, kind, object.metadata.namespace, object.metadata.name!, object.metadata.uid)) throw new KubectlError('object has been deleted')
        const now = call.client.get(kind, object.metadata.namespace, object.metadata.name!) as unknown as AnyObject
        if (now.metadata.resourceVersion !== seen) {
          seen = now.metadata.resourceVersion
          const s = rolloutStatus(now, revision)!
          call.out(s.message)
          if (s.error) throw new KubectlError(s.error)
          if (s.done || !call.bool('watch')) {
            at++
            seen = undefined
            continue
          }
        }
        if (deadline !== undefined && call.client.now >= deadline) throw new KubectlError('timed out waiting for the condition')
        return undefined
      }
      return 0
    },
    rewound() {
      seen = undefined
      at = 0
    },
  }
}

const noneFound = (call: Invocation): void => call.err(`No resources found in ${call.namespace} namespace.\n`)

/** A change of one field of each object; what is so already, or cannot be, is told. */
function change(call: Invocation, done: string, to: (f: Found) => AnyObject | string): void {
  const { found, errors } = select(call)
  if (found.length === 0 && errors.length === 0) return noneFound(call)
  forEach(found, errors, f => {
    const after = to(f)
    const complaint = (why: string) => new KubectlError(`${resourceOf(f.kind)} ${JSON.stringify(f.object.metadata.name)} ${why}`)
    if (typeof after === 'string') throw complaint(after)
    const report = new Reporter(call)
    const patched = patchTo(call, f, after, writeOptions(call, 'kubectl-rollout'))
    if (!patched) {
      throw done !== 'restarted' ? complaint(`is already ${done}`)
        : new KubectlError(`failed to create patch for ${f.object.metadata.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`)
    }
    report.done(patched, done)
  })
}

function restart(call: Invocation): void {
  const at = timeOf(call.client.now)
  change(call, 'restarted', ({ object }) => {
    if (!rolloutStatus(object)) return 'restarting is not supported'
    if (object.kind === 'Deployment' && object.spec?.paused) return "can't restart paused deployment (run rollout resume first)"
    return withTemplate(object, (t: any) => ({
      ...t, metadata: { ...t.metadata, annotations: { ...t.metadata?.annotations, 'kubectl.kubernetes.io/restartedAt': at } },
    }))!
  })
}

const common = [...filenameFlags, ...selectorFlags, ...outputFlags, fieldManagerFlag('kubectl-rollout')]

export const rollout: readonly Command[] = [
  group('rollout', 'Manage the rollout of a resource', 'rollout SUBCOMMAND'),
  {
    path: 'rollout history', summary: 'View rollout history', completes: 'workloads', run: showHistory,
    flags: [...common, { name: 'revision', type: 'int', default: 0 }],
  },
  {
    path: 'rollout pause', summary: 'Mark the provided resource as paused', completes: 'workloads', flags: common,
    run: call => change(call, 'paused', ({ object }) => (object.kind !== 'Deployment' ? 'pausing is not supported' : object.spec?.paused ? 'is already paused'
      : { ...object, spec: { ...object.spec, paused: true } })),
  },
  { path: 'rollout restart', summary: 'Restart a resource', completes: 'workloads', flags: common, run: restart },
  {
    path: 'rollout resume', summary: 'Resume a paused resource', completes: 'workloads', flags: common,
    run: call => change(call, 'resumed', ({ object }) => {
      if (object.kind !== 'Deployment') return 'resuming is not supported'
      if (!object.spec?.paused) return 'is not paused'
      const { paused: _, ...spec } = object.spec
      return { ...object, spec }
    }),
  },
  {
    path: 'rollout status', summary: 'Show the status of the rollout', completes: 'workloads', run: status,
    flags: [...common, { name: 'watch', short: 'w', type: 'bool', default: true }, { name: 'revision', type: 'int', default: 0 }, { name: 'timeout', type: 'duration', default: 0 }],
  },
  {
    path: 'rollout undo', summary: 'Undo a previous rollout', completes: 'workloads', run: undo,
    flags: [...common, dryRunFlag, { name: 'to-revision', type: 'int', default: 0 }],
  },
]
