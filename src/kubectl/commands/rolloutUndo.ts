// kubectl rollout undo. Upstream: polymorphichelpers/rollback.go.
import type { ReplicaSet as ReplicaSetObject } from '../../kube/apps.ts'
import { KubectlError } from '../errors.ts'
import { LAST_APPLIED } from '../lastApplied.ts'
import { REVISION, withoutHash } from '../replicaSets.ts'
import { sameJson } from '../sameJson.ts'
import type { Invocation } from './command.ts'
import { type Entry, history, templateText } from './rolloutHistory.ts'
import { rolloutStatus } from './rolloutStatus.ts'
import { noneFor, select } from './rolloutTargets.ts'
import type { Found } from './find.ts'
import { dryRunOf, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

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

export function undo(call: Invocation): void {
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
    if (!rolloutStatus(f.object)) throw noneFor(f, 'rollbacker')
    const message = f.object.kind === 'Deployment' ? undoDeployment(call, f, revision) : undoRevisioned(call, f, revision)
    new Reporter(call, dryRun).done(f.object, message)
  })
}
