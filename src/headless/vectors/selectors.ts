// Vectors of selectors, node affinity and tolerations, run through src/kube.
import { parseFieldSelector } from '../../kube/fieldSelector.ts'
import { formatLabels, formatLabelSelector, parseLabelSelector, SelectorError, validatedSelectorFromSet } from '../../kube/labels.ts'
import type { Labels, Selector } from '../../kube/labels.ts'
import { parseSelector, parseToLabelSelector } from '../../kube/labelText.ts'
import { compileNodeSelector, compilePreferredTerms, requiredNodeAffinity } from '../../kube/nodeAffinity.ts'
import { findUntoleratedTaint, keepsAway, tolerates } from '../../kube/taints.ts'
import type { Topic } from './topic.ts'

function attempt<T>(read: () => T): { ok?: T; error: string | null } {
  try {
    return { ok: read(), error: null }
  } catch (e) {
    if (!(e instanceof SelectorError)) throw e
    return { error: e.message }
  }
}

const facts = (s: Selector | undefined, sets: readonly Labels[]) => (s ? { empty: s.empty, string: `${s}`, matches: sets.map(l => s.matches(l)) } : {})
/** The fields of the pod that field selectors are put to; the vectors tell only whether it matches. */
const runningPod: Labels = { 'metadata.name': 'x', 'status.phase': 'Running', 'spec.nodeName': 'n1', a: 'b,c' }

type Sets = { labelSets: readonly Labels[] }
const runs: Readonly<Record<string, (v: any, shared: Sets) => Record<string, unknown>>> = {
  parse(v, { labelSets }) {
    const { ok, error } = attempt(() => parseSelector(v.input))
    const field = attempt(() => parseToLabelSelector(v.input))
    return {
      error, ...facts(ok, labelSets), requirements: ok?.requirements.length, selectable: ok?.selectable,
      labelSelector: field.ok, labelSelectorError: field.error ?? undefined,
    }
  },
  labelSelector(v, { labelSets }) {
    const { ok, error } = attempt(() => parseLabelSelector(v.selector))
    return { error, format: formatLabelSelector(v.selector), ...facts(ok, labelSets) }
  },
  fromSet(v) {
    const { ok, error } = attempt(() => validatedSelectorFromSet(v.set ?? undefined))
    return { error, format: formatLabels(v.set ?? undefined), string: ok && `${ok}` }
  },
  fieldSelector(v) {
    const { ok, error } = attempt(() => parseFieldSelector(v.input))
    return { error, string: ok && `${ok}`, matchesRunning: ok?.matches(field => runningPod[field] ?? '') }
  },
  nodeSelectorTerms(v) {
    const s = compileNodeSelector(v.nodeSelector)
    const answers = v.nodes.map((n: any) => s.matches(n)) as boolean[]
    return {
      error: s.error ?? null, matches: answers,
      matchErrors: answers.map(yes => (yes ? null : (s.error ?? null))),
    }
  },
  podRequiredNodeAffinity: v => ({ matches: v.nodes.map((n: any) => requiredNodeAffinity(v.podSpec).matches(n)) }),
  preferredTerms(v) {
    const p = compilePreferredTerms(v.terms)
    return { error: p.error ?? null, scores: v.nodes.map((n: any) => p.score(n)) }
  },
  tolerates: v => ({ result: tolerates(v.toleration, v.taint), resultWithComparisonOperators: tolerates(v.toleration, v.taint, true) }),
  findUntoleratedTaint(v) {
    const taint = findUntoleratedTaint(v.taints, v.tolerations, keepsAway)
    return { taint, untolerated: taint !== undefined }
  },
}

const inputs = new Set(['name', 'op', 'input', 'selector', 'set', 'nodeSelector', 'nodes', 'podSpec', 'terms', 'toleration', 'taints', 'tolerations'])
const given = new Set(['tolerates/taint'])

export const selectorsTopic: Topic = {
  name: 'selectors',
  judge(vector, shared) {
    const expected = Object.fromEntries(Object.entries(vector).filter(([k]) => !inputs.has(k) && !given.has(`${vector.op}/${k}`)))
    return { expected, actual: runs[vector.op]!(vector, shared) }
  },
}
