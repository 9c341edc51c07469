// kubectl rollout history: the revisions of an object and the templates that they had. Upstream: polymorphichelpers/history.go.
import type { ControllerRevision as Revision, Deployment as DeploymentObject } from '../../kube/apps.ts'
import { ControllerRevision } from '../../kube/kinds.ts'
import { selectorFor } from '../../kube/labels.ts'
import type { AnyObject } from '../../kube/object.ts'
import { isControlledBy } from '../../kube/owners.ts'
import { podTemplate } from '../describe/template.ts'
import { Writer } from '../describe/writer.ts'
import { KubectlError } from '../errors.ts'
import { nameOf } from '../parse/resources.ts'
import { align, DESCRIBE } from '../print/tabwriter.ts'
import { replicaSetsOf, REVISION } from '../replicaSets.ts'
import type { Invocation } from './command.ts'
import { noneFor, select } from './rolloutTargets.ts'
import type { Found } from './find.ts'
import { CHANGE_CAUSE, forEach, Reporter } from './shared.ts'

/** One revision of an object's history: its number, why it was made, and the template it had. */
export interface Entry {
  readonly revision: number
  readonly cause: string
  readonly template: any
  readonly source: AnyObject
}

export function history(call: Invocation, { object, kind }: Found): Entry[] {
  if (object.kind === 'Deployment') {
    return replicaSetsOf(call.client, object as unknown as DeploymentObject).map(rs => {
      const cause = rs.metadata.annotations?.[CHANGE_CAUSE] ?? ''
      const template: any = rs.spec?.template
      const annotated = cause ? { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause } } } : template
      return { revision: Number(rs.metadata.annotations?.[REVISION] ?? 0), cause, template: annotated, source: rs as unknown as AnyObject }
    }).filter(e => e.revision > 0).sort((a, b) => a.revision - b.revision)
  }
  if (object.kind !== 'DaemonSet' && object.kind !== 'StatefulSet') throw noneFor({ kind } as Found, 'history viewer')
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
export function templateText(template: any): string {
  const w = new Writer()
  podTemplate(w, template)
  return w.raw()
}

export function showHistory(call: Invocation): void {
  const revision = call.number('revision')
  if (revision < 0) throw new KubectlError(`revision must be a positive integer: ${revision}`)
  const { found, errors } = select(call)
  const report = new Reporter(call)
  forEach(found, errors, f => {
    const entries = history(call, f)
    if (report.printsObjects) {
      const shown = revision > 0 ? entries.filter(e => e.revision === revision) : entries
      if (revision > 0 && shown.length === 0) throw new KubectlError('unable to find the specified revision')
      for (const { source } of shown) report.done(source, '')
      return
    }
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
