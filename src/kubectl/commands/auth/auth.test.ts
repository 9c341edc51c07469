// Roles, bindings, tokens, and what one may do, line by line, held against a real kubectl on a served cluster.
import { beforeAll, describe, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../../../engine/index.ts'
import { consoleOn } from '../../testing/console.ts'

const FILES = {
  'more.yaml': `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: bob}]
`,
}
let cluster: Cluster
const at = (line: string) => consoleOn(cluster.client(), FILES).k(line)
beforeAll(() => {
  cluster = createCluster({ seed: 2 })
  cluster.world.travel({ forMs: 1000 })
  const made = [
    'create role reader --verb=get,list --resource=pods,pods/log,deploy', 'create rolebinding readers --role=reader --user=alice --group=dev --serviceaccount=default:robot',
    'create clusterrolebinding viewers --clusterrole=view --user=vera', 'create sa robot',
  ]
  for (const line of made) if (at(line).code !== 0) throw new Error(line)
})

describe('what is shown', () => {
  test('a role has a time, a binding its role and, wide, who has it', () => {
    expect(at('get role').out).toMatch(/^NAME +CREATED AT\nreader +2026-01-01T09:00:01Z\n$/)
    expect(at('get rolebindings -o wide').out).toBe('NAME      ROLE          AGE   USERS   GROUPS   SERVICEACCOUNTS\nreaders   Role/reader   0s    alice   dev      default/robot\n')
  })

  test('a described role has a line for each resource, sorted by what may be done', () => {
    expect(at('describe role reader').out).toBe(`Name:         reader
Labels:       <none>
Annotations:  <none>
PolicyRule:
  Resources         Non-Resource URLs  Resource Names  Verbs
  ---------         -----------------  --------------  -----
  pods/log          []                 []              [get list]
  pods              []                 []              [get list]
  deployments.apps  []                 []              [get list]
`)
  })

  test('a described binding has its role and its subjects', () => {
    expect(at('describe rolebinding readers').out).toBe(`Name:         readers
Labels:       <none>
Annotations:  <none>
Role:
  Kind:  Role
  Name:  reader
Subjects:
  Kind            Name   Namespace
  ----            ----   ---------
  User            alice  
  Group           dev    
  ServiceAccount  robot  default
`)
  })

  test.each([
    ['', '', 'kubernetes-admin', '[kubeadm:cluster-admins system:authenticated]'], ['--as=alice', '', 'alice', '[system:authenticated]'],
    ['--as=alice --as-group=dev --as-uid=7', 'UID         7\n', 'alice', '[dev system:authenticated]'],
  ])('whoami %s', (flags, uid, name, groups) => expect(at(`auth whoami ${flags}`).out).toBe(`ATTRIBUTE   VALUE\nUsername    ${name}\n${uid}Groups      ${groups}\n`))
})

const N = 'verb resource or verb resource/resourceName'
describe('auth can-i', () => {
  test.each([
    ['get pods', 'yes\n', '', 0], ["'*' '*'", 'yes\n', '', 0], ['list pods --as=alice', 'yes\n', '', 0], ['list pods --as=alice -A', 'no\n', '', 1], ['list pods --as=alice -n kube-system', 'no\n', '', 1],
    ['create pods --as=alice', 'no\n', '', 1], ['get pods --subresource=log --as=alice', 'yes\n', '', 0], ['get pods --subresource=exec --as=alice', 'no\n', '', 1],
    ['list deployments --as=x --as-group=dev', 'yes\n', '', 0], ['list deploy.apps/web --as=alice', 'yes\n', '', 0], ['get pods --as=system:serviceaccount:default:robot', 'yes\n', '', 0],
    ['get /healthz --as=alice', 'yes\n', '', 0], ['get /metrics --as=alice', 'no\n', '', 1], ['get secrets --as=vera -q', '', '', 1],
    ['list nodes --as=vera', 'no\n', "Warning: resource 'nodes' is not namespace scoped\n\n", 1], ['frob pods --as=vera', 'no\n', "Warning: verb 'frob' is not a known verb\n\n", 1],
    ['get fufu --as=vera', 'no\n', "Warning: the server doesn't have a resource type 'fufu'\n\n", 1], ['impersonate users --as=vera', 'no\n', '', 1],
    ['get', '', `error: you must specify two arguments: ${N}.\nSee 'kubectl auth can-i -h' for help and examples.\n`, 1],
    ['get /x --subresource=log', '', 'error: --subresource can not be used with NonResourceURL\n', 1], ['get pods --no-headers', '', 'error: --no-headers cannot be set without --list specified\n', 1],
    ['--list pods', '', 'error: list option must be specified with no arguments\n', 1],
    ['--list -A', '', "error: list option can't be specified with neither quiet, all-namespaces nor subresource options\n", 1],
  ])('%s', (line, out, err, code) => expect(at(`auth can-i ${line}`)).toEqual({ out, err, code }))

  test('--list: a line for each, own rights and those of everybody', () => {
    const { out } = at('auth can-i --list --as=alice')
    expect(out.split('\n')[0]).toBe('Resources                                       Non-Resource URLs   Resource Names   Verbs')
    expect(out).toContain('\ndeployments.apps                                []                  []               [get list]\n')
    expect(at('auth can-i --list --as=alice -n kube-system').out).not.toContain('deployments')
    expect(at('auth can-i --list --no-headers').out.split('\n')[0]).toMatch(/^\*\.\* +\[\] +\[\] +\[\*\]$/)
  })
})

describe('as somebody else', () => {
  test.each([
    ['get pods --as=alice', '', 'No resources found in default namespace.\n', 0],
    ['get secrets --as=alice', '', 'Error from server (Forbidden): secrets is forbidden: User "alice" cannot list resource "secrets" in API group "" in the namespace "default"\n', 1],
    ['get pods -A --as=alice', '', 'Error from server (Forbidden): pods is forbidden: User "alice" cannot list resource "pods" in API group "" at the cluster scope\n', 1],
    ['get deploy web --as=x', '', 'Error from server (Forbidden): deployments.apps "web" is forbidden: User "x" cannot get resource "deployments" in API group "apps" in the namespace "default"\n', 1],
    ['delete pod a --as=alice', '', 'Error from server (Forbidden): pods "a" is forbidden: User "alice" cannot delete resource "pods" in API group "" in the namespace "default"\n', 1],
    ['delete pod a --as=x', '', 'Error from server (Forbidden): pods "a" is forbidden: User "x" cannot delete resource "pods" in API group "" in the namespace "default"\n', 1],
    ['create deployment d --image=nginx --as=vera', '', 'error: failed to create deployment: deployments.apps is forbidden: User "vera" cannot create resource "deployments" in API group "apps" in the namespace "default"\n', 1],
    ['logs a --as=x', '', 'Error from server (Forbidden): pods "a" is forbidden: User "x" cannot get resource "pods" in API group "" in the namespace "default"\n', 1],
    ['get pods --as-group=dev', '', 'error: requesting uid, groups or user-extra for kubernetes-admin without impersonating a user\n', 1],
  ])('%s', (line, out, err, code) => expect(at(line)).toEqual({ out, err, code }))
})

describe('what is made', () => {
  const dry = (line: string) => at(`create ${line} --dry-run=client -o yaml`)
  test('one rule for each group, with the names that the server knows', () => expect(dry('role x --verb=get,list,get --resource=po,pods/log,deploy,jobs.batch --resource-name=a').out).toBe(`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: x
rules:
- apiGroups:
  - ""
  resourceNames:
  - a
  resources:
  - pods
  - pods/log
  verbs:
  - get
  - list
- apiGroups:
  - apps
  resourceNames:
  - a
  resources:
  - deployments
  verbs:
  - get
  - list
- apiGroups:
  - batch
  resourceNames:
  - a
  resources:
  - jobs
  verbs:
  - get
  - list
`))

  test('a cluster role that gathers others', () => expect(dry('clusterrole x --aggregation-rule=a=b').out).toBe(`aggregationRule:
  clusterRoleSelectors:
  - matchLabels:
      a: b
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: x
rules: null
`))

  test.each([
    ['role', "exactly one NAME is required, got 0\nSee 'kubectl create role -h' for help and examples"], ['role x --resource=pods', 'at least one verb must be specified'],
    ['role x --verb=get', 'at least one resource must be specified'], ['role x --verb=use --resource=pods', "can not perform 'use' on 'pods' in group ''"],
    ['role x --verb=get --resource=/log', 'resource must be specified if apiGroup/subresource specified'],
    ['clusterrole x --verb=get', 'one of resource or nonResourceURL must be specified'], ['clusterrole x --verb=get --non-resource-url=x', 'nonResourceURL should start with /'],
    ['clusterrole x --verb=list --non-resource-url=/x', "invalid verb: 'list' for nonResourceURL"], ["clusterrole x --verb=get --non-resource-url='/a*b'", "nonResourceURL only supports wildcard matches when '*' is at the end"],
    ['clusterrole x --verb=get --aggregation-rule=a=b', 'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames'],
    ['clusterrole x --aggregation-rule=ab', 'invalid argument "ab" for "--aggregation-rule" flag: malformed pair, expect string=string\nSee \'kubectl create clusterrole --help\' for usage.'],
    ['rolebinding x', 'exactly one of clusterrole or role must be specified'], ['rolebinding x --role=a --clusterrole=b', 'exactly one of clusterrole or role must be specified'],
    ['rolebinding x --role=a --serviceaccount=b', 'serviceaccount must be <namespace>:<name>'], ['clusterrolebinding x', 'required flag(s) "clusterrole" not set'],
    ['token robot --duration=-1s', '--duration must be greater than or equal to 0'], ['token robot --duration=1ms', '--duration cannot be expressed in units less than seconds'],
    ['token robot --bound-object-kind=Job', 'supported --bound-object-kind values are Node, Pod, Secret'], ['token robot --bound-object-name=x', '--bound-object-name can only be set if --bound-object-kind is provided'],
    ['token nobody', 'failed to create token: serviceaccounts "nobody" not found'],
    ['token robot --duration=1m', 'failed to create token: TokenRequest.authentication.k8s.io "robot" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes'],
  ])('%s', (line, words) => expect(at(`create ${line}`)).toEqual({ out: '', err: `error: ${words}\n`, code: 1 }))

  test('an unknown resource is the server’s affair', () => expect(at('create role x --verb=get --resource=fufu.example').err).toBe('the server doesn\'t have a resource type "fufu" in group "example"\n'))
  test('an unknown verb is warned of', () => expect(at('create role x --verb=frob --resource=pods --dry-run=client').err).toBe("Warning: 'frob' is not a standard resource verb\n"))
  test('a token is three parts, and the account’s', () => {
    const token = at('create token robot').out.trim()
    expect(cluster.client().access!.bearer(token)?.name).toBe('system:serviceaccount:default:robot')
  })
})

describe('set subject', () => {
  test.each([
    ['rolebinding readers --user=zoe --user=alice --serviceaccount=:own', { out: 'rolebinding.rbac.authorization.k8s.io/readers subjects updated\n', err: '', code: 0 }],
    ['rolebinding readers --user=alice', { out: '', err: '', code: 0 }],
    ['rolebinding readers', { out: '', err: 'error: you must specify at least one value of user, group or serviceaccount\n', code: 1 }],
    ['clusterrolebinding viewers --serviceaccount=:own', { out: '', err: 'error: serviceaccount must be <namespace>:<name>, namespace must be specified\n', code: 1 }],
    ['rolebinding readers --serviceaccount=own', { out: '', err: 'error: serviceaccount must be <namespace>:<name>\n', code: 1 }],
  ])('%s', (line, wanted) => expect(at(`set subject ${line}`)).toEqual(wanted))
  test('what was added is there, once, in the namespace of the line', () => expect(at("get rolebinding readers -o jsonpath='{.subjects[*].name} {.subjects[4].namespace}'").out).toBe('alice dev robot zoe own default'))
})

test('auth reconcile adds what a role and a binding miss, and takes away only when asked', () => {
  expect(at('auth reconcile -f more.yaml')).toEqual({
    out: 'role.rbac.authorization.k8s.io/reader reconciled\nrolebinding.rbac.authorization.k8s.io/readers reconciled\n', code: 0,
    err: '\treconciliation required update\n\tmissing rules added:\n\t\t{Verbs:[watch] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}\n'
      + '\treconciliation required update\n\tmissing subjects added:\n\t\t{Kind:User APIGroup:rbac.authorization.k8s.io Name:bob Namespace:}\n',
  })
  expect(at('auth reconcile -f more.yaml').err).toBe('')
  const { err } = at('auth reconcile -f more.yaml --remove-extra-permissions --remove-extra-subjects')
  expect(err).toContain('\textra rules removed:\n\t\t{Verbs:[get] APIGroups:[] Resources:[pods/log] ResourceNames:[] NonResourceURLs:[]}\n')
  expect(err).toContain('\textra subjects removed:\n\t\t{Kind:User APIGroup:rbac.authorization.k8s.io Name:alice Namespace:}\n')
  expect(at("get rolebinding readers -o jsonpath='{.subjects[*].name}'").out).toBe('bob')
})
