// A slice of the fuzzing that `kubestep fuzz` does at length, and every seed that ever failed.
import { expect, test } from 'vitest'
import { Fuzz } from './fuzz.ts'
import type { Input } from './inputs.ts'
import { randomOf } from './random.ts'

const SLICE = Number(process.env.FUZZ_INPUTS ?? 1500)

test('whatever is sent is answered or refused, and the cluster goes on', { timeout: 300_000 }, () => {
  const fuzz = new Fuzz()
  const failures = Array.from({ length: SLICE }, (_, seed) => fuzz.try(seed)).filter(f => f !== undefined)
  expect(failures.slice(0, 3), failures.map(f => `${f.seed} ${f.why.slice(0, 400)}`).join('\n')).toEqual([])
})

test.each([
  [2357, 'an applied configuration whose version is an object without words'],
])('seed %i: %s', (seed, _what) => expect(new Fuzz().try(seed)).toBeUndefined())

const apply = (line: string, text: string): Input => ({ of: 'manifest', line: `kubectl ${line} -f x.yaml`, text })
const job = (containers: string) => `apiVersion: batch/v1\nkind: Job\nmetadata: {name: pi}\nspec: {template: {spec: {restartPolicy: Never, containers: ${containers}}}}\n`
const service = (ports: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: x}, ports: ${ports}}\n`

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
])('found by a seed once: %s', (_what, input) => expect(new Fuzz().tryInput(input)).toBeUndefined())

test('the same seed draws the same numbers', () => {
  const draw = (seed: number) => { const r = randomOf(seed); return Array.from({ length: 20 }, () => r.below(1000)) }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})
