// What a rule of a role allows, and whether rules allow all that others do.
// Upstream: pkg/apis/rbac/v1/evaluation_helpers.go, component-helpers/auth/rbac/validation/policy_comparator.go, pkg/apis/rbac/validation/policy_compact.go.
import type { PolicyRule } from './rbac.ts'

/** A request for a resource, or for a path that is none. */
export interface Attributes {
  readonly verb: string
  readonly group?: string
  readonly resource?: string
  readonly subresource?: string
  readonly name?: string
  readonly namespace?: string | undefined
  /** Of a request that is for no resource. */
  readonly path?: string
}

const has = (list: readonly string[] | undefined, wanted: string): boolean => list?.includes('*') === true || list?.includes(wanted) === true
const all = (list: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean => (wanted ?? []).every(w => list?.includes(w))

function urlMatches(rule: PolicyRule, path: string): boolean {
  return (rule.nonResourceURLs ?? []).some(url => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''))))
}

export function ruleAllows(rule: PolicyRule, { verb, group = '', resource = '', subresource = '', name = '', path }: Attributes): boolean {
  if (path !== undefined) return has(rule.verbs, verb) && urlMatches(rule, path)
  const whole = subresource ? `${resource}/${subresource}` : resource
  return has(rule.verbs, verb) && has(rule.apiGroups, group) && (has(rule.resources, whole) || (subresource !== '' && rule.resources?.includes(`*/${subresource}`) === true))
    && (!rule.resourceNames?.length || rule.resourceNames.includes(name))
}

/** Rules of one verb, one group, one resource and at most one name each, that together allow the same. */
export function brokenDown(rule: PolicyRule): PolicyRule[] {
  const verbs = rule.verbs ?? []
  const names = rule.resourceNames?.length ? rule.resourceNames : [undefined]
  return [
    ...(rule.apiGroups ?? []).flatMap(group => (rule.resources ?? []).flatMap(resource => verbs.flatMap(verb => names.map(name => (
      { verbs: [verb], apiGroups: [group], resources: [resource], ...(name === undefined ? {} : { resourceNames: [name] }) }))))),
    ...(rule.nonResourceURLs ?? []).flatMap(url => verbs.map(verb => ({ verbs: [verb], nonResourceURLs: [url] }))),
  ]
}

function covers(owner: PolicyRule, { verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): boolean {
  const [resource] = resources ?? []
  const slash = resource?.indexOf('/') ?? -1
  const ofAny = slash >= 0 && owner.resources?.includes(`*${resource!.slice(slash)}`)
  return (owner.verbs.includes('*') || all(owner.verbs, verbs)) && (owner.apiGroups?.includes('*') || all(owner.apiGroups, apiGroups))
    && (owner.resources?.includes('*') || ofAny || all(owner.resources, resources))
    && (!owner.resourceNames?.length || ((resourceNames?.length ?? 0) > 0 && all(owner.resourceNames, resourceNames)))
    && (nonResourceURLs ?? []).every(url => urlMatches(owner, url) || owner.nonResourceURLs?.includes(url))
}

/** What of `wanted` is not allowed by `owned`, broken down. */
export const uncovered = (owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] =>
  wanted.flatMap(brokenDown).filter(rule => !owned.some(owner => covers(owner, rule)))

/** Rules that differ by verb alone become one; others stay. */
export function compacted(rules: readonly PolicyRule[]): PolicyRule[] {
  const simple = new Map<string, PolicyRule & { verbs: string[] }>()
  const out: PolicyRule[] = []
  for (const rule of rules) {
    const isSimple = rule.apiGroups?.length === 1 && rule.resources?.length === 1 && (rule.resourceNames?.length ?? 0) <= 1 && !rule.nonResourceURLs?.length
    const key = isSimple ? JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]) : ''
    const before = simple.get(key)
    if (before) before.verbs.push(...rule.verbs)
    else {
      const own = { ...rule, verbs: [...rule.verbs] }
      if (isSimple) simple.set(key, own)
      else out.push(own)
    }
  }
  return [...out, ...simple.values()]
}

/** As Go prints the structure: what sorts them. */
const protoText = (r: PolicyRule): string =>
  `&PolicyRule{Verbs:[${(r.verbs ?? []).join(' ')}],APIGroups:[${(r.apiGroups ?? []).join(' ')}],Resources:[${(r.resources ?? []).join(' ')}],` +
  `ResourceNames:[${(r.resourceNames ?? []).join(' ')}],NonResourceURLs:[${(r.nonResourceURLs ?? []).join(' ')}],}`

/** As an escalation is told: `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}`. */
export function compactText(r: PolicyRule): string {
  const parts: readonly [string, readonly string[] | undefined][] = [
    ['APIGroups', r.apiGroups], ['Resources', r.resources], ['NonResourceURLs', r.nonResourceURLs], ['ResourceNames', r.resourceNames], ['Verbs', r.verbs],
  ]
  return `{${parts.filter(([, list]) => list?.length).map(([name, list]) => `${name}:${quotedList(list!)}`).join(', ')}}`
}

/** Go's `%q` of a list. */
export const quotedList = (list: readonly string[]): string => `[${list.map(t => JSON.stringify(t)).join(' ')}]`
/** Sorted as kubectl and the API server sort rules. */
export const sortedRules = (rules: readonly PolicyRule[]): PolicyRule[] => {
  const keyed = rules.map(rule => [protoText(rule), rule] as const)
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, rule]) => rule)
}
