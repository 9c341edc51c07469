// What `kubectl set` does with the pod spec of each object that is named: change it, send the difference, say so. Upstream: kubectl/pkg/cmd/set.
import { ApiError } from '../../engine/api/errors.ts'
import { decodeAs } from '../../engine/index.ts'
import type { PodSpec } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import { sameJson } from '../sameJson.ts'
import type { Invocation } from './command.ts'
import { findObjects, type Found, hasFiles, manifestsOf } from './find.ts'
import { dryRunOf, writeOptions } from './flags.ts'
import { CHANGE_CAUSE, changeCause, forEach, Reporter } from './shared.ts'
import { patchTo, withPodSpec } from './templates.ts'

/** What is changed, by whom, and what is said of it and of a refusal; `always`: also where nothing changes by it. */
export interface Updated { readonly resources: readonly string[]; readonly manager: string; readonly done: string; readonly always?: boolean; readonly failed: string }

const LOCAL = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`

/** The objects of the files as they stand there: with `--local` nobody asks the server, so they are decoded here. */
export function inFiles(call: Invocation): { found: Found[]; errors: unknown[] } {
  if (!hasFiles(call)) throw new KubectlError(LOCAL)
  const items = manifestsOf(call, 'Ignore')
  const found: Found[] = []
  const errors: unknown[] = []
  for (const item of items) {
    const wrong = 'info' in item ? decodeAs(item.info.kind, item.info.object).error : undefined
    if ('error' in item) errors.push(item.error)
    else if (wrong !== undefined) errors.push(new KubectlError(`unable to decode ${JSON.stringify(item.info.source ?? '')}: ${wrong}`))
    else found.push(item.info)
  }
  return { found, errors }
}

/** Changes the pod spec of every object that is named, and says so where something changed. */
export function update(call: Invocation, { resources, manager, done, failed, always = false }: Updated, change: (spec: PodSpec, f: Found) => PodSpec): void {
  const local = call.bool('local')
  if (resources.length === 0 && !hasFiles(call) && !local) throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  const labelSelector = call.text('selector')
  const { found, errors } = local ? inFiles(call) : findObjects(call, { args: resources, lists: call.bool('all'), ...(labelSelector ? { labelSelector } : {}) })
  const dryRun = dryRunOf(call)
  const report = new Reporter(call, dryRun)
  forEach(found, errors, f => {
    let after: AnyObject | undefined = withPodSpec(f.object, spec => change(spec, f))
    if (!after) throw new KubectlError(`${f.kind.plural}/${f.object.metadata.name ?? ''} the object is not a pod or does not have a pod template: *${f.kind.version}.${f.kind.kind}`)
    const record = call.bool('record')
    if (record) after = { ...after, metadata: { ...after.metadata, annotations: { ...after.metadata.annotations, [CHANGE_CAUSE]: changeCause(call) } } }
    if (local || dryRun === 'client') {
      // What a file left out or said null to is read alike before and after.
      const before = withPodSpec(f.object, spec => spec)!
      if (always || !sameJson(before, after)) report.done(after, done)
      return
    }
    let patched: AnyObject | undefined
    try {
      patched = patchTo(call, f, after, writeOptions(call, manager, { dryRun }))
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      throw new KubectlError(`${failed} ${e.message}`)
    }
    if (patched) report.done(patched, done)
    else if (always) report.done(f.object, done)
  })
}
