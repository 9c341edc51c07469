// Label selectors: compiled once, asked often. The textual form (`app in (a,b),!old`) is read by labelText.ts.
// Upstream: apimachinery/pkg/labels (selector.go) and apis/meta/v1 (helpers.go).
import { labelKeyErrors, labelValueErrors } from './labelRules.ts'
import type { LabelSelector } from './meta.ts'

export type Labels = Readonly<Record<string, string>>
/** As `selection.Operator` spells them. */
export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

export interface Requirement {
  readonly key: string
  readonly operator: LabelOperator
  readonly values: readonly string[]
}

/** A selector that cannot be; the message is upstream's. */
export class SelectorError extends Error {}

/** A compiled selector. Requirements are sorted by key; all of them must hold. */
export interface Selector {
  readonly requirements: readonly Requirement[]
  /** False for the selector that selects nothing at all (a missing one). */
  readonly selectable: boolean
  /** Whether it restricts nothing. */
  readonly empty: boolean
  matches(labels: Labels | undefined): boolean
  /** As kubectl prints it; empty for everything and for nothing. */
  toString(): string
}

const none: Labels = Object.freeze({})
const valueIn = (labels: Labels, key: string): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined)
const INT = /^[+-]?[0-9]+$/
/** A 64-bit whole number, or undefined, as strconv.ParseInt would say. */
export function int64Of(text: string): bigint | undefined {
  if (!INT.test(text)) return undefined
  const n = BigInt(text[0] === '+' ? text.slice(1) : text)
  return BigInt.asIntN(64, n) === n ? n : undefined
}

type Test = (labels: Labels) => boolean

function compile({ key, operator, values }: Requirement): Test {
  const [first, ...more] = values
  switch (operator) {
    case '=': case '==': case 'in': {
      if (values.length === 0) return () => false
      if (more.length === 0) return labels => valueIn(labels, key) === first
      const set = new Set(values)
      return labels => {
        const value = valueIn(labels, key)
        return value !== undefined && set.has(value)
      }
    }
    case '!=': case 'notin': {
      if (values.length === 1) return labels => valueIn(labels, key) !== first
      const set = new Set(values)
      return labels => {
        const value = valueIn(labels, key)
        return value === undefined || !set.has(value)
      }
    }
    case 'exists': return labels => Object.hasOwn(labels, key)
    case '!': return labels => !Object.hasOwn(labels, key)
    case 'gt': case 'lt': {
      const bound = first === undefined || more.length > 0 ? undefined : int64Of(first)
      return labels => {
        const text = valueIn(labels, key)
        const value = text === undefined ? undefined : int64Of(text)
        if (value === undefined || bound === undefined) return false
        return operator === 'gt' ? value > bound : value < bound
      }
    }
  }
}

const byKey = (a: Requirement, b: Requirement) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
const sortedUnique = (values: readonly string[]) => [...values].sort()

/** One requirement as text: `app in (a,b)`. */
function requirementText({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists': return key
    case '!': return `!${key}`
    case 'in': case 'notin': return `${key} ${operator} (${sortedUnique(values).join(',')})`
    case 'gt': return `${key}>${values.join(',')}`
    case 'lt': return `${key}<${values.join(',')}`
    default: return `${key}${operator}${sortedUnique(values).join(',')}`
  }
}

/** Compiles requirements that are known to be valid. */
export function selectorOf(requirements: readonly Requirement[]): Selector {
  const sorted = [...requirements].sort(byKey)
  const tests = sorted.map(compile)
  const [first, second] = tests
  const matches: (labels: Labels | undefined) => boolean =
    first === undefined ? () => true
    : second === undefined ? labels => first(labels ?? none)
    : tests.length === 2 ? labels => first(labels ?? none) && second(labels ?? none)
    : labels => tests.every(t => t(labels ?? none))
  return { requirements: sorted, selectable: true, empty: sorted.length === 0, matches, toString: () => sorted.map(requirementText).join(',') }
}

export const everything: Selector = selectorOf([])
export const nothing: Selector = { requirements: [], selectable: false, empty: false, matches: () => false, toString: () => '' }

/** What several findings read like in one line: `a`, or `[a, b]`. */
export const aggregate = (messages: readonly string[]): string => {
  const unique = [...new Set(messages)]
  return unique.length === 1 ? unique[0]! : `[${unique.join(', ')}]`
}

/** A value as Go prints it in a finding: a missing list is null. */
const shown = (values: readonly string[] | undefined) => (values === undefined ? 'null' : JSON.stringify(values))

/**
 * What is wrong with a requirement, as `path: Invalid value: …`. `at` is the path of the requirement (none by default);
 * `values` is undefined where the field was missing, which upstream prints as null.
 */
