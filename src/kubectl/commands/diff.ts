// kubectl diff: what apply would change, as a unified diff. Upstream: kubectl/pkg/cmd/diff. Exit code 1 means that there are differences.
import { ApiError } from '../../engine/api/errors.ts'
import type { AnyObject } from '../../kube/object.ts'
import { microTimeOf } from '../../kube/rfc3339.ts'
import { LAST_APPLIED, lastAppliedOf } from '../lastApplied.ts'
import { toYaml } from '../../kube/yaml.ts'
import { diffLines, hunks } from '../differences.ts'
import { explainError, KubectlError } from '../errors.ts'
import { shown } from '../print/output.ts'
import { threeWayPatch } from '../threeWay.ts'
import { selectorOf } from './apply.ts'
import type { Command, Invocation } from './command.ts'
import { getAny, hasFiles, manifestsOf } from './find.ts'
import { fieldManagerFlag, filenameFlags, selectorFlags } from './flags.ts'
import { doing } from './shared.ts'

/** What a secret holds is not shown, only whether it changes. Upstream: diff.go, Masker. */
function masked(object: AnyObject | undefined, other: AnyObject | undefined, mark: string): AnyObject | undefined {
  if (object?.kind !== 'Secret' || object['apiVersion'] !== 'v1' || !object['data']) return object
  const hidden = ([key, value]: [string, unknown]): [string, string] => [key, other?.['data']?.[key] === undefined || other['data'][key] === value ? '***' : `*** (${mark})`]
  return { ...object, data: Object.fromEntries(Object.entries(object['data'] as Record<string, unknown>).map(hidden)) }
}

function run(call: Invocation): number {
  try {
    if (call.bool('force-conflicts') && !call.bool('server-side')) throw new KubectlError('--force-conflicts only works with --server-side')
    if (!hasFiles(call)) throw new KubectlError('must specify one of -f and -k')
    let differs = false
    const selected = selectorOf(call)
    for (const item of manifestsOf(call, 'Ignore')) {
      if ('error' in item) throw item.error
      if (!selected(item.info.object)) continue
      const { kind, namespace, object, source } = item.info
      const name = object.metadata.name ?? ''
      let live: AnyObject | undefined
      try {
        live = getAny(call, kind, namespace, name)
      } catch (e) {
        if (!(e instanceof ApiError && e.reason === 'NotFound')) throw e
      }
      const next = doing('diffing', source, () => {
        if (call.bool('server-side')) {
          return call.client.patch(kind, namespace, name, 'apply', object, {
            dryRun: true, fieldManager: call.given.has('field-manager') ? call.text('field-manager') : 'kubectl', force: call.bool('force-conflicts'),
          }) as unknown as AnyObject
        }
        if (!live) return call.client.create(object, namespace, { dryRun: true })
        const patch = threeWayPatch(kind, live, noted(object, live), source)
        return Object.keys(patch).length ? call.client.patch(kind, namespace, name, 'strategic', patch, { dryRun: true }) as unknown as AnyObject : live
      })
      const text = (o: AnyObject | undefined) => (o ? toYaml(shown(o, call.bool('show-managed-fields'))).split('\n').slice(0, -1) : [])
      const lines = diffLines(text(masked(live, next, 'before')), text(masked(next, live, 'after')))
      if (lines.every(l => l[0] === ' ')) continue
      differs = true
      const file = `${(kind.group || '').replaceAll('.', '.')}${kind.group ? '.' : ''}${kind.version}.${kind.kind}.${namespace ?? ''}.${name}`
      const at = `${microTimeOf(call.client.now).replace('T', ' ').replace('Z', '000')} +0000`
      call.out(`diff -u -N /tmp/LIVE-0/${file} /tmp/MERGED-0/${file}\n--- /tmp/LIVE-0/${file}\t${at}\n+++ /tmp/MERGED-0/${file}\t${at}\n${hunks(lines)}`)
    }
    return differs ? 1 : 0
  } catch (e) {
    // 1 means a difference, so what went wrong must be more than that.
    call.err(explainError(e).text)
    return 2
  }
}

/** The object with what apply has noted on the living one: a diff leaves that as it is. */
function noted(object: AnyObject, live: AnyObject): AnyObject {
  const text = lastAppliedOf(live)
  return text === undefined ? object : { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [LAST_APPLIED]: text } } }
}

export const diff: Command = {
  path: 'diff', summary: 'Diff the live version against a would-be applied version', completes: 'none', run,
  flags: [
    ...filenameFlags, ...selectorFlags, fieldManagerFlag('kubectl-client-side-apply'), { name: 'server-side', type: 'bool', default: false },
    { name: 'force-conflicts', type: 'bool', default: false }, { name: 'show-managed-fields', type: 'bool', default: false }, { name: 'prune', type: 'bool', default: false },
  ],
}
