// The roles and bindings that a cluster of kubeadm's is born with: part of the ground that the world stands on, so they are in no frame, and
// made only when somebody asks for them.
import { ClusterRole as ClusterRoleKind, ClusterRoleBinding as ClusterRoleBindingKind, Role as RoleKind, RoleBinding as RoleBindingKind, apiVersionOf, type Kind } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import type { PolicyRule } from '../../../../kube/rbac.ts'
import { timeOf } from '../../../../kube/rfc3339.ts'
import type { Ground } from '../../../world/ground.ts'
import type { World } from '../../../world/world.ts'
import { clusterRoleBindings, roleBindings } from './bindings.ts'
import { controllerRoles } from './controllerRoles.ts'
import { AGGREGATE, aggregation, readBindings, readRoles, roleRef, type WrittenBinding, type WrittenRole } from './read.ts'
import { clusterRoles, roles } from './roles.ts'

const CONTROLLER = 'system:controller:'
/** What the API server restores at each start. */
const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' }
const ANNOTATIONS = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' }

type Fresh = Omit<AnyObject, 'metadata' | 'apiVersion' | 'kind'> & { readonly key: string; readonly labels?: Readonly<Record<string, string>>; readonly kubeadm: boolean }

const sameRule = (a: PolicyRule, b: PolicyRule) => JSON.stringify(a) === JSON.stringify(b)

/** A role that gathers others has the rules of all of them, in the order of their names, each once. */
function gathered(role: WrittenRole, all: readonly WrittenRole[]): PolicyRule[] {
  const rules: PolicyRule[] = []
  for (const other of all.filter(r => r.into === role.gathers && r !== role).toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    for (const rule of other.gathers ? gathered(other, all) : other.rules) if (!rules.some(r => sameRule(r, rule))) rules.push(rule)
  }
  return rules
}

function freshRoles(all: readonly WrittenRole[]): Fresh[] {
  return all.map(role => ({
    key: role.key, kubeadm: role.kubeadm, ...(role.into ? { labels: { [`${AGGREGATE}${role.into}`]: 'true' } } : {}),
    ...(role.gathers ? { aggregationRule: aggregation(role.gathers) } : {}), rules: role.gathers ? gathered(role, all) : role.rules,
  }))
}

const freshBindings = (all: readonly WrittenBinding[], kind: 'Role' | 'ClusterRole'): Fresh[] =>
  all.map(({ key, role, subjects, kubeadm }) => ({ key, kubeadm, roleRef: roleRef(kind, role), ...(subjects.length ? { subjects } : {}) }))

const controllers = () => readRoles(controllerRoles, CONTROLLER)
const controllerBindings = (): WrittenBinding[] => controllers().map(({ key }) => (
  { key, role: key, kubeadm: false, subjects: [{ kind: 'ServiceAccount', name: key.slice(CONTROLLER.length), namespace: 'kube-system' }] }))

/** By plural; read from the notation once in a process, whatever the number of clusters. */
const written: Readonly<Record<string, () => Fresh[]>> = {
  [ClusterRoleKind.plural]: () => freshRoles([...readRoles(clusterRoles), ...controllers()]),
  [ClusterRoleBindingKind.plural]: () => freshBindings([...readBindings(clusterRoleBindings), ...controllerBindings()], 'ClusterRole'),
  [RoleKind.plural]: () => freshRoles(readRoles(roles)),
  [RoleBindingKind.plural]: () => freshBindings(readBindings(roleBindings), 'Role'),
}
const known = new Map<string, Fresh[]>()

/** What objects of this kind there are before anybody makes one; undefined for kinds of which there are none. */
export function groundOf(world: World, kind: Kind): Ground<AnyObject> | undefined {
  const read = written[kind.plural]
  if (!read) return undefined
  return () => {
    let all = known.get(kind.plural)
    if (!all) known.set(kind.plural, all = read())
    const creationTimestamp = timeOf(world.startAt)
    return all.map(({ key, labels, kubeadm, ...rest }) => {
      const slash = key.indexOf('/')
      const [namespace, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)]
      return [key, {
        apiVersion: apiVersionOf(kind), kind: kind.kind,
        metadata: {
          ...(kubeadm ? {} : { annotations: ANNOTATIONS }), creationTimestamp, ...(kubeadm ? {} : { labels: { ...LABELS, ...labels } }), name, ...(namespace ? { namespace } : {}),
          resourceVersion: '1', uid: world.chance.uuid('uid', kind.plural, namespace ?? '', name, 'ground'),
        },
        ...rest,
      } as AnyObject] as const
    })
  }
}
