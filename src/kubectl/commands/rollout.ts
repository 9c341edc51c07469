// kubectl rollout. Upstream: kubectl/pkg/cmd/rollout, polymorphichelpers/{history,rollback,objectpauser,objectrestarter}.go.
import type { ControllerRevision as Revision, Deployment as DeploymentObject, ReplicaSet as ReplicaSetObject } from '../../kube/apps.ts'
import { ControllerRevision, resourceOf } from '../../kube/kinds.ts'
import { selectorFor } from '../../kube/labels.ts'
import { isControlledBy } from '../../kube/owners.ts'
import type { AnyObject } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { podTemplate } from '../describe/template.ts'
import { Writer } from '../describe/writer.ts'
import { KubectlError } from '../errors.ts'
import { LAST_APPLIED } from '../lastApplied.ts'
import { align, DESCRIBE } from '../print/tabwriter.ts'
import { replicaSetsOf, REVISION, withoutHash } from '../replicaSets.ts'
import { sameJson } from '../sameJson.ts'
import { group, type Command, type Invocation, type Waiting } from './command.ts'
import { rolloutStatus } from './rolloutStatus.ts'
import {
  hasFiles, CHANGE_CAUSE, dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, findObjects, forEach, nameOf, outputFlags, Reporter, selectorFlags, writeOptions, type Found,
} from './shared.ts'
import { patchTo, withTemplate } from './templates.ts'
import { isGone } from './delete.ts'

const kindText = ({ kind }: Found) => `${kind.kind}${kind.group ? `.${kind.group}` : ''}`

function select(call: Invocation): { found: Found[]; errors: unknown[] } {
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError('required resource not specified')
  const labelSelector = call.text('selector')
  return findObjects(call, { lists: true, ...(labelSelector ? { labelSelector } : {}) })
}

function status(call: Invocation): Waiting {
  const { found, errors } = select(call)
  if (errors.length) throw errors[0]
  if (found.length === 0) throw new KubectlError('no resources found')
  if (found.length > 1 && !call.text('selector')) throw new KubectlError(`rollout status is only supported on individual resources and resource collections - ${found.length} resources were found`)
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

/** One revision of an object's history: its number, why it was made, and the template it had. */
interface Entry {
  readonly revision: number
  readonly cause: string
  readonly template: any
  readonly source: AnyObject
}

function history(call: Invocation, { object, kind }: Found): Entry[] {
  if (object.kind === 'Deployment') {
    return replicaSetsOf(call.client, object as unknown as DeploymentObject).map(rs => {
      const cause = rs.metadata.annotations?.[CHANGE_CAUSE] ?? ''
      const template: any = rs.spec?.template
      const annotated = cause ? { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause } } } : template
      return { revision: Number(rs.metadata.annotations?.[REVISION] ?? 0), cause, template: annotated, source: rs as unknown as AnyObject }
    }).filter(e => e.revision > 0).sort((a, b) => a.revision - b.revision)
  }
  if (object.kind !== 'DaemonSet' && object.kind !== 'StatefulSet') throw new KubectlError(`no history viewer has been implemented for ${JSON.stringify(kindText({ kind } as Found))}`)
  return revisionsOf(call, object).map(r => ({
    revision: r.revision ?? 0, cause: r.metadata.annotations?.[CHANGE_CAUSE] ?? '', template: withoutDirective((r.data as any)?.spec?.template), source: r as unknown as AnyObject,
  }))
}

function revisionsOf(call: Invocation, object: AnyObject): Revision[] {
  const labelSelector = selectorFor(object.spec?.selector).toString()
  return call.client.list(ControllerRevision, object.metadata.namespace, { labelSelector })
    .filter(r => isControlledBy(r, object)).toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0))
}

function withoutDirective(template: any): any {
  if (!template) return template
  const { $patch: _, ...rest } = template
  return rest
}

/** A template as it is shown outside a description: with its tabs. */
function templateText(template: any): string {
  const w = new Writer()
  podTemplate(w, template)
  return w.raw()
}

function showHistory(call: Invocation): void {
  const revision = call.number('revision')
  if (revision < 0) throw new KubectlError(`revision must be a positive integer: ${revision}`)
  const { found, errors } = select(call)
  forEach(found, errors, f => {
    const entries = history(call, f)
    const title = nameOf(f.kind, f.object.metadata.name!)
    if (revision > 0) {
      const entry = entries.find(e => e.revision === revision)
      if (!entry) throw new KubectlError('unable to find the specified revision')
      call.out(`${title} with revision #${revision}\n${templateText(entry.template)}\n`)
      return
    }
    if (entries.length === 0) return call.out(`${title} \nNo rollout history found.\n`)
    const lines = ['REVISION\tCHANGE-CAUSE', ...entries.map(e => `${e.revision}\t${e.cause || '<none>'}`)]
    call.out(`${title} \n${align(`${lines.join('\n')}\n`, DESCRIBE)}\n`)
  })
}

