// What a client asks first: which groups, versions and resources there are. Upstream: apiserver/pkg/endpoints/discovery.
import { kinds, type Kind } from './kinds.ts'

/** What can be done with every kind that is stored. */
export const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']
export const VERSION = {
  major: '1', minor: '36', gitVersion: 'v1.36.2', gitCommit: '', gitTreeState: 'clean', buildDate: '2026-06-09T00:00:00Z', goVersion: 'go1.25', compiler: 'gc', platform: 'linux/amd64',
}

/** What is only made, and not stored: one asks, and is answered. */
export const reviews = [
  { group: '', version: 'v1', kind: 'Binding', plural: 'bindings', namespaced: true },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'SelfSubjectReview', plural: 'selfsubjectreviews', namespaced: false },
  { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenReview', plural: 'tokenreviews', namespaced: false },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'LocalSubjectAccessReview', plural: 'localsubjectaccessreviews', namespaced: true },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview', plural: 'selfsubjectaccessreviews', namespaced: false },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview', plural: 'selfsubjectrulesreviews', namespaced: false },
  { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview', plural: 'subjectaccessreviews', namespaced: false },
] as const

/** Subresources that are served over REST, what they hold, and what can be done with them. */
const SUBRESOURCES: Readonly<Record<string, readonly [group: string, version: string, kind: string, verbs: readonly string[]]>> = {
  status: ['', '', '', ['get', 'patch', 'update']], scale: ['autoscaling', 'v1', 'Scale', ['get', 'patch', 'update']], log: ['', 'v1', 'Pod', ['get']],
  exec: ['', 'v1', 'PodExecOptions', ['create', 'get']], token: ['authentication.k8s.io', 'v1', 'TokenRequest', ['create']], eviction: ['policy', 'v1', 'Eviction', ['create']], binding: ['', 'v1', 'Binding', ['create']],
}

const groupVersions = (): [string, string][] => {
  const seen = new Map<string, [string, string]>()
  for (const { group, version } of [...kinds, ...reviews]) seen.set(`${group}/${version}`, [group, version])
  return [...seen.values()]
}

const groupsOf = (): Map<string, string[]> => {
  const out = new Map<string, string[]>()
  for (const [group, version] of groupVersions()) out.set(group, [...(out.get(group) ?? []), version])
  return out
}

const inVersion = (group: string, version: string): readonly Kind[] => kinds.filter(k => k.group === group && k.version === version)

/** `/api/v1`, `/apis/apps/v1`. */
export function resourceList(group: string, version: string): object | undefined {
  if (!groupVersions().some(([g, v]) => g === group && v === version)) return undefined
  const resources = inVersion(group, version).flatMap(k => [
    {
      name: k.plural, singularName: k.singular, namespaced: k.namespaced, kind: k.kind, verbs: VERBS, ...(k.shortNames.length ? { shortNames: k.shortNames } : {}),
      ...(k.categories.length ? { categories: k.categories } : {}), storageVersionHash: '',
    },
    ...k.subresources.flatMap(sub => {
      const known = SUBRESOURCES[sub]
      if (!known) return []
      const [g, v, kind, verbs] = known
      return [{ name: `${k.plural}/${sub}`, singularName: '', namespaced: k.namespaced, ...(g ? { group: g, version: v } : {}), kind: kind || k.kind, verbs }]
    }),
  ])
  const asked = reviews.filter(r => r.group === group && r.version === version).map(r => ({ name: r.plural, singularName: r.kind.toLowerCase(), namespaced: r.namespaced, kind: r.kind, verbs: ['create'] }))
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: group ? `${group}/${version}` : version, resources: [...resources, ...asked] }
}

const groupOf = (name: string, versions: readonly string[]) => {
  const list = versions.map(version => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions: list, preferredVersion: list[0] }
}

/** `more`: groups that others serve behind this server. */
export const groupList = (more: readonly object[]): object => ({
  kind: 'APIGroupList', apiVersion: 'v1', groups: [...[...groupsOf()].filter(([name]) => name !== '').map(([name, versions]) => groupOf(name, versions)), ...more],
})

export function apiGroup(name: string): object | undefined {
  const versions = groupsOf().get(name)
  return versions && name ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(name, versions) } : undefined
}

export const coreVersions = (address: string): object =>
  ({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }] })

/** `Accept: …;as=APIGroupDiscoveryList`: everything of `/api` or of `/apis` in one answer. */
export function aggregated(core: boolean, version: string, more: readonly object[] = []): object {
  const kindRef = (group: string, v: string, kind: string) => ({ group, version: v, kind })
  const items = [...groupsOf()].filter(([name]) => (name === '') === core).map(([name, versions]) => ({
    metadata: { ...(name ? { name } : {}), creationTimestamp: null },
    versions: versions.map(v => ({
      version: v, freshness: 'Current',
      resources: [
        ...inVersion(name, v).map(k => {
          const subresources = k.subresources.flatMap(sub => {
            const known = SUBRESOURCES[sub]
            return known ? [{ subresource: sub, responseKind: known[2] ? kindRef(known[0], known[1], known[2]) : kindRef(k.group, k.version, k.kind), verbs: known[3] }] : []
          })
          return {
            resource: k.plural, responseKind: kindRef(k.group, k.version, k.kind), scope: k.namespaced ? 'Namespaced' : 'Cluster', singularResource: k.singular, verbs: VERBS,
            ...(k.shortNames.length ? { shortNames: k.shortNames } : {}), ...(k.categories.length ? { categories: k.categories } : {}), ...(subresources.length ? { subresources } : {}),
          }
        }),
        ...reviews.filter(r => r.group === name && r.version === v).map(r => ({
          resource: r.plural, responseKind: kindRef(name, v, r.kind), scope: r.namespaced ? 'Namespaced' : 'Cluster', singularResource: r.kind.toLowerCase(), verbs: ['create'],
        })),
      ],
    })),
  }))
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items: [...items, ...more] }
}

/** Paths of `/`, as a server lists them. */
export const rootPaths = (): string[] => ['/api', '/api/v1', '/apis', ...[...groupsOf()].filter(([g]) => g).flatMap(([g, vs]) => [`/apis/${g}`, ...vs.map(v => `/apis/${g}/${v}`)]),
  '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version']

export const servedVersions = groupVersions
