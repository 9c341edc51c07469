// `kubectl create role` and `create clusterrole`. Upstream: kubectl/pkg/cmd/create/create_{role,clusterrole}.go.
import type { PolicyRule } from '../../../kube/rbac.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { KubectlError } from '../../errors.ts'
import type { Flag } from '../../parse/flags.ts'
import { kindFor } from '../../parse/resources.ts'
import type { Invocation } from '../command.ts'
import { generatorCommand } from './generator.ts'

const API = 'rbac.authorization.k8s.io/v1'
const VERBS = ['*', 'get', 'delete', 'list', 'create', 'update', 'patch', 'watch', 'proxy', 'deletecollection', 'use', 'bind', 'escalate', 'impersonate']
const URL_VERBS = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options']
/** Verbs that mean something for these resources only, each as `group/plural`. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  use: [], bind: ['rbac.authorization.k8s.io/roles', 'rbac.authorization.k8s.io/clusterroles'], escalate: ['rbac.authorization.k8s.io/roles', 'rbac.authorization.k8s.io/clusterroles'],
  impersonate: ['/users', '/serviceaccounts', '/groups', 'authentication.k8s.io/userextras'],
}

interface Resource { readonly group: string; readonly plural: string; readonly subresource: string; readonly known: boolean }

const unique = (list: readonly string[]): string[] => [...new Set(list)]
const verbsOf = (call: Invocation): string[] => (call.strings('verb').includes('*') ? ['*'] : unique(call.strings('verb')))

function resourceOf(text: string): Resource {
  const slash = text.indexOf('/')
  const [name, subresource] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)]
  const dot = name.indexOf('.')
  const [word, group] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)]
  const kind = kindFor(name)
  return kind && (dot < 0 || kind.group === group) ? { group: kind.group, plural: kind.plural, subresource, known: true } : { group, plural: word, subresource, known: false }
}

function resourcesOf(call: Invocation): Resource[] {
  const out: Resource[] = []
  for (const text of call.strings('resource')) {
    if (text === '*') return [resourceOf(text)]
    out.push(resourceOf(text))
  }
  return out
}

function judgeResources(resources: readonly Resource[], verbs: readonly string[]): void {
  for (const { group, plural, known } of resources) {
    if (!plural) throw new KubectlError('resource must be specified if apiGroup/subresource specified')
    if (plural === '*') return
    const special = verbs.filter(v => SPECIAL[v])
    const wrong = special.find(v => !SPECIAL[v]!.includes(`${group}/${plural}`))
    if (wrong !== undefined) throw new KubectlError(`can not perform '${wrong}' on '${plural}' in group '${group}'`)
    if (!known && special.length === 0) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(plural)}${group ? ` in group ${JSON.stringify(group)}` : ''}`, { bare: true })
  }
}

function warnOfVerbs(call: Invocation, verbs: readonly string[]): void {
  for (const verb of verbs) if (!VERBS.includes(verb)) call.err(`Warning: '${verb}' is not a standard resource verb\n`)
}

/** One rule for each group. */
function rulesOf(call: Invocation, resources: readonly Resource[], urls: readonly string[] = []): PolicyRule[] {
  const verbs = verbsOf(call)
  const names = unique(call.strings('resource-name'))
  const byGroup = new Map<string, string[]>()
  for (const { group, plural, subresource } of resources) byGroup.set(group, unique([...(byGroup.get(group) ?? []), subresource ? `${plural}/${subresource}` : plural]))
  const rules: PolicyRule[] = [...byGroup.keys()].sort().map(group => ({ apiGroups: [group], ...(names.length ? { resourceNames: names } : {}), resources: byGroup.get(group)!, verbs }))
  return urls.length ? [...rules, { nonResourceURLs: [...urls], verbs }] : rules
}

const flags: readonly Flag[] = [
  { name: 'verb', type: 'strings', default: [], usage: 'Verb that applies to the resources contained in the rule', values: VERBS },
  { name: 'resource', type: 'strings', default: [], usage: 'Resource that the rule applies to', values: 'kind' },
  { name: 'resource-name', type: 'list', default: [], usage: 'Name of an object that the rule is limited to; may be given several times' },
]

const role = (kind: string, name: string, rest: object): AnyObject => ({ apiVersion: API, kind, metadata: { name }, ...rest }) as AnyObject

export const createRole = generatorCommand({
  path: 'role', summary: 'Create a role with single rule', flags,
  usage: 'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  make(call, name) {
    const [verbs, resources] = [verbsOf(call), resourcesOf(call)]
    if (verbs.length === 0) throw new KubectlError('at least one verb must be specified')
    warnOfVerbs(call, verbs)
    if (resources.length === 0) throw new KubectlError('at least one resource must be specified')
    judgeResources(resources, verbs)
    return role('Role', name, { rules: rulesOf(call, resources) })
  },
})

function judgeUrls(urls: readonly string[], verbs: readonly string[]): void {
  const wrong = urls.length ? verbs.find(v => !URL_VERBS.includes(v)) : undefined
  if (wrong !== undefined) throw new KubectlError(`invalid verb: '${wrong}' for nonResourceURL`)
  for (const url of urls.filter(u => u !== '*')) {
    if (!url.startsWith('/')) throw new KubectlError('nonResourceURL should start with /')
    if (url.slice(0, -1).includes('*')) throw new KubectlError("nonResourceURL only supports wildcard matches when '*' is at the end")
  }
}

function aggregationOf(call: Invocation): Record<string, string> {
  return Object.fromEntries(call.strings('aggregation-rule').flatMap(t => t.split(',')).filter(Boolean).map(pair => {
    const at = pair.indexOf('=')
    if (at < 0) throw new KubectlError(`invalid argument ${JSON.stringify(pair)} for "--aggregation-rule" flag: malformed pair, expect string=string\nSee 'kubectl create clusterrole --help' for usage.`)
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  }))
}

export const createClusterRole = generatorCommand({
  path: 'clusterrole', summary: 'Create a cluster role', cluster: true,
  usage: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: [
    ...flags, { name: 'non-resource-url', type: 'strings', default: [], usage: 'A path that is no resource, such as /logs/*' },
    { name: 'aggregation-rule', type: 'strings', default: [], usage: 'Labels of the cluster roles whose rules are gathered in this one' },
  ],
  make(call, name) {
    const [verbs, resources, urls, matchLabels] = [verbsOf(call), resourcesOf(call), unique(call.strings('non-resource-url')), aggregationOf(call)]
    if (Object.keys(matchLabels).length) {
      if (verbs.length || resources.length || urls.length || call.strings('resource-name').length) throw new KubectlError('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames')
      return role('ClusterRole', name, { aggregationRule: { clusterRoleSelectors: [{ matchLabels }] }, rules: null })
    }
    if (verbs.length === 0) throw new KubectlError('at least one verb must be specified')
    if (resources.length === 0 && urls.length === 0) throw new KubectlError('one of resource or nonResourceURL must be specified')
    if (resources.length) warnOfVerbs(call, verbs)
    judgeResources(resources, verbs)
    judgeUrls(urls, verbs)
    return role('ClusterRole', name, { rules: rulesOf(call, resources, urls) })
  },
})
