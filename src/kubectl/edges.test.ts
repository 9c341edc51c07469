// What `delete`, `replace`, `diff`, `create` and `get` answer at their edges, held against a real kubectl on a served cluster.
import { beforeEach, describe, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../engine/index.ts'
import { consoleOn, printed } from './testing/console.ts'

const FILES = {
  'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  'broken.yaml': '{"apiVersion"',
  'bare.yaml': 'kind: X\n',
  'secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: Yg==}\n',
  'typo.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: nginx, imagee: x}]}\n',
  'empty.yaml': '\n',
  'both.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: z}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n'
    + 'spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: nginx}]}}}\n',
}
const UNREAD = ['error parsing broken.yaml: unexpected EOF',
  'error validating "bare.yaml": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false']

let cluster: Cluster
let k: (line: string, stdin?: string) => ReturnType<typeof printed>
beforeEach(() => {
  cluster = createCluster({})
  cluster.world.travel({ forMs: 2000 })
  k = (line, stdin) => printed(consoleOn(cluster.client(), FILES, stdin === undefined ? {} : { stdin }).start(line))
})

describe('delete', () => {
  const asked = 'You are about to delete the following 1 resource(s):\nconfigmap/a\nDo you want to continue? (y/n): '
  test('--interactive shows what is meant, and goes on with a yes only', () => {
    k('kubectl create -f a.yaml')
    for (const answer of [undefined, 'n\n', 'yes\n', '']) expect(k('kubectl delete cm a -i', answer)).toEqual({ out: `${asked}deletion is cancelled\n`, err: '', code: 0 })
    expect(k('kubectl delete cm a -i', 'Y\n').out).toBe(`${asked}configmap "a" deleted from default namespace\n`)
    expect(k('kubectl delete cm a -i', 'y\n')).toEqual({ out: asked, err: 'Error from server (NotFound): configmaps "a" not found\n', code: 1 })
    expect(k('kubectl delete cm -l a=b -i', 'y\n').out).toBe('No resources found\n')
  })
  test('tells each file of what is not there, and that a file holds nothing', () => {
    expect(k('kubectl delete -f secret.yaml -f a.yaml').err).toBe('Error from server (NotFound): error when deleting "secret.yaml": secrets "s" not found\n'
      + 'Error from server (NotFound): error when deleting "a.yaml": configmaps "a" not found\n')
    expect(k('kubectl delete -f secret.yaml --ignore-not-found')).toEqual({ out: '', err: '', code: 0 })
    expect(k('kubectl delete -f empty.yaml').out).toBe('No resources found\n')
    expect(k('kubectl delete cm a -f nope.yaml').err).toBe('error: the path "nope.yaml" does not exist\n')
  })
  test('--raw takes a path', () => {
    expect(k('kubectl delete --raw foo').err).toBe('error: --raw must be a valid URL path: parse "foo": invalid URI for request\n')
    expect(k('kubectl delete --raw /api/v1/namespaces/default/configmaps/a -f nope').err).toBe('error: open nope: no such file or directory\n')
  })
})

describe('what could not be read', () => {
  test('is told line by line where it is all there is to tell', () => {
    expect(k('kubectl create -f a.yaml -f broken.yaml -f bare.yaml').err).toBe(`${UNREAD.join('\n')}\n`)
    expect(k('kubectl create -f broken.yaml').err).toBe(`error: ${UNREAD[0]}\n`)
  })
  test('stands in brackets after refusals, and before those of apply', () => {
    k('kubectl create -f a.yaml')
    const refused = 'Error from server (AlreadyExists): error when creating "a.yaml": configmaps "a" already exists\n'
    expect(k('kubectl create -f a.yaml -f broken.yaml -f bare.yaml').err).toBe(`${refused}[${UNREAD.join(', ')}]\n`)
    expect(k('kubectl create -f broken.yaml -f a.yaml').err).toBe(`${refused}${UNREAD[0]}\n`)
    expect(k('kubectl apply -f typo.yaml -f broken.yaml -f bare.yaml').err).toMatch(/^\[error parsing broken\.yaml.*\]\nError from server \(BadRequest\): error when creating "typo\.yaml"/)
  })
})

describe('replace', () => {
  test('sends what is not there as well: first it must be readable, then be there', () => {
    expect(k('kubectl replace -f typo.yaml').err).toContain('Error from server (BadRequest): error when replacing "typo.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error')
    expect(k('kubectl replace -f a.yaml').err).toBe('Error from server (NotFound): error when replacing "a.yaml": configmaps "a" not found\n')
    expect(k('kubectl replace -f -', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: x}\n').err).toBe('error: error when replacing "STDIN": resource name may not be empty\n')
  })
  test('--raw puts a file where the path says', () => {
    k('kubectl create -f a.yaml')
    const path = '/api/v1/namespaces/default/configmaps/a'
    expect(JSON.parse(k(`kubectl replace --raw ${path} -f -`, '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"y"}}').out)).toMatchObject({ data: { x: 'y' } })
    expect(k(`kubectl replace --raw ${path}`).err).toBe('error: must specify one of -f and -k\n')
    expect(k(`kubectl replace --raw ${path} -f secret.yaml`).code).toBe(1)
  })
})

describe('diff', () => {
  test('goes through its files by name, and shows a secret that is not there as null', () => {
    expect(k('kubectl diff -f both.yaml').out.match(/^diff .*$/gm)).toEqual([
      'diff -u -N /tmp/LIVE-0/apps.v1.Deployment.default.d /tmp/MERGED-0/apps.v1.Deployment.default.d', 'diff -u -N /tmp/LIVE-0/v1.ConfigMap.default.z /tmp/MERGED-0/v1.ConfigMap.default.z'])
    expect(k('kubectl diff -f secret.yaml').out).toContain('@@ -1 +1,10 @@\n-null\n+apiVersion: v1\n')
  })
  test('passes on what the server warns of, and takes a conflict for an object that changes meanwhile', () => {
    expect(k('kubectl diff -f typo.yaml').err).toBe('Warning: unknown field "spec.containers[0].imagee"\n')
    k('kubectl create cm a --from-literal=x=1')
    const refused = k('kubectl diff --server-side -f -', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "2"}\n')
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(/Object \(\/v1, Kind=ConfigMap: a\) keeps changing, diffing without lock\nError from server \(Conflict\): Apply failed with 1 conflict: conflict with "kubectl-create" using v1: \.data\.x\n$/)
    expect(k('kubectl diff -f a.yaml x')).toEqual({ out: '', err: "error: Unexpected args: [x]\nSee 'kubectl diff -h' for help and examples\n", code: 2 })
  })
})

test('a terminal without its input is no terminal', () => {
  expect(k('kubectl run p --image=nginx -t').err).toBe("error: -i/--stdin is required for containers with -t/--tty=true\nSee 'kubectl run -h' for help and examples\n")
  expect(k('kubectl run p --image=nginx --cascade=foo').err).toBe('error: invalid cascade value (foo). Must be "background", "foreground", or "orphan"\n')
})

describe('get', () => {
  test.each([
    ['get pods,', 'error: the server doesn\'t have a resource type ""\n'], ['get all x', 'error: you must specify only one resource\n'], ["get cm ''", 'error: resource name may not be empty\n'],
    ["delete cm ''", 'error: resource name may not be empty\n'], ['--cluster=nope get cm', 'error: no server found for cluster "nope"\n'], ['--user=nope get cm', 'error: auth info "nope" does not exist\n'],
    ['-s http://127.0.0.1:9 get cm', 'The connection to the server 127.0.0.1:9 was refused - did you specify the right host or port?\n'],
    ['get cm --request-timeout=1x', 'error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)\n'],
    ['version x', 'error: extra arguments: [x]\n'],
  ])('kubectl %s', (line, err) => expect(k(`kubectl ${line}`)).toEqual({ out: '', err, code: 1 }))
  test('a table of what was named says of which kind only where several were found', () => {
    k('kubectl create -f a.yaml')
    expect(k('kubectl get cm,secret a --no-headers')).toMatchObject({ out: expect.stringMatching(/^a /), err: 'Error from server (NotFound): secrets "a" not found\n' })
  })
  test('a field without an order ends kubectl, and an output may be asked for in capitals', () => {
    expect(k('kubectl get nodes --sort-by=.metadata.labels').err).toMatch(/^F\d{4} [\d:.]+ +1 sorter\.go:375\] Field \{\.metadata\.labels\} in .* err: unsortable type: map\[string\]interface \{\}\n$/)
    expect(k('kubectl get ns default -o NAME').out).toBe('namespace/default\n')
    expect(k('kubectl get ns default -o kyaml').out).toMatch(/^---\n\{\n {2}apiVersion: "v1",\n/)
  })
  test('watched events are printed as they were sent, JSON on one line each', () => {
    const watching = consoleOn(cluster.client(), FILES).start('kubectl get ns default -w --output-watch-events -o json')
    expect(watching.output.map(c => c.text).join('')).toMatch(/^\{"type":"ADDED","object":\{"apiVersion":"v1","kind":"Namespace",.*\}\}\n$/)
    watching.interrupt()
    k('kubectl create -f a.yaml')
    const file = consoleOn(cluster.client(), FILES).start('kubectl get -f a.yaml -w')
    expect(file.output.map(c => c.text).join('')).toMatch(/^NAME +DATA +AGE\na +0/)
    file.interrupt()
  })
})
