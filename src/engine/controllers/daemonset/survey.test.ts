// A look at what has changed tells what a look at everything tells: over random changes, with time going on and back.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DaemonSet } from '../../../kube/apps.ts'
import { podTemplateHash } from '../../../kube/podHash.ts'
import { CONTROLLER_REVISION_HASH } from '../../../kube/pods.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { fakeCache } from '../../testing/fakeCache.ts'
import { conclude } from './conclude.ts'
import { decide } from './decide.ts'
import { observe } from './observe.ts'
import { differences, surveyOf } from './survey.ts'

const START = Date.UTC(2026, 0, 1)
const NODES = ['n1', 'n2', 'n3', 'n4']
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'x' }] } }
const HASH = podTemplateHash(template as never, undefined)
const strategies = [
  { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2, maxSurge: 0 } }, { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '30%' } }, { type: 'OnDelete' },
]

const place = fc.constantFrom(...NODES, 'gone')
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pod' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), node: fc.option(place, { nil: undefined }), bound: fc.boolean(),
    phase: fc.constantFrom('Pending', 'Running', 'Running', 'Running', 'Failed', 'Succeeded'), readyAt: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }), deleted: fc.boolean(),
    owner: fc.constantFrom('ds', 'ds', 'ds', undefined), app: fc.constantFrom('a', 'a', 'a', 'b'), fresh: fc.boolean(), bornAt: fc.integer({ min: 0, max: 3 }) }) },
  fc.record({ do: fc.constant('drop' as const), name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g') }),
  fc.record({ do: fc.constant('node' as const), name: fc.constantFrom(...NODES), taint: fc.constantFrom(undefined, 'NoSchedule', 'NoExecute') }),
  fc.record({ do: fc.constant('lose' as const), name: fc.constantFrom(...NODES) }),
  fc.record({ do: fc.constant('spec' as const), strategy: fc.integer({ min: 0, max: 2 }), minReadySeconds: fc.constantFrom(0, 0, 10) }),
  fc.record({ do: fc.constant('time' as const), to: fc.integer({ min: 0, max: 60 }) }),
)
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

const podOf = (c: Extract<Change, { do: 'pod' }>) => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: {
    name: c.name, namespace: 'default', uid: c.name, creationTimestamp: timeOf(START + c.bornAt * 1000), labels: { app: c.app, [CONTROLLER_REVISION_HASH]: c.fresh ? HASH : 'old' },
    ...(c.deleted ? { deletionTimestamp: timeOf(START) } : {}), ...(c.owner ? { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'ds', uid: 'ds', controller: true }] } : {}),
  },
  spec: {
    containers: [], ...(c.node && c.bound ? { nodeName: c.node } : {}),
    ...(c.node ? { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [c.node] }] }] } } } } : {}),
  },
  status: { phase: c.phase, conditions: c.readyAt === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: timeOf(START + c.readyAt * 1000) }] },
})

test('[DS19] it decides and concludes as one that looks at everything', () => {
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), changes => {
    const objects = new Map<string, object>(NODES.map(name => [name, { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: {} }]))
    let ds = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'ds', namespace: 'default', uid: 'ds', generation: 1 }, spec: { selector: { matchLabels: { app: 'a' } }, template } } as unknown as DaemonSet
    let now = START
    for (const c of changes) {
      if (c.do === 'pod') objects.set(c.name, podOf(c))
      else if (c.do === 'drop' || c.do === 'lose') objects.delete(c.name)
      else if (c.do === 'node') objects.set(c.name, { apiVersion: 'v1', kind: 'Node', metadata: { name: c.name }, spec: c.taint ? { taints: [{ key: 'k', effect: c.taint }] } : {} })
      else if (c.do === 'spec') ds = { ...ds, spec: { ...ds.spec, updateStrategy: strategies[c.strategy]!, minReadySeconds: c.minReadySeconds } as DaemonSet['spec'] }
      else now = START + c.to * 1000
      const told = (of: DaemonSet, list: readonly object[]) => {
        const view = observe(fakeCache(list as never), 'default/ds', of, undefined, now)!
        const { counts } = surveyOf(view, HASH)
        return JSON.stringify([{ ...counts }, decide(view, now), conclude(view, [], now)])
      }
      const known = told(ds, [...objects.values()])
      // Copies are strangers to whatever is remembered.
      expect(known).toBe(told(structuredClone(ds), structuredClone([...objects.values()])))
    }
  }), { numRuns: 60 })
})

test.each([
  ['nothing', 'abc', 'abc', '-+'], ['one more', 'ac', 'abc', '-+b'], ['one less', 'abc', 'ac', '-b+'], ['another of the name', 'abc', 'aBc', '-b+B'],
  ['out of order: gone and come', 'ab', 'ba', '-a+a'], ['out of order the other way', 'ba', 'ab', '-a+a'], ['all new', '', 'ab', '-+ab'],
])('differences: %s', (_name, from, to, wanted) => {
  const known = new Map<string, { metadata: { name: string } }>()
  const list = (text: string) => [...text].map(letter => known.get(letter) ?? (known.set(letter, { metadata: { name: letter.toLowerCase() } }), known.get(letter)!))
  const letters = (objects: readonly object[]) => objects.map(o => [...known].find(([, value]) => value === o)![0]).join('')
  const [before, after] = [list(from), list(to)]
  const { gone, come } = differences(before, after)
  expect(`-${letters(gone)}+${letters(come)}`).toBe(wanted)
})
