// Our words for roles and who has them.
import type { Texts } from './text.ts'

const SUBJECTS: readonly [string, string] = ['Who gets the role: users, groups, service accounts.', '获得该角色的主体：用户、用户组、服务账号。']
const ROLE_REF: readonly [string, string] = ['Which role they get. It cannot be changed: another role is another binding.', '授予哪个角色。不能修改；换一个角色需要新建绑定。']
const RULES: readonly [string, string] = ['What it allows. Rules only allow; nothing forbids.', '允许的操作。规则只能允许，不能禁止。']

export const accessTexts: Texts = {
  'rbac.Role': { '': ['What may be done to which objects of one namespace. It does nothing until a binding gives it to somebody.', '规定在一个命名空间中可以对哪些对象做什么。通过绑定授予某个主体后才生效。'], rules: RULES },
  'rbac.ClusterRole': {
    '': ['As a Role, for the whole cluster: for objects without a namespace, for all namespaces, or to be bound in single ones.', '与 Role 类似，但属于整个集群：可用于没有命名空间的对象、所有命名空间，也可在单个命名空间中绑定。'],
    rules: RULES, aggregationRule: ['Its rules are gathered from all cluster roles with such labels; what is written into `rules` is overwritten.', '其规则由带有指定标签的所有 ClusterRole 汇总而成；写在 `rules` 里的内容会被覆盖。'],
  },
  'rbac.RoleBinding': { '': ['Gives a Role or a ClusterRole to somebody, in its own namespace only.', '把 Role 或 ClusterRole 授予某些主体，仅在所在命名空间内有效。'], subjects: SUBJECTS, roleRef: ROLE_REF },
  'rbac.ClusterRoleBinding': { '': ['Gives a ClusterRole to somebody, everywhere.', '把 ClusterRole 授予某些主体，在整个集群内有效。'], subjects: SUBJECTS, roleRef: ROLE_REF },
  'rbac.PolicyRule': {
    verbs: ['What may be done: get, list, watch, create, update, patch, delete, deletecollection; `*` is everything.', '可以做什么：get、list、watch、create、update、patch、delete、deletecollection；`*` 表示全部。'],
    apiGroups: ['Groups of the API that the resources are in. The empty text is the core group: pods, services, nodes.', '资源所在的 API 组。空字符串表示核心组：Pod、Service、Node 等。'],
    resources: ['Which resources, in the plural; parts of them behind a slash: `pods/log`.', '哪些资源，用复数表示；子资源写在斜杠后：`pods/log`。'],
    resourceNames: ['Only objects of these names. Not for list and create, which name none.', '仅限这些名称的对象。对不指定名称的 list 和 create 不起作用。'],
    nonResourceURLs: ['Paths that are no resources, such as `/healthz`; `*` at the end stands for anything.', '不属于任何资源的路径，例如 `/healthz`；末尾的 `*` 代表任意内容。'],
  },
  'rbac.Subject': {
    kind: ['`User`, `Group` or `ServiceAccount`.', '`User`、`Group` 或 `ServiceAccount`。'],
    name: ['The name of the user, group or service account.', '用户、用户组或服务账号的名称。'],
    namespace: ['The namespace of the service account.', '服务账号所在的命名空间。'],
  },
  'rbac.RoleRef': { kind: ['`Role` or `ClusterRole`.', '`Role` 或 `ClusterRole`。'], name: ['The name of the role.', '角色的名称。'] },
  'rbac.AggregationRule': { clusterRoleSelectors: ['Labels of the cluster roles that are gathered.', '要汇总的 ClusterRole 的标签。'] },
}
