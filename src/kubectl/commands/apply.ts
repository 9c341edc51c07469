// kubectl apply, client side: a three-way patch of the last applied, the new and the live configuration. Upstream: kubectl/pkg/cmd/apply.
import type { WriteOptions } from '../../engine/api/client.ts'
import { ApiError } from '../../engine/api/errors.ts'
import type { AnyObject } from '../../kube/object.ts'
import { parseSelector } from '../../kube/labelText.ts'
import { asOne, KubectlError, Refused, throwAll } from '../errors.ts'
import { lastAppliedOf, withLastApplied } from '../lastApplied.ts'
import type { Info } from '../parse/manifests.ts'
import { compactJson } from '../print/json.ts'
import { threeWayPatch } from '../threeWay.ts'
import { getAny, hasFiles, manifestsOf } from './find.ts'
import { type DryRun, dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, validateFlag, validationOf, writeOptions } from './flags.ts'
import { CHANGE_CAUSE, changeCause, doing, Reporter } from './shared.ts'
import { applyServerSide } from './applyServerSide.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { checkPrune, prune } from './prune.ts'
import { Recreation } from './recreation.ts'
import { wrongCase } from './create.ts'

const ATTEMPTS = 5

function run(call: Invocation): Waiting | undefined {
  if (call.args.length) throw new KubectlError(`Unexpected args: [${call.args.join(' ')}]\nSee 'kubectl apply -h' for help and examples`)
  const dryRun = dryRunOf(call)
  const validation = validationOf(call)
  const serverSide = call.bool('server-side')
  if (call.bool('force-conflicts') && !serverSide) throw new KubectlError('--force-conflicts only works with --server-side')
  if (serverSide && call.bool('force')) throw new KubectlError('--force cannot be used with --server-side')
  if (serverSide && dryRun === 'client') throw new KubectlError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
  if (dryRun === 'server' && call.bool('force')) throw new KubectlError('--dry-run=server cannot be used with --force')
  if (!hasFiles(call)) throw new KubectlError('must specify one of -f and -k')
  if (call.bool('all') && call.text('selector')) throw new KubectlError('cannot set --all and --selector at the same time')
  checkPrune(call)
  const items = manifestsOf(call, validation)
  const selected = selectorOf(call)
  const infos = items.flatMap(i => ('info' in i && selected(i.info.object) ? [i.info] : []))
  const errors = items.flatMap(i => ('error' in i ? [i.error] : []))
  if (infos.length + errors.length === 0) throw new KubectlError('no objects passed to apply')
  const report = new Reporter(call, dryRun)
  const options = writeOptions(call, 'kubectl-client-side-apply', { validation, dryRun })
  const applied: AnyObject[] = []
  const work = new Applying(infos, info => (serverSide ? applyServerSide(call, info, report, options) : applyOne(call, info, report, options, dryRun)), applied)
  const finish = (): number => {
    // What could not be read is told first.
    throwAll(work.errors.length ? [...asOne(errors), ...work.errors] : errors)
    if (call.bool('prune')) prune(call, applied, dryRun, report)
    return 0
  }
  if (work.goOn()) return void finish()
  return { killed: true, get nextAt() { return work.nextAt }, step: () => (work.goOn() ? finish() : undefined) }
}

/** The objects of the files, one after the other; one that `--force` makes anew holds up those behind it. */
class Applying {
  readonly errors: unknown[] = []
  readonly #left: Info[]
  readonly #one: (info: Info) => AnyObject | Recreation
  readonly #applied: AnyObject[]
  #current: Recreation | undefined

  constructor(infos: readonly Info[], one: (info: Info) => AnyObject | Recreation, applied: AnyObject[]) {
    this.#left = [...infos]
    this.#one = one
    this.#applied = applied
  }

  get nextAt(): number | undefined { return this.#current?.nextAt }

  /** Whether all of them are through. */
  goOn(): boolean {
    for (;;) {
      try {
        const next = this.#current ?? (this.#left.length ? this.#one(this.#left.shift()!) : undefined)
        if (!next) return true
        if (next instanceof Recreation) {
          this.#current = next
          const made = next.step()
          if (!made) return false
          this.#current = undefined
          this.#applied.push(made)
        } else {
          this.#applied.push(next)
        }
      } catch (e) {
        if (!(e instanceof ApiError || e instanceof Refused || e instanceof KubectlError)) throw e
        this.#current = undefined
        this.errors.push(e)
      }
    }
  }
}

/** `-l` chooses among the objects of the files as well. */
export function selectorOf(call: Invocation): (object: AnyObject) => boolean {
  const text = call.text('selector')
  if (!text) return () => true
  const selector = parseSelector(text)
  return object => selector.matches(object.metadata?.labels ?? {})
}

function recorded(call: Invocation, object: AnyObject): AnyObject {
  if (!call.bool('record')) return object
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [CHANGE_CAUSE]: changeCause(call) } } }
}

