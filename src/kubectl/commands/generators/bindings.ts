// `kubectl create rolebinding` and `create clusterrolebinding`. Upstream: kubectl/pkg/cmd/create/create_{rolebinding,clusterrolebinding}.go.
import type { AnyObject } from '../../../kube/object.ts'
import type { Subject } from '../../../kube/rbac.ts'
import { KubectlError } from '../../errors.ts'
import type { Flag } from '../../parse/flags.ts'
import type { Invocation } from '../command.ts'
import { generatorCommand } from './generator.ts'

const GROUP = 'rbac.authorization.k8s.io'

export const subjectFlags: readonly Flag[] = [
  { name: 'user', type: 'list', default: [], usage: 'Usernames to bind to the role' }, { name: 'group', type: 'list', default: [], usage: 'Groups to bind to the role' },
  { name: 'serviceaccount', type: 'list', default: [], usage: 'Service accounts to bind to the role, in the format <namespace>:<name>' },
]

/** Those who get a role: `names` gives each list of names its order; an account without a namespace is in `fallback`, where there may be one. */
export function subjectsOf(call: Invocation, names: (list: readonly string[]) => readonly string[] = list => list, fallback?: string): Subject[] {
  return [
    ...names(call.strings('user')).map(name => ({ apiGroup: GROUP, kind: 'User', name })), ...names(call.strings('group')).map(name => ({ apiGroup: GROUP, kind: 'Group', name })),
    ...names(call.strings('serviceaccount')).map(text => {
      const [namespace, name, ...more] = text.split(':')
      if ((!namespace && fallback === undefined) || !name || more.length) throw new KubectlError('serviceaccount must be <namespace>:<name>')
      return { kind: 'ServiceAccount', name, namespace: namespace || fallback! }
    }),
  ]
}

function binding(call: Invocation, kind: string, name: string, role: string, of: string): AnyObject {
  const subjects = subjectsOf(call)
  return { apiVersion: `${GROUP}/v1`, kind, metadata: { name }, roleRef: { apiGroup: GROUP, kind: of, name: role }, ...(subjects.length ? { subjects } : {}) } as unknown as AnyObject
}

const clusterRoleFlag: Flag = { name: 'clusterrole', type: 'string', default: '', usage: 'ClusterRole this binding should reference', values: 'clusterrole' }

export const createRoleBinding = generatorCommand({
  path: 'rolebinding', summary: 'Create a role binding for a particular role or cluster role', failure: 'failed to create rolebinding',
  usage: 'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: [clusterRoleFlag, { name: 'role', type: 'string', default: '', usage: 'Role this binding should reference', values: 'role' }, ...subjectFlags],
  make(call, name) {
    const [cluster, role] = [call.text('clusterrole'), call.text('role')]
    if ((cluster === '') === (role === '')) throw new KubectlError('exactly one of clusterrole or role must be specified')
    return binding(call, 'RoleBinding', name, role || cluster, role ? 'Role' : 'ClusterRole')
  },
})

export const createClusterRoleBinding = generatorCommand({
  path: 'clusterrolebinding', summary: 'Create a cluster role binding for a particular cluster role', failure: 'failed to create clusterrolebinding', cluster: true,
  usage: 'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: [{ ...clusterRoleFlag, required: true }, ...subjectFlags],
  make: (call, name) => binding(call, 'ClusterRoleBinding', name, call.text('clusterrole'), 'ClusterRole'),
})
