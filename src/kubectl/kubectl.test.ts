import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { failing } from '../headless/vectors/failing.ts'
import { rolloutstatusTopic } from '../headless/vectors/rolloutstatus.ts'
import type { AnyObject } from '../kube/object.ts'
import { Job, Pod } from '../kube/kinds.ts'
import { timeOf } from '../kube/rfc3339.ts'
import { complete } from './index.ts'
import { consoleOn, filesFrom, printed } from './testing/console.ts'
import { FakeClient } from './testing/fakeClient.ts'

const NOW = 1_767_268_800_000

const pod = (name: string, phase = 'Running', more: object = {}): AnyObject => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: timeOf(NOW - 60_000), labels: { app: name } },
  spec: { containers: [{ name: 'c', image: 'busybox' }], nodeName: 'node-1' },
  status: { phase, containerStatuses: [{ name: 'c', ready: phase === 'Running', restartCount: 0, state: { running: { startedAt: timeOf(NOW - 50_000) } } }] }, ...more,
} as AnyObject)

const job = (name: string, condition?: string): AnyObject => ({
  apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: timeOf(NOW - 9000) },
  spec: { completions: 1, parallelism: 1, template: { spec: { containers: [{ name: 'c', image: 'perl' }] } } },
  status: { startTime: timeOf(NOW - 9000), ...(condition ? { conditions: [{ type: condition, status: 'True' }] } : {}) },
} as AnyObject)

const node = (name: string): AnyObject => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name, resourceVersion: '1' }, spec: {}, status: {} } as AnyObject)

const on = (...objects: AnyObject[]) => {
  const client = new FakeClient({ now: NOW }).seed(...objects)
  return { client, ...consoleOn(client) }
}

test('vectors rolloutstatus', () => {
  expect(failing(rolloutstatusTopic, JSON.parse(readFileSync('test-data/vectors/rolloutstatus.json', 'utf8')))).toEqual([])
})

describe('what is not understood', () => {
  test.each([
    ['kubectl foo', 'error: unknown command "foo" for "kubectl"\n\nDid you mean this?\n\ttop\n'],
    ['kubectl get podz', 'error: the server doesn\'t have a resource type "podz"\n'],
    ['kubectl get pod --show-all', "error: unknown flag: --show-all\nSee 'kubectl get --help' for usage.\n"],
    ['kubectl get pod -Z', "error: unknown shorthand flag: 'Z' in -Z\nSee 'kubectl get --help' for usage.\n"],
    ['kubectl get pods -n', "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage.\n"],
    ['kubectl scale job/x --replicas=a', 'error: invalid argument "a" for "--replicas" flag: strconv.ParseInt: parsing "a": invalid syntax\nSee \'kubectl scale --help\' for usage.\n'],
    ['kubectl scale job/x', 'error: required flag(s) "replicas" not set\n'],
    ['kubectl get pods nope nope2', 'Error from server (NotFound): pods "nope" not found\nError from server (NotFound): pods "nope2" not found\n'],
    ['kubectl get pod/a pods', "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'\n"],
    ['kubectl create job x', 'error: either --image or --from must be specified\n'],
    ['kubectl create job', "error: exactly one NAME is required, got 0\nSee 'kubectl create job -h' for help and examples\n"],
    ['kubectl create foo', "error: Unexpected args: [foo]\nSee 'kubectl create -h' for help and examples\n"],
    ['kubectl delete pod', 'error: resource(s) were provided, but no name was specified\n'],
    ['kubectl logs nope', 'error: error from server (NotFound): pods "nope" not found in namespace "default"\n'],
    ['kubectl apply -f nope.yaml', 'error: the path "nope.yaml" does not exist\n'],
    ['kubectl wait', 'error: unrecognized condition: []\n'],
    ["kubectl get pods -o 'jsonpath={.items[}'", 'error: error parsing jsonpath {.items[}, unterminated array\n'],
    ['kubectl cordon', "error: USAGE: cordon NODE [flags]\nSee 'kubectl cordon -h' for help and examples\n"],
    ['kubectl top nodes', 'error: Metrics API not available\n'],
  ])('%s', (line, err) => expect(on().k(line)).toEqual({ out: '', err, code: 1 }))

  test('a quote that is not closed', () => expect(on().k("kubectl get 'pods").code).toBe(2))
})

