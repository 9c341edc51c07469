// What `set`, `scale`, `autoscale`, `rollout undo`, `patch` and `describe` print, held against kubectl's source and a real kubectl on a served cluster.
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../engine/index.ts'
import { updatedEnv, sourceText } from './commands/setEnv.ts'
import { consoleOn } from './testing/console.ts'

const CONFIG = `
apiVersion: v1
kind: ConfigMap
metadata: {name: cfg}
data: {a: one, file.conf: two}
---
apiVersion: v1
kind: Secret
metadata: {name: sec}
data: {user: YWRtaW4=}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: a, image: busybox}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers: [{name: init, image: busybox, command: ["true"]}]
      containers:
      - name: nginx
        image: nginx
        env:
        - {name: A, value: b}
        - {name: B, valueFrom: {configMapKeyRef: {name: cfg, key: a}}}
        - {name: C, valueFrom: {secretKeyRef: {name: sec, key: user}}}
        - {name: D, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
        - {name: E, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
`
const TWO = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: two}\nspec:\n  selector: {matchLabels: {app: two}}\n  template:\n    metadata: {labels: {app: two}}\n    spec: {containers: [{name: c, image: nginx}]}\n'

let cluster: Cluster
let k: ReturnType<typeof consoleOn>['k']
beforeEach(() => {
  cluster = createCluster({ seed: 1 })
  k = consoleOn(cluster.client(), { 'all.yaml': CONFIG, 'two.yaml': TWO, 'svc.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: local}\nspec: {clusterIP: None}\n' }).k
  k('kubectl create -f all.yaml')
  cluster.world.travel({ forMs: 3000 })
}, 60_000)

test.each([
  ['new ones come after', [{ name: 'A', value: '1' }], [{ name: 'B', value: '2' }], [], ['A=1', 'B=2']],
  ['one of that name takes its place', [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], [{ name: 'A', value: '3' }], [], ['A=3', 'B=2']],
  ['the first of two new ones counts', [], [{ name: 'A', value: '1' }, { name: 'A', value: '2' }], [], ['A=1']],
  ['taken away, also if it is set', [{ name: 'A', value: '1' }], [{ name: 'A', value: '2' }], ['A'], []],
] as const)('variables: %s', (_what, before, set, removed, after) => expect(updatedEnv(before, set, removed).map(e => `${e.name}=${e.value}`)).toEqual(after))

