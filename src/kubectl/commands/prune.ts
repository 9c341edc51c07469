// kubectl apply --prune: what was applied once and is not in the files any more is deleted. Upstream: kubectl/pkg/cmd/apply/prune.go, prune/prune.go.
import { kindNamed, kinds, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import { lastAppliedOf } from '../lastApplied.ts'
import { listOf } from '../parse/resources.ts'
import { cascadeOf } from './cascade.ts'
import type { Invocation } from './command.ts'
import { type DryRun, klogWarning } from './flags.ts'
import type { Reporter } from './shared.ts'

/** The kinds that are looked through, in this order. */
const ALLOWED = ['ConfigMap', 'Endpoints', 'Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'Pod', 'ReplicationController', 'Secret', 'Service', 'Job', 'CronJob',
  'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']

/** `group/version/Kind`, `core/v1/Pod`. */
function allowed(entries: readonly string[]): Kind[] {
  if (entries.length === 0) return ALLOWED.flatMap(name => kindNamed(name) ?? [])
  return entries.map(entry => {
    const [group, version, kind, ...more] = entry.split('/')
    if (!kind || more.length) throw new KubectlError(`invalid GroupVersionKind format: ${entry}, please follow <group/version/kind>`)
    const found = kinds.find(k => k.kind === kind && k.version === version && k.group === (group === 'core' ? '' : group))
    if (!found) throw new KubectlError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(group === 'core' ? version : `${group}/${version}`)}`)
    return found
  })
}

/** Said before anything is applied, though only of what is deleted afterwards. */
export function checkPrune(call: Invocation): void {
  if (!call.bool('prune')) return
  if (!call.bool('all') && !call.text('selector')) {
    throw new KubectlError('all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector')
  }
  allowed(call.strings('prune-allowlist'))
}

const CLUSTER_WIDE = 'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. ' +
  'To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.'

/** Deletes what carries kubectl's note, fits the selector, and was not among the files. */
export function prune(call: Invocation, applied: readonly AnyObject[], dryRun: DryRun, report: Reporter): void {
  const visited = new Set(applied.map(o => o.metadata.uid))
  const namespaces = [...new Set(applied.flatMap(o => o.metadata.namespace ?? []))]
  const list = allowed(call.strings('prune-allowlist'))
  if (call.strings('prune-allowlist').length === 0) klogWarning(call, 'prune.go:71', CLUSTER_WIDE)
  const labelSelector = call.text('selector')
  const grace = call.number('grace-period')
  for (const namespace of [...namespaces, undefined]) {
    for (const kind of list) {
      if (kind.namespaced !== (namespace !== undefined)) continue
      for (const object of listOf(call.client, kind, { namespace, ...(labelSelector ? { labelSelector } : {}) }) as AnyObject[]) {
        if (lastAppliedOf(object) === undefined || visited.has(object.metadata.uid)) continue
        if (dryRun !== 'client') {
          call.client.delete(kind, namespace, object.metadata.name, {
            propagationPolicy: cascadeOf(call),
            ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}), ...(dryRun === 'server' ? { dryRun: true } : {}),
          })
        }
        report.done(object, 'pruned')
      }
    }
  }
}
