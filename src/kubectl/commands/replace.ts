// kubectl replace. Upstream: kubectl/pkg/cmd/replace.
import { ApiError } from '../../engine/api/errors.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError, Refused, throwAll } from '../errors.ts'
import { kindName } from '../parse/resources.ts'
import { scaleOf } from '../print/kinds/scale.ts'
import { cascadeOf } from './cascade.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { untilGone } from './delete.ts'
import { getAny, hasFiles, manifestsOf } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, validateFlag, validationOf, writeOptions } from './flags.ts'
import { replaceRaw } from './raw.ts'
import { doing, forEach, namedIn, Reporter } from './shared.ts'

/** The state that a replacement without a version of its own overwrites. What is not there is sent all the same: only the server says what is wrong with it. */
function versionOf(call: Invocation, kind: Kind, namespace: string | undefined, name: string): string | undefined {
  try {
    return getAny(call, kind, namespace, name).metadata.resourceVersion
  } catch (e) {
    if (e instanceof ApiError) return undefined
    throw e
  }
}

function replace(call: Invocation): Waiting | undefined {
  if (call.text('raw')) return void replaceRaw(call)
  if (!hasFiles(call)) throw new KubectlError('must specify one of -f and -k')
  const dryRun = dryRunOf(call)
  const validation = validationOf(call)
  const forced = call.bool('force')
  for (const flag of ['grace-period', 'timeout']) if (!forced && call.number(flag) > 0) throw new KubectlError(`--${flag} must have --force specified`)
  if (forced && dryRun !== 'none') throw new KubectlError('--dry-run can not be used when --force is set')
  const propagationPolicy = cascadeOf(call)
  const items = manifestsOf(call, validation)
  const options = writeOptions(call, 'kubectl-replace', { dryRun, validation })
  const report = new Reporter(call, dryRun)
  const subresource = call.text('subresource')
  const shown = (object: AnyObject) => (subresource === 'scale' ? scaleOf(object) : object)
  const infos = items.flatMap(i => ('info' in i ? [i.info] : []))
  const unread = items.flatMap(i => ('error' in i ? [i.error] : []))
  const put = () => forEach(infos, [], ({ kind, namespace, object, source }) => {
    if (forced) return report.done(doing('creating', source, () => call.client.create(object, namespace, options)), 'replaced')
    if (!object.metadata.name) throw new KubectlError(`error when replacing ${JSON.stringify(source)}: resource name may not be empty`)
    const resourceVersion = object.metadata.resourceVersion || versionOf(call, kind, namespace, object.metadata.name)
    const versioned = resourceVersion ? { ...object, metadata: { ...object.metadata, resourceVersion } } : object
    if (subresource && !kind.subresources.includes(subresource)) doing('replacing', source, () => { throw new ApiError(404, 'NotFound', 'the server could not find the requested resource') })
    const update = () => call.client.update(versioned, { ...options, ...(subresource ? { subresource } : {}) })
    report.done(dryRun === 'client' ? object : shown(doing('replacing', source, update)), 'replaced')
  }, unread)
  if (!forced) {
    put()
    return undefined
  }
  const deleted: { kind: (typeof infos)[number]['kind']; object: AnyObject }[] = []
  const grace = call.number('grace-period')
  for (const { kind, namespace, object, source } of infos) {
    try {
      const live = getAny(call, kind, namespace, object.metadata.name ?? '')
      call.client.delete(kind, namespace, object.metadata.name ?? '', { propagationPolicy, ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) })
      call.out(`${kindName(kind)} ${JSON.stringify(object.metadata.name)} deleted${namedIn(namespace)}\n`)
      deleted.push({ kind, object: live })
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      if (e.reason !== 'NotFound') throwAll([new Refused(e, `error when deleting ${JSON.stringify(source)}`)])
    }
  }
  const gone = untilGone(call, deleted, call.number('timeout') > 0 ? call.number('timeout') : 300_000)
  return {
    get nextAt() {
      return gone.nextAt
    },
    step() {
      if (gone.step() === undefined) return undefined
      put()
      return 0
    },
    rewound: () => gone.rewound?.(),
  }
}

export const replaceCommand: Command = {
  path: 'replace', summary: 'Replace a resource by file name or stdin', completes: 'none', run: replace,
  flags: [
    ...filenameFlags, ...outputFlags, dryRunFlag, validateFlag, fieldManagerFlag('kubectl-replace'), { name: 'force', type: 'bool', default: false },
    { name: 'grace-period', type: 'int', default: -1 }, { name: 'timeout', type: 'duration', default: 0 }, { name: 'save-config', type: 'bool', default: false },
    { name: 'cascade', type: 'string', default: 'background', alone: 'background' }, { name: 'wait', type: 'bool', default: false }, { name: 'subresource', type: 'string', default: '' },
    { name: 'raw', type: 'string', default: '' },
  ],
}
