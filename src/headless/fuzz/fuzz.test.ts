// A slice of the fuzzing that `kubestep fuzz` does at length, proof that it can fail, and every input that ever failed.
import { expect, test } from 'vitest'
import type { Cluster } from '../../engine/index.ts'
import { ConfigMap } from '../../kube/kinds.ts'
import { Fuzz } from './fuzz.ts'
import { inputOf, type Input } from './inputs.ts'
import { randomOf } from './random.ts'

const SLICE = Number(process.env.FUZZ_INPUTS ?? 1000)

test('whatever is sent is answered or refused, and the cluster goes on and goes back', { timeout: 300_000 }, () => {
  const fuzz = new Fuzz()
  const failures = Array.from({ length: SLICE }, (_, seed) => fuzz.try(seed)).filter(f => f !== undefined)
  expect(failures.slice(0, 3), failures.map(f => `${f.seed} ${f.why.slice(0, 400)}`).join('\n')).toEqual([])
})

const apply = (line: string, text: string): Input => ({ of: 'manifest', line: `kubectl ${line} -f x.yaml`, text })
const kustomize = (text: string): Input => ({ of: 'manifest', line: 'kubectl kustomize .', text })
const job = (containers: string) => `apiVersion: batch/v1\nkind: Job\nmetadata: {name: pi}\nspec: {template: {spec: {restartPolicy: Never, containers: ${containers}}}}\n`
const service = (ports: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: x}, ports: ${ports}}\n`

// The canaries: each fault is planted on purpose, and the input that meets it must be told of by the promise that it breaks.
const answersToConfigMaps = (change: (object: any) => unknown) => (cluster: Cluster) => {
  const { server } = cluster
  const create = server.create.bind(server)
  server.create = ((...args: Parameters<typeof create>) => {
    const made = create(...args)
    return made.kind === ConfigMap.kind ? change(made) : made
  }) as typeof create
}
let times = 0
test.each<[string, (cluster: Cluster) => void, RegExp]>([
  ['an exception', answersToConfigMaps(o => o.spec.replicas), /TypeError/],
  ['an answer that is another one the second time', answersToConfigMaps(o => ({ ...o, metadata: { ...o.metadata, name: `n${times++}` } })), /sent again it differs/],
  ['something remembered outside of any frame', cluster => {
    const images = cluster.world.table<any>('kubelet/images')
    cluster.world.observe((_frame, direction) => { if (direction === 1) for (const [key, value] of [...images.entries()]) images.tamper(key, { ...value, touched: true }) })
  }, /after going back: kubelet\/images/],
  ['a stored value that is edited', cluster => {
    cluster.world.observe((_frame, direction) => { if (direction === 1) (cluster.objects('nodes')[0] as any).spec.edited = true })
  }, /an entry was edited/],
])('a planted fault is found: %s', { timeout: 60_000 }, (_what, plant, why) => {
  const fuzz = new Fuzz({ plant })
  const input: Input = { of: 'manifest', line: 'kubectl create -f x.yaml', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n' }
  let found: string | undefined
  for (let seed = 0; seed < 100 && found === undefined; seed++) found = fuzz.tryInput(input, seed)?.why
  expect(found).toMatch(why)
})

let shared: Fuzz | undefined
test.each<[string, Input]>([
  ['apply: an element without the key that its list is merged by', apply('apply --validate=false', job('[{image: nope}]'))],
  ['diff: the same', apply('diff', service('[{}]'))],
  ['a dry run on the client: an element that is nothing', apply('apply --dry-run=client -o yaml', job('[null]'))],
  ['apply: elements of several sorts', apply('apply --validate=false', service('[{port: 80}, []]'))],
  ['an autoscaler whose metric has no target', apply('apply --validate=false', 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: w}\nspec: {maxReplicas: 1, scaleTargetRef: {kind: Deployment, name: web}, metrics: [{type: Pods, pods: {metric: {name: m}}}, {type: Resource, resource: {name: cpu}}]}\n')],
  ['a limit for a resource that is called as every object has something called', apply('apply --validate=false', 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: a/b, min: {constructor: "1"}, max: {toString: "1"}}]}\n')],
  ['a selector that is none', { of: 'line', line: 'kubectl set selector service web %6' }],
  ['a budget with a selector that is none', { of: 'line', line: 'kubectl create pdb x --selector=%6 --min-available=1' }],
  ['a patch that leaves nothing', { of: 'patch', plural: 'services', name: 'web', type: 'json', body: [{ op: 'replace', path: '', value: null }] }],
  ['an applied configuration whose version is an object without words', { of: 'patch', plural: 'cronjobs', name: 'cj', type: 'apply', body: { apiVersion: Object.assign(Object.create(null), { toString: 1 }), kind: 'CronJob', metadata: { name: 'cj' } } }],
  ['set --local: a workload without a spec', apply('set image *=nginx --local -o yaml', 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: y}\n')],
  ['set --local: an object without a name', apply('set image *=nginx --local -o yaml', 'apiVersion: v1\nkind: Service\nspec: {}\n')],
  ['set --local: a template that is a text', apply('set image *=nginx --local -o yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: y}\nspec: {template: x}\n')],
  ['set --local: a container without a name', apply('set image *=nginx --local -o yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: y}\nspec: {containers: [{image: busybox}]}\n')],
  ['set --local: a container that is nothing', apply('set image *=nginx --local -o yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: y}\nspec: {containers: [null], initContainers: [null]}\n')],
  ['a patch that is nothing, by merging', { of: 'line', line: "kubectl patch sts/sts --type=merge -p 'null'", apt: true }],
  ['… strategic', { of: 'patch', plural: 'deployments', name: 'web', type: 'strategic', body: null }],
  ['… as a list of changes', { of: 'patch', plural: 'deployments', name: 'web', type: 'json', body: null }],
  ['a grace that is no number', { of: 'request', method: 'DELETE', path: '/api/v1/namespaces/default/pods/plain', query: [], accept: '', contentType: 'application/json', body: '{"gracePeriodSeconds":"x"}' }],
  ['a grace in the address that is no number', { of: 'request', method: 'DELETE', path: '/api/v1/namespaces/default/pods/plain', query: [['gracePeriodSeconds', 'x']], accept: '', contentType: '', body: '' }],
  ['a patch whose list has two kinds of elements', { of: 'request', method: 'PATCH', path: '/api/v1/nodes/node-1', query: [], accept: '', contentType: 'application/strategic-merge-patch+json', body: '{"spec":{"podCIDRs":["10.244.1.0/24",{}]}}' }],
  ['a path with an escape that is none', { of: 'request', method: 'GET', path: '/api/v1/%E0%A4%A', query: [], accept: '', contentType: '', body: '' }],
  ['endpoints: an address that is nothing', apply('apply --validate=false', 'apiVersion: v1\nkind: Endpoints\nmetadata: {name: e}\nsubsets: [{addresses: [{ip: null}]}]\n')],
  ['create --edit: an object that the server shall name', apply('create --edit', 'apiVersion: v1\nkind: Service\nmetadata: {generateName: gen-, labels: {app: __proto__}}\nspec: {ports: [{port: 80}]}\n')],
  ['a key that is no number', apply('apply', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n.nan: {}\n')],
  ['kustomize: resources that are no list', kustomize('resources: false\n')],
  ['kustomize: a generator that is a text, patches that are numbers', kustomize('resources: [base]\nconfigMapGenerator: [x]\npatches: [1]\n')],
  ['replicas of a scale that are an object with a method\'s name', { of: 'patch', plural: 'deployments', name: 'web', type: 'merge', body: { spec: { replicas: { toString: ['__proto__'] } } }, subresource: 'scale' }],
  ['a metric of the type __proto__', { of: 'manifest', line: 'kubectl apply -f x.yaml', text: '{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"y"},"spec":{"maxReplicas":1,"scaleTargetRef":{"kind":"a","name":"b"},"metrics":[{"type":"__proto__"}]}}' }],
  ['a StatefulSet of two billion', { of: 'patch', plural: 'statefulsets', name: 'sts', type: 'strategic', body: { spec: { replicas: 2_147_483_647 } } }],
  ['a slice whose ports are nothing', apply('apply --server-side', 'addressType: IPv4\napiVersion: discovery.k8s.io/v1\nendpoints: [{addresses: [1.2.3.4]}]\nkind: EndpointSlice\nmetadata: {name: plain}\nports: null\n')],
  ['a key of a list that is a line\'s end', apply('create', 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: x}\nsecrets: [{name: "\\u2028"}]\n')],
  ['a condition of a pod without a type', { of: 'patch', plural: 'pods', name: 'plain', type: 'merge', body: { status: { conditions: [{ status: 'True' }] } }, subresource: 'status' }],
  ['overrides that are nothing', { of: 'line', line: 'kubectl run p --image=nginx --overrides=null', apt: true }],
  ['find: nothing to execute', { of: 'script', line: 'find . -exec \nfind . -exec \\;\nfind . -exec ls' }],
  ['a watch that nobody reads', { of: 'script', line: 'kubectl get pods -w |& watch -n1 cat' }],
])('found by a seed once: %s', { timeout: 30_000 }, (_what, input) => {
  const failure = (shared ??= new Fuzz()).tryInput(input)
  // What a broken cluster says of the next input means nothing.
  if (failure) shared = undefined
  expect(failure).toBeUndefined()
})

test('the same seed draws the same numbers, and the same input', () => {
  const draw = (seed: number) => { const r = randomOf(seed); return Array.from({ length: 20 }, () => r.below(1000)) }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  for (let seed = 0; seed < 24; seed++) expect(inputOf(seed, () => undefined)).toEqual(inputOf(seed, () => undefined))
})