/** What a rollback leaves on the Deployment as it is; everything else comes from the ReplicaSet. */
const KEPT = [
  LAST_APPLIED, REVISION, 'deployment.kubernetes.io/revision-history', 'deployment.kubernetes.io/desired-replicas', 'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]

const SKIPPED = 'skipped rollback'

function chosen(entries: readonly Entry[], revision: number): Entry | undefined {
  if (revision > 0) return entries.find(e => e.revision === revision)
  return entries.length > 1 ? entries.at(-2) : undefined
}

function undoDeployment(call: Invocation, f: Found, revision: number): string {
  const { object } = f
  const entries = history(call, f)
  const entry = chosen(entries, revision)
  if (!entry) throw new KubectlError(revision > 0 ? `unable to find specified revision ${revision} in history` : `no rollout history found for deployment ${JSON.stringify(object.metadata.name)}`)
  const rs = entry.source as unknown as ReplicaSetObject
  const template = withoutHash(rs.spec?.template)
  if (dryRunOf(call) === 'client') return templateText(entry.template)
  if (object.spec?.paused) throw new KubectlError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again")
  if (sameJson(template, withoutHash(object.spec?.template))) return `${SKIPPED} (current template already matches revision ${entry.revision})`
  const annotations: Record<string, string> = {}
  for (const key of KEPT) if (object.metadata.annotations?.[key] !== undefined) annotations[key] = object.metadata.annotations[key]
  for (const [key, value] of Object.entries(rs.metadata.annotations ?? {})) if (!KEPT.includes(key)) annotations[key] = value
  const body = [{ op: 'replace', path: '/spec/template', value: template }, { op: 'replace', path: '/metadata/annotations', value: annotations }]
  call.client.patch(f.kind, object.metadata.namespace, object.metadata.name!, 'json', body, writeOptions(call, 'kubectl-rollout', { dryRun: dryRunOf(call) }))
  return 'rolled back'
}

function undoRevisioned(call: Invocation, f: Found, revision: number): string {
  const { object } = f
  const entries = history(call, f)
  if (entries.length === 0 || (entries.length === 1 && revision === 0)) throw new KubectlError('no last revision to roll back to')
  const entry = chosen(entries, revision)
  if (!entry) throw new KubectlError(`unable to find specified revision ${revision} in history`)
  if (dryRunOf(call) === 'client') return templateText(entry.template)
  if (sameJson(entry.template, object.spec?.template)) return `${SKIPPED} (current template already matches revision ${entry.revision})`
  call.client.patch(f.kind, object.metadata.namespace, object.metadata.name!, 'strategic', (entry.source as any).data, writeOptions(call, 'kubectl-rollout', { dryRun: dryRunOf(call) }))
  return 'rolled back'
}

function undo(call: Invocation): void {
  const revision = call.number('to-revision')
  if (revision < 0) throw new KubectlError(`unable to find specified revision ${revision} in history`)
  const { found, errors } = select(call)
  const dryRun = dryRunOf(call)
  forEach(found, errors, f => {
    if (f.object.metadata.annotations?.[LAST_APPLIED] !== undefined) {
      call.err(`Warning: resource ${f.kind.plural}/${f.object.metadata.name} was previously managed with 'kubectl apply'. Rolling back will not update the ` +
        "kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. " +
        "Consider using 'kubectl apply' with your previous configuration file instead.\n")
    }
    if (!rolloutStatus(f.object)) throw new KubectlError(`no rollbacker has been implemented for ${JSON.stringify(kindText(f))}`)
    const message = f.object.kind === 'Deployment' ? undoDeployment(call, f, revision) : undoRevisioned(call, f, revision)
    new Reporter(call, dryRun).done(f.object, message)
  })
}

/** A change of one field of each object; what is so already, or cannot be, is told. */
function change(call: Invocation, done: string, to: (f: Found) => AnyObject | string): void {
  const { found, errors } = select(call)
  forEach(found, errors, f => {
    const after = to(f)
    const complaint = (why: string) => new KubectlError(`${resourceOf(f.kind)} ${JSON.stringify(f.object.metadata.name)} ${why}`)
    if (typeof after === 'string') throw complaint(after)
    const report = new Reporter(call)
    const patched = patchTo(call, f, after, writeOptions(call, 'kubectl-rollout'))
    if (!patched) {
      throw done === 'restarted' ? complaint('if restart has already been triggered within the past second, please wait before attempting to trigger another') : complaint(`is already ${done}`)
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