test.each([
  [{ resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' } }, 'resource field c/limits.cpu'], [{ fieldRef: { fieldPath: 'spec.nodeName' } }, 'field path spec.nodeName'], [{}, 'invalid valueFrom'],
])('where a value comes from: %j', (from, text) => expect(sourceText(from as never)).toBe(text))

describe('set env', () => {
  const listed = (line: string) => k(`kubectl ${line}`).out.split('\n').filter(Boolean)
  test('--list names every container, and where values come from', () => {
    expect(listed('set env deploy/web --list')).toEqual([
      '# Deployment web, container nginx', 'A=b', '# B from configmap cfg, key a', '# C from secret sec, key user', '# D from field path metadata.name', '# E from resource field limits.cpu',
      '# Deployment web, container init',
    ])
  })
  test('--list shows what would be set, and sets nothing', () => {
    expect(listed('set env deploy/web -c init Q=1 --list')).toEqual(['# Deployment web, container init', 'Q=1'])
    expect(listed('set env deploy/web -c init --list')).toEqual(['# Deployment web, container init'])
  })
  test('--resolve fetches values', () => expect(listed('set env deploy/web -c nginx --list --resolve').slice(1, 4)).toEqual(['A=b', 'B=one', 'C=admin']))
  test('--from takes the keys over', () => {
    expect(k('kubectl set env deploy/web -c init --from=configmap/cfg')).toEqual({ out: 'deployment.apps/web env updated\n', err: 'Warning: key a transferred to A\nWarning: key file.conf transferred to FILE_CONF\n', code: 0 })
    expect(k('kubectl set env deploy/web -c init --from=secret/sec --prefix=P_ --keys=user').code).toBe(0)
    expect(listed('set env deploy/web -c init --list')).toEqual(['# Deployment web, container init', '# A from configmap cfg, key a', '# FILE_CONF from configmap cfg, key file.conf', '# P_USER from secret sec, key user'])
  })
  test.each([
    ['set env deploy/web --from=configmap/nope', 'Error from server (NotFound): configmaps "nope" not found\n', 1],
    ['set env deploy/web --from=deploy/web', 'error: unsupported resource specified in --from\n', 1],
    ['set env deploy/web --keys=a', 'error: when specifying --keys, a configmap or secret must be provided with --from\n', 1],
    ['set env A=1 deploy/web', 'error: all resources must be specified before environment changes: A=1 deploy/web\n', 1],
    ['set env deploy/web A=2 A-', 'error: can not both modify and remove the same environment variable in the same command\n', 1],
    ['set env deploy/web A=2 --overwrite=false', "error: deployments/web 'A' already has a value (b), and --overwrite is false\n", 1],
    ['set env deploy/web A=2 -c nope', 'Warning: Deployment/web does not have any containers matching "nope"\n', 0],
    ['set env svc/web A=2', 'error: services/web the object is not a pod or does not have a pod template: *v1.Service\n', 1],
    ['set env deploy/web', '', 0],
  ])('%s', (line, err, code) => expect(k(`kubectl ${line}`)).toEqual({ out: '', err, code }))
})

describe('what is refused', () => {
  test.each([
    ['set image deploy/web', 'error: at least one image update is required\n'],
    ['set image deploy/web nginx=nginx:1 --local', "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n"],
    ['set resources deploy/web --requests=cpu=1x', "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'\n"],
    ['set resources deploy/web', 'error: you must specify an update to requests or limits (in the form of --requests/--limits)\n'],
    ['scale deploy/web --replicas=-1', 'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0\n'],
    ['scale rs/nope --replicas=1', 'Error from server (NotFound): replicasets.apps "nope" not found\n'],
    ['scale deploy/web --replicas=1 --resource-version=5', /^error: Expected resource version to be 5, was \d+\n$/],
    ['scale deploy/web --replicas=1 --current-replicas=-2', 'error: The --current-replicas must specify an integer of -1 or greater\n'],
    ['patch deploy web', 'error: must specify --patch or --patch-file containing the contents of the patch\n'],
    ['patch deploy web -p {} --patch-file two.yaml', 'error: cannot specify --patch and --patch-file together\n'],
    ['patch deploy web -p {} --local', 'error: cannot specify --local and server resources\n'],
    [`patch deploy web -p '{"spec":'`, 'Error from server (BadRequest): unexpected end of JSON input\n'],
    [`patch deploy web -p '{spec: 1}'`, "Error from server (BadRequest): invalid character 's' looking for beginning of object key string\n"],
    ['set env deploy/web "A b=c"', /^error: "A b" is not a valid key name: a valid environment variable name must consist of alphabetic characters/],
    ['set image deploy/web nginx=', 'error: failed to patch image update to pod template: Deployment.apps "web" is invalid: spec.template.spec.containers[0].image: Required value\n'],
    ['rollout undo svc/web', 'error: error retrieving rollbacker for "Service", no visitor method exists for { Service}\n'],
    ['rollout history svc/web', 'error: error retrieving history for "Service", no visitor method exists for { Service}\n'],
    ['rollout status deploy -l app=nobody', 'No resources found in default namespace.\n', 0],
    ['label deploy --all a=b --resource-version=1 -l a=b', 'error: cannot set --all and --selector at the same time\n'],
    ['label deploy web =b', 'error: at least one label update is required\n'],
    ['label deploy web a=b --local', 'error: can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set\n'],
    ['annotate deploy web a=b a-', 'error: can not both modify and remove the following annotation(s) in the same command: a\n'],
    ['taint foo node-1 a=b:NoSchedule', `the server doesn't have a resource type "foo"\n`],
    ['taint deploy web a=b:NoSchedule', 'error: invalid resource type deploy, only node types are supported\n'],
    ['taint node node-1 a=b:NoSchedule a-', 'error: can not both modify and remove the following taint(s) in the same command: a=\n'],
    ['taint node --all -l a=b a=b:NoSchedule', "error: setting 'all' parameter with a non empty selector is prohibited\n"],
    ['cordon node-1 node-9', 'Error from server (NotFound): nodes "node-9" not found\n'],
    ['cordon deploy/web', 'error: expected resource of type node, got "apps/v1, Resource=deployments"\n'],
    ['cordon node-1 -l a=b', "error: cannot specify both a node name and a --selector option\nSee 'kubectl cordon -h' for help and examples\n"],
    [`drain node-1 --pod-selector='a in'`, 'error: --pod-selector=<pod_selector> must be a valid label selector\n'],
    ['logs deploy/web --limit-bytes=-1', 'error: --limit-bytes must be greater than 0\n'],
    ['logs cm/cfg', 'error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n'],
    ['exec cm/cfg -- ls', 'error: cannot attach to *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n'],
    ['exec -f nope.yaml -- ls', 'error: the path "nope.yaml" does not exist\n'],
    ['wait deploy/web --for=jsonpath=', 'error: jsonpath expression cannot be empty\n'],
    ['wait deploy/web --for=condition=Nope --timeout=0', 'error: condition not met for deployments/web\n'],
    ['autoscale ds agent --max=3', 'error: cannot autoscale a DaemonSet: could not find scale subresource for apps/v1, Resource=daemonsets in discovery information\n'],
  ])('%s', (line, err, code = 1) => expect(k(`kubectl ${line}`)).toEqual({ out: '', err: typeof err === 'string' ? err : expect.stringMatching(err), code }))

  test('scale stops at the first kind that cannot be scaled', () => {
    expect(k('kubectl scale deploy/web ds/agent deploy/web --replicas=3')).toEqual({ out: 'deployment.apps/web scaled\n', err: 'Error from server (NotFound): the server could not find the requested resource\n', code: 1 })
  })
  test('a patch whose amounts cannot be read names no object', () => {
    expect(k(`kubectl patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","resources":{"requests":{"cpu":"1x"}}}]}}}}'`).err).toMatch(/^The request is invalid: patch: Invalid value: /)
  })
  test.each([
    ['{"spec":{"replicas":-1}}', 'The Scale "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0\n'],
    ['{"spec":{"replicas":{"toString":[]}}}', /^The request is invalid: patch: Invalid value: .*: json: cannot unmarshal object into Go struct field ScaleSpec.spec.replicas of type int32\n$/],
  ])('what a scale cannot be, %s', (patch, err) => {
    const answer = k(`kubectl patch deploy web --subresource=scale --type=merge -p '${patch}'`)
    expect(answer.code).toBe(1)
    expect(answer.err).toMatch(err)
  })
  test('an unknown field in a patch is a warning', () => {
    expect(k(`kubectl patch deploy web -p '{"spec":{"replicaz":2}}'`)).toEqual({ out: 'deployment.apps/web patched (no change)\n', err: 'Warning: unknown field "spec.replicaz"\n', code: 0 })
  })
})

test('what a file holds is worked on as it stands there with --local', () => {
  expect(k('kubectl label -f two.yaml t=1 --local -o jsonpath="{.metadata.labels.t} {.metadata.uid}"').out).toBe('1 ')
  expect(k(`kubectl patch -f two.yaml --local -p '{"spec":{"replicas":7}}' -o jsonpath="{.spec.replicas}"`).out).toBe('7')
  expect(k(`kubectl patch deploy web --dry-run=client -p '{"spec":{"replicas":7}}'`).out).toBe('deployment.apps/web patched\n')
})

test('a scale that was patched is what is shown', () => {
  expect(k(`kubectl patch deploy web --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'`).out).toMatch(/^scale\.autoscaling\/web patched/)
})

test('who waits may have the object printed, and what is there is waited for before what is not is told of', () => {
  expect(k('kubectl wait deploy/web --for=create -o name').out).toBe('deployment.apps/web\n')
  expect(k(`kubectl wait deploy web nope --for=jsonpath='{.metadata.name}'=web`)).toEqual({ out: 'deployment.apps/web condition met\n', err: 'Error from server (NotFound): deployments.apps "nope" not found\n', code: 1 })
})

test('labels of several objects are listed under their names', () => {
  expect(k('kubectl label deploy --all --list').out).toContain('Listing labels for Deployment.apps/web:\n')
  expect(k('kubectl label deploy web --list').out).not.toContain('Listing')
})

test('a trial of a drain tells what would be evicted', () => {
  cluster.world.travel({ forMs: 10_000 })
  const said = k('kubectl drain node-1 --ignore-daemonsets --dry-run=client --force')
  expect(said.out).toMatch(/^node\/node-1 cordoned \(dry run\)\n(evicting pod \S+ \(dry run\)\n)*node\/node-1 drained \(dry run\)\n$/)
  expect(k('kubectl get node node-1 -o jsonpath="{.spec.unschedulable}"').out).toBe('')
})

test('rollout undo looks for a revision before it minds the pause', () => {
  k('kubectl rollout pause deploy/web')
  expect(k('kubectl rollout undo deploy/web').err).toBe('error: no rollout history found for deployment "web"\n')
  k('kubectl rollout resume deploy/web')
  k('kubectl set image deploy/web nginx=nginx:1.26')
  cluster.world.travel({ forMs: 3000 })
  k('kubectl rollout pause deploy/web')
  expect(k('kubectl rollout undo deploy/web').err).toBe("error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again\n")
})

test('set serviceaccount says so also where nothing changes; --local asks nobody; YAML documents are set off', () => {
  for (let i = 0; i < 2; i++) expect(k('kubectl set sa deploy web default').out).toBe('deployment.apps/web serviceaccount updated\n')
  expect(k('kubectl set image -f two.yaml c=nginx:1.26 --local -o yaml').out).toMatch(/image: nginx:1\.26\n/)
  expect(k('kubectl set env deploy/web ds/agent Z=1 --dry-run=client -o yaml').out.split('\n---\n')).toHaveLength(2)
  expect(k('kubectl run p --image=nginx --port=80 --expose --dry-run=client -o yaml').out).toContain('\n---\n---\n')
  expect(k('kubectl autoscale deploy web --max=3 --dry-run=client -o yaml').out).toMatch(/status:\n {2}currentMetrics: null\n {2}desiredReplicas: 0\n$/)
})

test('set selector --local changes what it is given, and asks nobody', () => {
  expect(k('kubectl set selector --local -f svc.yaml app=qa -o yaml').out).toMatch(/selector:\n {4}app: qa\n/)
  expect(k('kubectl get service local').code).toBe(1)
})

test('pods named by a prefix are described without events, each with a line after it', () => {
  const described = k('kubectl describe pods web').out
  expect(described.match(/^Name:/gm)).toHaveLength(2)
  expect(described).not.toContain('Events:')
  expect(described).toMatch(/\n\n$/)
  expect(k('kubectl describe pods web --show-events').out.match(/^Events:/gm)).toHaveLength(2)
})

test('a dry run at the client asks nobody what would change; a diff leaves out what apply notes', () => {
  const changed = k('kubectl diff -f two.yaml')
  expect(changed.code).toBe(1)
  expect(changed.out).not.toContain('last-applied')
  k('kubectl apply -f two.yaml')
  expect(k('kubectl diff -f two.yaml')).toEqual({ out: '', err: '', code: 0 })
  expect(k('kubectl apply -f two.yaml').out).toBe('deployment.apps/two unchanged\n')
  expect(k('kubectl apply -f two.yaml --dry-run=client').out).toBe('deployment.apps/two configured (dry run)\n')
  expect(k('kubectl apply -f two.yaml --dry-run=server').out).toBe('deployment.apps/two unchanged (server dry run)\n')
})

test('explain lists four values of a field at most, and knows a version that there is not', () => {
  expect(k('kubectl explain pod.spec.containers.lifecycle').out).toContain('  enum: SIGABRT, SIGALRM, SIGBUS, SIGCHLD, ....\n')
  expect(k('kubectl explain cronjob.spec').out).toContain('  enum: Allow, Forbid, Replace\n')
  expect(k('kubectl explain pod --api-version=v2').err).toBe('error: couldn\'t find resource for "/v2, Resource=pods"\n')
  expect(k('kubectl explain .spec').err).toBe('error: invalid jsonpath syntax, first node must be field node\n')
  expect(k('kubectl explain pod.spec.').out).toBe(k('kubectl explain pod.spec').out)
  expect(k('kubectl explain deploy --api-version=apps/v1beta9').err).toBe('error: couldn\'t find resource for "apps/v1beta9, Resource=deployments"\n')
})

test('who waits for something to be made is told no name when the time is over', () => {
  const running = consoleOn(cluster.client()).start('kubectl wait --for=create pod/nope --timeout=1s')
  cluster.world.travel({ forMs: 2000 })
  running.advance()
  expect(running.output.map(c => c.text).join('')).toBe('error: timed out waiting for the condition\n')
})
