// Every kind of fault can be asked for by the form, and has a place where it shows.
import { describe, expect, test } from 'vitest'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import type { Fault, FaultRow } from '../../worker/rows.ts'
import { chosen, FAULT_KINDS, faultOf, fieldsOf, type Breakable } from './faultForm.ts'
import { brokenAt, placeOf } from './places.ts'

const cluster: Breakable = { nodes: ['control-plane', 'node-1'], controllers: ['job-controller'], images: ['nginx:1.25'], workloads: ['deployments/default/web'] }

describe('the form', () => {
  test.each(FAULT_KINDS)('%s: has fields with words in both languages, and what stands there at first is a fault', kind => {
    for (const t of [en, zh]) {
      const fields = fieldsOf(kind, cluster, t)
      expect(fields.length).toBeGreaterThan(0)
      for (const field of fields) {
        expect(t.faults.fields[field.id]).toBeTruthy()
        expect(new Set(field.options.map(o => o.value)).size).toBe(field.options.length)
        expect(field.options.every(o => o.label !== '')).toBe(true)
      }
      expect(faultOf(kind, fields, {})).toMatchObject({ kind })
    }
  })
  test.each([
    ['network-cut', { node: 'node-1' }, { kind: 'network-cut', node: 'node-1' }],
    ['node-down', { node: 'node-7' }, { kind: 'node-down', node: 'control-plane' }],
    ['watch-slow', { watcher: 'kubelet/node-1', ms: '5000' }, { kind: 'watch-slow', watcher: 'kubelet/node-1', ms: 5000 }],
    ['api-refuses', { rate: '0.5', verb: 'create', client: 'kubectl', error: 'conflict' }, { kind: 'api-refuses', rate: 0.5, verb: 'create', client: 'kubectl', error: 'conflict' }],
    ['api-refuses', { rate: '1' }, { kind: 'api-refuses', rate: 1 }],
    ['image-unavailable', { image: 'nginx:1.25', why: 'denied' }, { kind: 'image-unavailable', image: 'nginx:1.25', why: 'denied' }],
    ['program-fails', { workload: 'deployments/default/web', rate: '0.1', exitCode: '42' }, { kind: 'program-fails', workload: 'deployments/default/web', rate: 0.1, exitCode: 42 }],
    ['controller-stopped', { name: 'scheduler' }, { kind: 'controller-stopped', name: 'scheduler' }],
  ] as const)('%s %j', (kind, values, fault) => expect(faultOf(kind, fieldsOf(kind, cluster, en), values)).toEqual(fault))
  test('where there is no node, none can be broken', () => expect(faultOf('node-down', fieldsOf('node-down', { ...cluster, nodes: [] }, en), {})).toBeUndefined())
  test('what is no longer there gives way to what is', () => expect(chosen(fieldsOf('node-down', cluster, en)[0]!, { node: 'gone' })).toBe('control-plane'))
})

describe('places', () => {
  const rows = (...faults: Fault[]) => new Map(faults.map((fault, i): [string, FaultRow] => [String(i), { id: String(i), fault, since: 0 }]))
  test.each([
    [{ kind: 'node-down', node: 'n' }, 'nodes/n'], [{ kind: 'watch-slow', watcher: 'kubelet/n', ms: 5 }, 'nodes/n'], [{ kind: 'watch-slow', watcher: 'scheduler', ms: 5 }, 'scheduler'],
    [{ kind: 'controller-stopped', name: 'job-controller' }, 'job-controller'], [{ kind: 'api-refuses', rate: 1 }, 'apiserver'], [{ kind: 'image-unavailable', image: '*', why: 'denied' }, 'kubelets'],
    [{ kind: 'program-fails', rate: 1, workload: 'jobs/default/a' }, 'jobs/default/a'],
  ] as const)('%j shows at %s', (fault, place) => expect(placeOf(fault)).toBe(place))
  test('all controllers and all workloads are each of them', () => {
    const broken = brokenAt(rows({ kind: 'watch-slow', watcher: 'controllers', ms: 5 }, { kind: 'program-fails', rate: 1 }))
    expect([broken('job-controller', 'controller'), broken('scheduler', 'station'), broken('jobs/default/a', 'workload'), broken('nodes/n', 'node')]).toEqual([true, false, true, false])
  })
  test('nothing is broken where nothing was', () => expect(brokenAt(new Map())('apiserver', 'station')).toBe(false))
})

describe('on the scrubber and in the chain of causes', () => {
  test.each(FAULT_KINDS)('%s has words for its beginning and its end, in both languages', kind => {
    for (const t of [en, zh]) expect([t.time.acts[`break ${kind}`], t.time.acts[`mend ${kind}`]]).toEqual([expect.stringMatching(/^⚡ ./), expect.stringMatching(/^✓ ./)])
  })
  test('and so has everything else that is done to the cluster', () => {
    expect(Object.keys(zh.time.acts).toSorted()).toEqual(Object.keys(en.time.acts).toSorted())
    for (const act of ['mend-all', 'add-node', 'remove-node', 'traffic', 'end traffic', 'browse', 'set-load', 'metrics-server']) expect(en.time.acts[act]).toBeTruthy()
  })
})
