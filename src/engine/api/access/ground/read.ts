// Reads the notation in which the first roles are written down:
//   NAME [> x: is gathered into x] [< x: gathers what is gathered into x] [!: kubeadm made it, the API server does not keep it up]
//     VERBS GROUPS RESOURCES [NAMES]      R, W, RW: the verbs of reading, of writing, both; `core` is the group without a name
//     VERBS url URLS
import type { AggregationRule, PolicyRule, RoleRef, Subject } from '../../../../kube/rbac.ts'

const GROUP = 'rbac.authorization.k8s.io'
export const AGGREGATE = `${GROUP}/aggregate-to-`

export interface WrittenRole {
  /** `name`, or `namespace/name`. */
  readonly key: string
  readonly into?: string
  readonly gathers?: string
  /** Made by kubeadm: without the label and the annotation of what the API server restores. */
  readonly kubeadm: boolean
  readonly rules: readonly PolicyRule[]
}

export interface WrittenBinding {
  readonly key: string
  readonly role: string
  readonly subjects: readonly Subject[]
  readonly kubeadm: boolean
}

const READ = ['get', 'list', 'watch']
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update']
const VERBS: Readonly<Record<string, string[]>> = { R: READ, W: WRITE, RW: [...WRITE.slice(0, 3), 'get', 'list', 'patch', 'update', 'watch'] }
const EVENTS = 'create,patch,update core,events.k8s.io events'
/** A group that a cluster role gathers: by name, `system:…` stand before their rules. */
const list = (text: string): string[] => text.split(',')

function ruleOf(line: string): PolicyRule {
  const [verbs = '', groups = '', resources = '', names] = (line === '+' ? EVENTS : line).split(' ')
  const all = VERBS[verbs] ?? list(verbs)
  if (groups === 'url') return { nonResourceURLs: list(resources), verbs: all }
  return { apiGroups: list(groups).map(g => (g === 'core' ? '' : g)), ...(names ? { resourceNames: list(names) } : {}), resources: list(resources), verbs: all }
}

export function readRoles(text: string, prefix = ''): WrittenRole[] {
  const out: (WrittenRole & { rules: PolicyRule[] })[] = []
  for (const line of text.split('\n').filter(Boolean)) {
    if (line.startsWith('  ')) {
      out.at(-1)!.rules.push(ruleOf(line.slice(2)))
      continue
    }
    const words = line.split(' ')
    const after = (sign: string) => (words.includes(sign) ? words[words.indexOf(sign) + 1] : undefined)
    const [into, gathers] = [after('>'), after('<')]
    out.push({ key: prefix + words[0]!, ...(into ? { into } : {}), ...(gathers ? { gathers } : {}), kubeadm: words.includes('!'), rules: [] })
  }
  return out
}

function subjectOf(text: string): Subject {
  const at = text.indexOf(':')
  const [kind, name] = [text.slice(0, at), text.slice(at + 1)]
  if (kind !== 'sa') return { apiGroup: GROUP, kind: kind === 'user' ? 'User' : 'Group', name }
  const slash = name.indexOf('/')
  return { kind: 'ServiceAccount', name: name.slice(slash + 1), namespace: name.slice(0, slash) }
}

export const readBindings = (text: string): WrittenBinding[] => text.split('\n').filter(Boolean).map(line => {
  const [key = '', role = '', subjects = '', sign] = line.split(' ')
  return { key, role: role === '=' ? key.slice(key.indexOf('/') + 1) : role, subjects: subjects ? list(subjects).map(subjectOf) : [], kubeadm: sign === '!' }
})

export const aggregation = (of: string): AggregationRule => ({ clusterRoleSelectors: [{ matchLabels: { [AGGREGATE + of]: 'true' } }] })
export const roleRef = (kind: 'Role' | 'ClusterRole', name: string): RoleRef => ({ apiGroup: GROUP, kind, name })
