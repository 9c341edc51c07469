// kubectl taint. Upstream: kubectl/pkg/cmd/taint.
import type { Node as NodeObject, Taint } from '../../kube/core.ts'
import { Node } from '../../kube/kinds.ts'
import { labelKeyErrors, labelValueErrors } from '../../kube/labelRules.ts'
import { KubectlError, usage } from '../errors.ts'
import type { Invocation } from './command.ts'
import { kindFor } from '../parse/resources.ts'
import { findObjects } from './find.ts'
import { dryRunOf, validationOf, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'
import { patchTo } from './templates.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

interface TaintChange {
  readonly add: readonly Taint[]
  readonly remove: readonly { key: string; effect: string }[]
}

const complaint = (text: string) => usage('taint', text)

/** The rule is that of labels; its name in complaints is not. */
const taintKeyErrors = (key: string) => labelKeyErrors(key).map(e => e.replace('a valid label key must', 'a qualified name must'))

/** Reads `key=value:Effect`, `key:Effect`, `key:Effect-` and `key-`. */
function parseTaints(specs: readonly string[]): TaintChange {
  const add: Taint[] = []
  const remove: { key: string; effect: string }[] = []
  const named = new Set<string>()
  for (const spec of specs) {
    const removing = spec.endsWith('-')
    const text = removing ? spec.slice(0, -1) : spec
    const parts = text.split(':')
    const invalid = (why?: string) => complaint(`invalid taint spec: ${text}${why ? `, ${why}` : ''}`)
    if (parts.length > 2) throw invalid()
    const [head = '', effect = ''] = parts
    const [key = '', ...values] = head.split('=')
    if (values.length > 1) throw invalid()
    const value = values[0] ?? ''
    if (parts.length === 1 && !removing) {
      const errors = taintKeyErrors(head)
      if (errors.length) throw invalid(errors.join('; '))
    }
    const errors = [...taintKeyErrors(key), ...labelValueErrors(value)]
    if (errors.length) throw invalid(errors.join('; '))
    if (effect && !EFFECTS.includes(effect)) throw complaint(`invalid taint effect: ${effect}, unsupported taint effect`)
    if (removing) {
      remove.push({ key, effect })
    } else {
      if (!effect) throw invalid()
      if (named.has(`${key}:${effect}`)) throw complaint(`duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`)
      named.add(`${key}:${effect}`)
      add.push({ key, effect: effect as Taint['effect'], ...(value ? { value } : {}) })
    }
  }
  return { add, remove }
}

function tainted(node: NodeObject, { add, remove }: TaintChange, overwrite: boolean): { taints: Taint[]; done: string; errors: KubectlError[] } {
  const old = node.spec?.taints ?? []
  const errors: KubectlError[] = []
  const clash = add.filter(a => old.some(o => o.key === a.key && o.effect === a.effect))
  if (clash.length && !overwrite) {
    errors.push(new KubectlError(`node ${node.metadata.name} already has ${clash.map(c => c.key).join(',')} taint(s) with same effect(s) and --overwrite is false`))
    return { taints: [...old], done: '', errors }
  }
  const kept = old.filter(o => !add.some(a => a.key === o.key && a.effect === o.effect))
  const taints = [...add, ...kept].filter(t => !remove.some(r => r.key === t.key && (!r.effect || r.effect === t.effect)))
  for (const r of remove) {
    if (!old.some(o => o.key === r.key && (!r.effect || r.effect === o.effect))) errors.push(new KubectlError(`taint "${r.key}${r.effect ? `:${r.effect}` : ''}" not found`))
  }
  const done = clash.length || (add.length && remove.length) ? 'modified' : add.length ? 'tainted' : 'untainted'
  return { taints, done, errors }
}

export function taint(call: Invocation): void {
  const [kindText, ...rest] = call.args
  const specs = rest.filter(a => a.includes('=') || a.endsWith('-') || a.includes(':'))
  const names = rest.filter(a => !specs.includes(a))
  if (!kindText) throw new KubectlError('one or more resources must be specified as <resource> <name>')
  const change = parseTaints(specs)
  if (specs.length === 0) throw new KubectlError('at least one taint update is required')
  const twice = change.add.filter(a => change.remove.some(r => r.key === a.key && (!r.effect || r.effect === a.effect))).map(a => `${a.key}=${change.remove.find(r => r.key === a.key)!.effect}`)
  if (twice.length) throw new KubectlError(`can not both modify and remove the following taint(s) in the same command: ${[...new Set(twice)].join(', ')}`)
  const labelSelector = call.text('selector')
  const all = call.bool('all')
  if (all && labelSelector) throw new KubectlError("setting 'all' parameter with a non empty selector is prohibited")
  const kind = kindFor(kindText)
  if (!kind) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(kindText)}`, { bare: true })
  if (kind !== Node) throw new KubectlError(`invalid resource type ${kindText}, only node types are supported`)
  if (names.length === 0 && !labelSelector && !all) throw complaint('at least one resource name must be specified since \'--all\' parameter is not set')
  const { found, errors } = findObjects(call, { args: [kindText, ...(all ? [] : names)], lists: true, ...(labelSelector ? { labelSelector } : {}) })
  const [dryRun, validation] = [dryRunOf(call), validationOf(call)]
  const report = new Reporter(call)
  forEach(found, errors, f => {
    const { taints, done, errors: wrong } = tainted(f.object as unknown as NodeObject, change, call.bool('overwrite'))
    if (wrong.length) throw wrong[0]
    const { taints: _, ...spec } = f.object.spec ?? {}
    const after = { ...f.object, spec: taints.length ? { ...spec, taints } : spec }
    report.done(dryRun === 'client' ? after : patchTo(call, f, after, writeOptions(call, 'kubectl-taint', { dryRun, validation })) ?? f.object, done)
  })
}
