// What a pod's spec says about nodes, compiled once: which nodes it may use, which it would like, which taints it bears.
import type { Node, NodeSelectorTerm, Taint, Toleration } from '../../kube/core.ts'

export type NodeTest = (node: Node) => boolean

type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number]

const integer = (text: string | undefined): bigint | undefined =>
  text !== undefined && /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined

function requirement(r: Requirement, valueOf: (node: Node) => string | undefined): NodeTest {
  const values = new Set(r.values ?? [])
  switch (r.operator) {
    case 'In': return node => { const v = valueOf(node); return v !== undefined && values.has(v) }
    case 'NotIn': return node => { const v = valueOf(node); return v === undefined || !values.has(v) }
    case 'Exists': return node => valueOf(node) !== undefined
    case 'DoesNotExist': return node => valueOf(node) === undefined
    case 'Gt': case 'Lt': {
      const bound = integer(r.values?.[0])
      const more = r.operator === 'Gt'
      return node => {
        const v = integer(valueOf(node))
        return v !== undefined && bound !== undefined && (more ? v > bound : v < bound)
      }
    }
    default: return () => false
  }
}

/** One term: all its expressions and fields must hold; an empty term matches no node. Upstream: component-helpers nodeaffinity. */
export function nodeTerm(term: NodeSelectorTerm): NodeTest {
  const tests: NodeTest[] = [
    ...(term.matchExpressions ?? []).map(r => requirement(r, node => node.metadata.labels?.[r.key])),
    ...(term.matchFields ?? []).map(r => requirement(r, node => (r.key === 'metadata.name' ? node.metadata.name : undefined))),
  ]
  if (tests.length === 0) return () => false
  return node => tests.every(test => test(node))
}

/** Any one of the terms. */
export function anyNodeTerm(terms: readonly NodeSelectorTerm[]): NodeTest {
  const tests = terms.map(nodeTerm)
  return node => tests.some(test => test(node))
}

/** `spec.nodeSelector` and required node affinity together; nothing when the pod names neither. */
export function requiredNodes(nodeSelector: Readonly<Record<string, string>> | undefined, terms: readonly NodeSelectorTerm[] | undefined): NodeTest | undefined {
  const pairs = Object.entries(nodeSelector ?? {})
  const affinity = terms && anyNodeTerm(terms)
  if (pairs.length === 0 && !affinity) return undefined
  return node => {
    const labels = node.metadata.labels
    for (const [key, value] of pairs) if (labels?.[key] !== value) return false
    return affinity ? affinity(node) : true
  }
}

/** An empty key bears every taint, an empty effect every effect. Upstream: Toleration.ToleratesTaint. */
export const tolerates = (t: Toleration, taint: Pick<Taint, 'key' | 'value' | 'effect'>): boolean => {
  if (t.effect && t.effect !== taint.effect) return false
  if (t.key && t.key !== taint.key) return false
  return t.operator === 'Exists' || ((!t.operator || t.operator === 'Equal') && (t.value ?? '') === (taint.value ?? ''))
}

export const toleratedBy = (tolerations: readonly Toleration[], taint: Pick<Taint, 'key' | 'value' | 'effect'>): boolean =>
  tolerations.some(t => tolerates(t, taint))

/** The first taint that keeps the pod off the node, if any. */
export const firstUntolerated = (taints: readonly Taint[], tolerations: readonly Toleration[]): Taint | undefined =>
  taints.find(t => (t.effect === 'NoSchedule' || t.effect === 'NoExecute') && !toleratedBy(tolerations, t))