describe('get', () => {
  test('a table', () => {
    expect(on(pod('a'), pod('b', 'Pending')).k('kubectl get po').out).toBe(
      'NAME   READY   STATUS    RESTARTS   AGE\na      1/1     Running   0          60s\nb      0/1     Pending   0          60s\n')
  })
  test('several kinds say which they are', () => {
    expect(on(pod('a'), job('j')).k('k get job,po').out).toBe(
      'NAME          STATUS    COMPLETIONS   DURATION   AGE\njob.batch/j   Running   0/1           9s         9s\n\n' +
      'NAME    READY   STATUS    RESTARTS   AGE\npod/a   1/1     Running   0          60s\n')
  })
  test.each([
    ['get pods -o name', 'pod/a\npod/b\n'],
    ["get pods -o jsonpath='{.items[*].metadata.name}'", 'a b'],
    ['get pods -l app=b -o custom-columns=N:.metadata.name,X:.spec.nope', 'N     X\nb     <none>\n'],
    ['get pods --no-headers --sort-by=.metadata.name', 'a     1/1   Running   0     60s\nb     1/1   Running   0     60s\n'],
    ['get pod a -o jsonpath={.metadata.labels.app}', 'a'],
    ['get pods --field-selector=metadata.name=b -o name', 'pod/b\n'],
  ])('%s', (line, out) => expect(on(pod('a'), pod('b')).k(line)).toEqual({ out, err: '', code: 0 }))

  test('nothing there is no error', () => {
    expect(on().k('get pods')).toEqual({ out: '', err: 'No resources found in default namespace.\n', code: 0 })
    expect(on().k('get pods -A')).toEqual({ out: '', err: 'No resources found\n', code: 0 })
    expect(on().k('get pods nope --ignore-not-found')).toEqual({ out: '', err: '', code: 0 })
  })
})

describe('what waits', () => {
  test('-w shows each change once, deletions last, and widths never shrink', () => {
    const { client, start } = on(pod('a', 'Pending'))
    const watching = start('get pods -w')
    expect(watching.exitCode).toBeUndefined()
    watching.advance()
    client.update({ ...pod('a', 'Running'), metadata: { ...pod('a').metadata, labels: {} } })
    watching.advance()
    watching.advance()
    client.remove(Pod, 'default', 'a')
    watching.advance()
    expect(printed(watching).out.split('\n').slice(0, -1).map(l => l.split(/\s+/)[2])).toEqual(['STATUS', 'Pending', 'Running', 'Running'])
    watching.interrupt()
    expect(watching.exitCode).toBe(1)
  })

  test('-w forgets what time took back, and prints nothing for it', () => {
    const { client, start } = on(pod('a', 'Pending'))
    const watching = start('get pods -w')
    const before = printed(watching).out
    client.now += 5000
    client.update(pod('a', 'Running'))
    watching.advance()
    expect(printed(watching).out).not.toBe(before)
    client.now -= 5000
    client.seed(pod('a', 'Pending'))
    watching.rewound()
    watching.advance()
    expect(printed(watching).out).toBe(before)
  })

  test('wait ends when the condition is met', () => {
    const { client, start } = on(job('pi'))
    const waiting = start('wait --for=condition=complete job/pi --timeout=10s')
    expect(waiting.nextAt).toBe(NOW + 10_000)
    client.seed(job('pi', 'Complete'))
    waiting.advance()
    expect(printed(waiting)).toEqual({ out: 'job.batch/pi condition met\n', err: '', code: 0 })
  })

  test('wait ends when its time is over, not before', () => {
    const { client, start } = on(job('pi'))
    const waiting = start('wait --for=condition=complete job/pi --timeout=10s')
    client.now += 9999
    waiting.advance()
    expect(waiting.exitCode).toBeUndefined()
    client.now += 1
    waiting.advance()
    expect(printed(waiting)).toEqual({ out: '', err: 'error: timed out waiting for the condition on jobs/pi\n', code: 1 })
  })

  test('delete waits until the object is gone', () => {
    const held = { ...job('pi'), metadata: { ...job('pi').metadata, finalizers: ['x/y'] } }
    const { client, start } = on(held)
    const deleting = start('delete job pi')
    expect(printed(deleting)).toEqual({ out: 'job.batch "pi" deleted from default namespace\n', err: '', code: undefined })
    client.remove(Job, 'default', 'pi')
    deleting.advance()
    expect(deleting.exitCode).toBe(0)
    expect(client.writes).toEqual(['delete jobs default/pi Background'])
  })

  test('logs -f goes on until the container ends', () => {
    const { client, start } = on(pod('a'))
    client.logLines.set('default/a/c', [{ at: NOW, text: 'one\n' }])
    const following = start('logs -f a')
    client.logLines.set('default/a/c', [{ at: NOW, text: 'one\n' }, { at: NOW, text: 'two\n' }])
    following.advance()
    expect(printed(following)).toEqual({ out: 'one\ntwo\n', err: '', code: undefined })
    client.seed(pod('a', 'Succeeded', { status: { phase: 'Succeeded', containerStatuses: [{ name: 'c', ready: false, restartCount: 0, state: { terminated: { exitCode: 0 } } }] } }))
    following.advance()
    expect(following.exitCode).toBe(0)
  })

  test('drain asks for evictions and ends when the pods are gone', () => {
    const owned = { ...pod('a'), metadata: { ...pod('a').metadata, ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'u', controller: true }] } }
    const { k } = on(node('node-1'), owned)
    expect(k('drain node-1')).toEqual({ out: 'node/node-1 cordoned\nevicting pod default/a\npod/a evicted\nnode/node-1 drained\n', err: '', code: 0 })
  })

  test('drain refuses what nobody would make again', () => {
    const { k } = on(node('node-1'), pod('lonely'))
    expect(k('drain node-1').err).toBe('error: unable to drain node "node-1" due to error: cannot delete Pods that declare no controller (use --force to override): ' +
      'default/lonely, continuing command...\nThere are pending nodes to be drained:\n node-1\ncannot delete Pods that declare no controller (use --force to override): default/lonely\n')
  })
})

