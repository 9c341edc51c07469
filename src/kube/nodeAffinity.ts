// Which nodes a pod asks for: nodeSelector, required node affinity, preferred terms; and the node selectors of volumes.
// Compiled once per pod, asked for every node. Upstream: component-helpers/scheduling/corev1/nodeaffinity.
import type { Node, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec, PreferredSchedulingTerm } from './core.ts'
import { fieldSelectorOf } from './fieldSelector.ts'
import type { FieldTerm } from './fieldSelector.ts'
import { aggregate, requirementErrors, selectorFromSet, selectorOf } from './labels.ts'
import type { LabelOperator, Requirement } from './labels.ts'

interface Term {
  matches(node: Node): boolean
  readonly errors: readonly string[]
}

const labelOperators: Readonly<Record<string, LabelOperator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!', Gt: 'gt', Lt: 'lt' }
const unsupported = (at: string, operator: string, supported: readonly string[]) =>
  `${at}.operator: Unsupported value: ${JSON.stringify(operator)}: supported values: ${supported.map(s => JSON.stringify(s)).join(', ')}`

const isEmpty = (term: NodeSelectorTerm) => !term.matchExpressions?.length && !term.matchFields?.length

function labelRequirements(list: readonly NodeSelectorRequirement[], at: string, errors: string[]): Requirement[] {
  const found: Requirement[] = []
  list.forEach(({ key, operator, values }, i) => {
    const here = `${at}[${i}]`
    const known = Object.hasOwn(labelOperators, operator) ? labelOperators[operator] : undefined
    if (known === undefined) return errors.push(unsupported(here, operator, Object.keys(labelOperators)))
    const wrong = requirementErrors(key, known, values ?? undefined, here)
    if (wrong.length > 0) return errors.push(aggregate(wrong))
    return found.push({ key, operator: known, values: values ?? [] })
  })
  return found
}

function fieldTerms(list: readonly NodeSelectorRequirement[], at: string, errors: string[]): FieldTerm[] {
  const found: FieldTerm[] = []
  list.forEach(({ key, operator, values }, i) => {
    const here = `${at}[${i}]`
    if (operator !== 'In' && operator !== 'NotIn') return errors.push(unsupported(here, operator, ['In', 'NotIn']))
    if (values?.length !== 1) return errors.push(`${here}.values: Invalid value: ${values ? JSON.stringify(values) : 'null'}: must have one element`)
    return found.push({ field: key, value: values[0]!, equal: operator === 'In' })
  })
  return found
}

function compileTerm(term: NodeSelectorTerm, at: string): Term {
  const errors: string[] = []
  const labels = term.matchExpressions?.length ? selectorOf(labelRequirements(term.matchExpressions, `${at}.matchExpressions`, errors)) : undefined
  const fields = term.matchFields?.length ? fieldSelectorOf(fieldTerms(term.matchFields, `${at}.matchFields`, errors)) : undefined
  return {
    errors,
    matches(node) {
      if (errors.length > 0) return false
      if (labels && !labels.matches(node.metadata.labels)) return false
      return !fields || fields.matches(field => (field === 'metadata.name' ? (node.metadata.name ?? '') : ''))
    },
  }
}

/** A compiled node selector: terms are alternatives, and an empty term selects no node. */
export interface NodeMatcher {
  matches(node: Node): boolean
  /** What is wrong with the terms, or undefined. A pod with wrong terms still fits nodes that another term selects. */
  readonly error: string | undefined
}

const errorOf = (terms: readonly Term[]): string | undefined => {
  const all = terms.flatMap(t => t.errors)
  return all.length > 0 ? aggregate(all) : undefined
}

/** `at` names the field in errors; upstream's callers mostly pass none. */
export function compileNodeSelector(selector: NodeSelector, at = ''): NodeMatcher {
  const terms = (selector.nodeSelectorTerms ?? []).flatMap((term, i) => (isEmpty(term) ? [] : [compileTerm(term, `${at && `${at}.`}nodeSelectorTerms[${i}]`)]))
  return { matches: node => terms.some(t => t.matches(node)), error: errorOf(terms) }
}

/** What a pod requires of its node, by nodeSelector and by affinity. */
export function requiredNodeAffinity(spec: Pick<PodSpec, 'nodeSelector' | 'affinity'>): NodeMatcher {
  const labels = spec.nodeSelector && Object.keys(spec.nodeSelector).length > 0 ? selectorFromSet(spec.nodeSelector) : undefined
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  const affinity = required ? compileNodeSelector(required) : undefined
  return {
    matches: node => (labels?.matches(node.metadata.labels) ?? true) && (affinity?.matches(node) ?? true),
    error: affinity?.error,
  }
}

/** What a pod prefers: the sum of the weights of the terms that a node fulfils. */
export interface NodePreference {
  score(node: Node): number
  readonly error: string | undefined
}

export function compilePreferredTerms(preferred: readonly PreferredSchedulingTerm[] | undefined, at = ''): NodePreference {
  const terms = (preferred ?? []).flatMap(({ weight, preference }, i) =>
    weight === 0 || isEmpty(preference) ? [] : [{ weight, term: compileTerm(preference, `${at}[${i}]`) }])
  return {
    score: node => terms.reduce((sum, { weight, term }) => (term.matches(node) ? sum + weight : sum), 0),
    error: errorOf(terms.map(t => t.term)),
  }
}