export function requirementErrors(key: string, operator: string, values: readonly string[] | undefined, at = ''): string[] {
  const child = (name: string) => (at === '' ? name : `${at}.${name}`)
  const valuesAt = child('values')
  const count = values?.length ?? 0
  const errors: string[] = []
  const keyErrors = labelKeyErrors(key)
  if (keyErrors.length > 0) errors.push(`${child('key')}: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join('; ')}`)
  const wrongValues = (why: string) => errors.push(`${valuesAt}: Invalid value: ${shown(values)}: ${why}`)
  switch (operator) {
    case 'in': case 'notin':
      if (count === 0) wrongValues("for 'in', 'notin' operators, values set can't be empty")
      break
    case '=': case '==': case '!=':
      if (count !== 1) wrongValues('exact-match compatibility requires one single value')
      break
    case 'exists': case '!':
      if (count !== 0) wrongValues('values set must be empty for exists and does not exist')
      break
    case 'gt': case 'lt':
      if (count !== 1) wrongValues("for 'Gt', 'Lt' operators, exactly one value is required")
      values?.forEach((value, i) => {
        if (int64Of(value) === undefined) {
          errors.push(`${valuesAt}[${i}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`)
        }
      })
      break
  }
  values?.forEach((value, i) => {
    const wrong = labelValueErrors(value)
    if (wrong.length > 0) errors.push(`${valuesAt}[${i}][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong.join('; ')}`)
  })
  return errors
}

/** A requirement that has been checked; throws a SelectorError otherwise. */
function requirement(key: string, operator: LabelOperator, values: readonly string[] | undefined, at = ''): Requirement {
  const errors = requirementErrors(key, operator, values, at)
  if (errors.length > 0) throw new SelectorError(aggregate(errors))
  return { key, operator, values: values ?? [] }
}

const operators: Readonly<Record<string, LabelOperator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' }

/** Compiles a selector field, checking it: a missing one selects nothing, an empty one everything. Throws a SelectorError. */
export function parseLabelSelector(selector: LabelSelector | undefined | null): Selector {
  if (selector === undefined || selector === null) return nothing
  const requirements = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => requirement(key, '=', [value]))
  for (const { key = '', operator, values } of selector.matchExpressions ?? []) {
    const known = Object.hasOwn(operators, operator) ? operators[operator] : undefined
    if (known === undefined) throw new SelectorError(`${JSON.stringify(operator)} is not a valid label selector operator`)
    requirements.push(requirement(key, known, values === undefined || values === null || values.length === 0 ? undefined : values))
  }
  return requirements.length === 0 ? everything : selectorOf(requirements)
}

const compiled = new WeakMap<LabelSelector, Selector>()

/**
 * The compiled form of a selector field of a stored object: compiled once per object (objects are never edited).
 * A selector that the API server could not have accepted selects nothing.
 */
export function selectorFor(selector: LabelSelector | undefined): Selector {
  if (selector === undefined) return nothing
  let known = compiled.get(selector)
  if (known === undefined) {
    try {
      known = parseLabelSelector(selector)
    } catch (e) {
      if (!(e instanceof SelectorError)) throw e
      known = nothing
    }
    compiled.set(selector, known)
  }
  return known
}

const compiledSets = new WeakMap<Labels, Selector>()

/** The selector that asks for exactly these labels, as Services and nodeSelector do; no labels select everything. Not checked. */
export function selectorFromSet(set: Labels | undefined): Selector {
  if (set === undefined) return everything
  let known = compiledSets.get(set)
  if (known === undefined) {
    known = selectorOf(Object.entries(set).map(([key, value]) => ({ key, operator: '=' as const, values: [value] })))
    compiledSets.set(set, known)
  }
  return known
}

/** As selectorFromSet, checked as kubectl checks it; throws a SelectorError. */
export const validatedSelectorFromSet = (set: Labels | undefined): Selector => selectorOf(Object.entries(set ?? {}).map(([key, value]) => requirement(key, '=', [value])))

/** As kubectl shows a selector field: `app=web,!old`, `<none>`, `<error>`. */
export function formatLabelSelector(selector: LabelSelector | undefined | null): string {
  try {
    return `${parseLabelSelector(selector)}` || '<none>'
  } catch (e) {
    if (e instanceof SelectorError) return '<error>'
    throw e
  }
}

/** As kubectl shows labels: `a=1,b=2`, sorted by key, `<none>` for none. */
export const formatLabels = (labels: Labels | undefined): string =>
  Object.keys(labels ?? {}).sort().map(key => `${key}=${labels![key]}`).join(',') || '<none>'

/** The one value that the selector asks for under a key, if it asks for one: what an index can be searched by. */
export function exactValue(selector: Selector, key: string): string | undefined {
  const asked = selector.requirements.find(r => r.key === key)
  return asked && (asked.operator === '=' || asked.operator === '==' || asked.operator === 'in') && asked.values.length === 1 ? asked.values[0] : undefined
}

/** Whether two sets of labels say the same; a set that is not there is empty. */
export function sameLabels(a: Labels = {}, b: Labels = {}): boolean {
  if (a === b) return true
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(k => a[k] === b[k])
}