describe('manifests', () => {
  const texts = {
    'two.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n',
    'syntax.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\nkind: [\n',
    'nokind.yaml': 'apiVersion: v1\nmetadata:\n  name: a\n',
    'oldversion.yaml': 'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: old\n',
    'label.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels:\n    version: 1.0\n',
    'empty.yaml': '# nothing\n',
    'folder/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fb\n',
    'folder/a.yml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: fa\n',
    'folder/read.me': 'not a manifest: [',
    'folder/deep/c.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fc"}}',
  }
  const k = (line: string) => consoleOn(new FakeClient({ now: NOW }), texts).k(line)

  test.each([
    ['create -f two.yaml', 'configmap/a created\nconfigmap/b created\n', '', 0],
    ['create -f two.yaml --dry-run=client', 'configmap/a created (dry run)\nconfigmap/b created (dry run)\n', '', 0],
    ['create -f syntax.yaml', 'configmap/a created\n', 'error: error parsing syntax.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content\n', 1],
    ['create -f nokind.yaml', '', 'error: error validating "nokind.yaml": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false\n', 1],
    ['create -f oldversion.yaml', '', 'error: resource mapping not found for name: "old" namespace: "" from "oldversion.yaml": no matches for kind "CronJob" in version "batch/v1beta1"\nensure CRDs are installed first\n', 1],
    ['create -f label.yaml', '', 'error: unable to decode "label.yaml": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string\n', 1],
    ['apply -f empty.yaml', '', 'error: no objects passed to apply\n', 1],
    ['create -f folder', 'configmap/fa created\nconfigmap/fb created\n', '', 0],
    ['create -R -f folder', 'configmap/fa created\nconfigmap/fb created\nconfigmap/fc created\n', '', 0],
    ['create -n other -f two.yaml -o name', 'configmap/a\nconfigmap/b\n', '', 0],
  ])('%s', (line, out, err, code) => expect(k(line)).toEqual({ out, err, code }))

  test('apply creates, leaves alone, configures, and says when its annotation is missing', () => {
    const client = new FakeClient({ now: NOW })
    const files: Record<string, string> = { 'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: "1"\n' }
    const { k } = consoleOn(client, files)
    expect(k('apply -f cm.yaml').out).toBe('configmap/a created\n')
    expect(k('apply -f cm.yaml').out).toBe('configmap/a unchanged\n')
    files['cm.yaml'] = files['cm.yaml']!.replace('"1"', '"2"')
    expect(k('diff -f cm.yaml').code).toBe(1)
    expect(k('apply -f cm.yaml').out).toBe('configmap/a configured\n')
    client.seed({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b', namespace: 'default' } } as AnyObject)
    files['b.yaml'] = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n'
    const { out, err } = k('apply -f b.yaml')
    expect(out).toBe('configmap/b configured\n')
    expect(err).toMatch(/^Warning: resource configmaps\/b is missing the kubectl.kubernetes.io\/last-applied-configuration annotation/)
  })

  test('a generator prints what it would make', () => {
    expect(k('create job d1 --image=busybox --dry-run=client -o yaml -- date').out).toBe(
      'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: d1\nspec:\n  template:\n    metadata: {}\n    spec:\n      containers:\n      - command:\n        - date\n' +
      '        image: busybox\n        name: d1\n        resources: {}\n      restartPolicy: Never\nstatus: {}\n')
  })
})

describe('small changes', () => {
  test.each([
    ['label pod a tier=back', 'pod/a labeled\n', ''],
    ['label pod a app-', 'pod/a unlabeled\n', ''],
    ['label pod a nope-', 'label "nope" not found.\npod/a not labeled\n', ''],
    ['label pod a app=other', '', "error: 'app' already has a value (a), and --overwrite is false\n"],
    ['annotate pod a x=y', 'pod/a annotated\n', ''],
    ['cordon node-1', 'node/node-1 cordoned\n', ''],
    ['uncordon node-1', 'node/node-1 already uncordoned\n', ''],
    ['taint nodes node-1 a=b:NoSchedule', 'node/node-1 tainted\n', ''],
    ['taint nodes node-1 a-', '', 'error: taint "a" not found\n'],
    ['taint nodes node-1 a=b:Nope', '', "error: invalid taint effect: Nope, unsupported taint effect\nSee 'kubectl taint -h' for help and examples\n"],
    ['set image pod/a c=nginx', 'pod/a image updated\n', ''],
    ['set image pod/a c=busybox', '', ''],
    ['set image pod/a x=nginx', '', 'error: unable to find container named "x"\n'],
    ['exec a -- hostname', 'a\n', ''],
    ['exec a -- false', '', 'command terminated with exit code 1\n'],
    ['exec a hostname', '', "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples\n"],
    ['rollout status pod/a', '', 'error: no status viewer has been implemented for Pod\n'],
    ['rollout history pod/a', '', 'error: no history viewer has been implemented for "Pod"\n'],
    ['rollout undo pod/a', '', 'error: no rollbacker has been implemented for "Pod"\n'],
  ])('%s', (line, out, err) => {
    const { out: o, err: e } = on(pod('a'), node('node-1')).k(line)
    expect({ out: o, err: e }).toEqual({ out, err })
  })
})

describe('completion', () => {
  const client = new FakeClient({ now: NOW }).seed(pod('web-1'), pod('web-2'), job('pi'))
  const files = filesFrom({ 'job.yaml': '', 'lessons/a.yaml': '' })
  test.each([
    ['kubectl desc', ['describe']],
    ['kubectl get pod web-', ['web-1', 'web-2']],
    ['kubectl get job/', ['job/pi']],
    ['kubectl get pods,jo', ['jobs']],
    ['kubectl apply -f jo', ['job.yaml']],
    ['kubectl logs web-1 -c ', ['c']],
    ['kubectl rollout und', ['undo']],
    ['kubectl get --all-n', ['--all-namespaces']],
    ['kubectl explain job.spec.paral', ['parallelism']],
    ['kubectl nonsense x', []],
  ])('%s', (line, texts) => expect(complete(line, line.length, { client, files }).choices.map(c => c.text)).toEqual(texts))
})