/** What is on the server, or nothing. */
function live(call: Invocation, { kind, object, namespace, source }: Info): AnyObject | undefined {
  const { name, generateName } = object.metadata ?? {}
  if (!name && generateName) throw new KubectlError(`from ${generateName}: cannot use generate name with apply`)
  if (!name) {
    const group = kind.group ? `${kind.group}/${kind.version}` : `/${kind.version}`
    throw new KubectlError(`error when retrieving current configuration of:\nResource: "${group}, Resource=${kind.plural}", ` +
      `GroupVersionKind: "${group}, Kind=${kind.kind}"\nName: "", Namespace: ${JSON.stringify(namespace ?? '')}\n` +
      `from server for: ${JSON.stringify(source)}: resource name may not be empty`)
  }
  try {
    return getAny(call, kind, namespace, name)
  } catch (e) {
    if (e instanceof ApiError && e.reason === 'NotFound') return undefined
    throw e
  }
}

function applyOne(call: Invocation, info: Info, report: Reporter, options: WriteOptions, dryRun: DryRun): AnyObject | Recreation {
  const { kind, namespace, source } = info
  const manifest = recorded(call, info.object)
  let current = live(call, info)
  const modified = withLastApplied(manifest)
  if (!current) {
    if (manifest.kind !== kind.kind && dryRun !== 'client') doing('creating', source, () => { throw wrongCase(manifest.kind, kind.kind, manifest.apiVersion) })
    const created = dryRun === 'client' ? modified : doing('creating', source, () => call.client.create(modified, namespace, options))
    report.done(created, 'created')
    return created
  }
  const name = current.metadata.name!
  if (dryRun === 'client') {
    // Nobody is asked what would change, so everything counts as changed.
    report.done(current, 'configured')
    return current
  }
  if (current.metadata.deletionTimestamp) {
    call.err(`Warning: Detected changes to resource ${name} which is currently being deleted.\n`)
  }
  if (lastAppliedOf(current) === undefined) {
    call.err(`Warning: resource ${kind.plural}/${name} is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by ` +
      'kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. ' +
      'The missing annotation will be patched automatically.\n')
  }
  for (let attempt = 1; ; attempt++) {
    const patch = threeWayPatch(kind, current, modified, source)
    if (Object.keys(patch).length === 0) {
      report.done(current, report.printsObjects ? '' : 'unchanged')
      return current
    }
    try {
      const patched: AnyObject = call.client.patch(kind, namespace, name, 'strategic', patch, options) as any
      report.done(patched, 'configured')
      return patched
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      if (e.reason === 'Conflict' && attempt < ATTEMPTS) {
        current = getAny(call, kind, namespace, name)
        continue
      }
      const refused = (body: unknown, why: ApiError) => {
        const of = kind.group ? `${kind.group}/${kind.version}` : `/${kind.version}`
        return new Refused(why, `error when applying patch:\n${compactJson(body)}\nto:\nResource: "${of}, Resource=${kind.plural}", ` +
          `GroupVersionKind: "${of}, Kind=${kind.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace ?? '')}\nfor: ${JSON.stringify(source)}`)
      }
      if (!call.bool('force') || (e.reason !== 'Conflict' && e.reason !== 'Invalid')) throw refused(patch, e)
      return new Recreation({ call, kind, namespace, original: current, wanted: modified, options, done: made => report.done(made, 'configured'), refused: why => refused(modified, why) })
    }
  }
}

export const apply: Command = {
  path: 'apply', summary: 'Apply a configuration to a resource by file name or stdin', completes: 'none', group: true, run,
  flags: [
    ...filenameFlags, ...outputFlags, ...selectorFlags, dryRunFlag, validateFlag, recordFlag, fieldManagerFlag('kubectl-client-side-apply'),
    { name: 'server-side', type: 'bool', default: false },
    { name: 'force-conflicts', type: 'bool', default: false },
    { name: 'overwrite', type: 'bool', default: true },
    { name: 'force', type: 'bool', default: false },
    { name: 'all', type: 'bool', default: false },
    { name: 'prune', type: 'bool', default: false },
    { name: 'prune-allowlist', type: 'strings', default: [] },
    { name: 'cascade', type: 'string', default: 'background', alone: 'background' },
    { name: 'grace-period', type: 'int', default: -1 },
    { name: 'timeout', type: 'duration', default: 0 },
    { name: 'wait', type: 'bool', default: false },
    { name: 'openapi-patch', type: 'bool', default: true },
  ],
}

