import { describe, expect, test } from 'vitest'
import type { Container, PodSpec } from '../../kube/core.ts'
import { decideActions, type PodActions, type PodView } from './actions.ts'
import type { ContainerRecord, ProbeKind } from './record.ts'

const run = (more: Partial<ContainerRecord> = {}): ContainerRecord =>
  ({ attempt: 0, containerID: 'containerd://1', image: 'x', imageRef: 'x', imageID: 'x', startedAt: 0, ...more })
const ended = (exitCode: number) => run({ ended: { containerID: 'containerd://1', startedAt: 0, finishedAt: 1, exitCode, reason: exitCode ? 'Error' : 'Completed' } })
const probed = (kind: ProbeKind, result: 'success' | 'failure') => run({ probes: { [kind]: { streak: 3, result } } })

const plain = (name: string, more: Partial<Container> = {}): Container => ({ name, image: 'x', ...more })
const sidecar = (name: string, more: Partial<Container> = {}) => plain(name, { restartPolicy: 'Always', ...more })
const spec = (more: Partial<PodSpec>): PodSpec => ({ containers: [plain('a')], restartPolicy: 'Always', ...more })
const view = (of: PodSpec, containers: Record<string, ContainerRecord>, more: Partial<PodView> = {}): PodView => ({ spec: of, deleted: false, sandbox: 'ready', containers, ...more })

const inits = spec({ initContainers: [plain('i'), plain('j')] })
const mixed = spec({ initContainers: [sidecar('s'), plain('i')] })
const started = spec({ initContainers: [sidecar('s', { startupProbe: {} }), plain('i')] })
const once = spec({ restartPolicy: 'Never' })
const failing = spec({ restartPolicy: 'OnFailure', containers: [plain('a'), plain('b')] })

const cases: [string, PodView, Partial<PodActions>][] = [
  ['a new pod: a sandbox, then its containers', view(spec({}), {}, { sandbox: 'none' }), { createSandbox: true, start: ['a'] }],
  ['a new pod with init containers: only the first', view(inits, {}, { sandbox: 'none' }), { createSandbox: true, startInit: ['i'], start: [] }],
  ['the first init container runs: wait', view(inits, { i: run() }), {}],
  ['the first has ended well: the second', view(inits, { i: ended(0) }), { startInit: ['j'] }],
  ['both have ended well: the containers', view(inits, { i: ended(0), j: ended(0) }), { start: ['a'] }],
  ['an init container failed: it again', view(inits, { i: ended(1) }), { startInit: ['i'] }],
  ['an init container failed and nothing restarts: the pod is over', view({ ...inits, restartPolicy: 'Never' }, { i: ended(1) }), { killPod: true }],
  ['a sidecar runs: the init container after it', view(mixed, { s: run() }), { startInit: ['i'] }],
  ['a sidecar runs but has not passed its startup probe: wait', view(started, { s: run() }), {}],
  ['a sidecar has passed it', view(started, { s: probed('startup', 'success') }), { startInit: ['i'] }],
  ['a sidecar fails it: killed and started again', view(started, { s: probed('startup', 'failure') }), { kill: [{ container: 's', message: 'Init container s failed startup probe', probe: 'startup' }], startInit: ['s'] }],
  ['a sidecar ends while its pod runs: it again', view(mixed, { s: ended(0), i: ended(0), a: run() }), { startInit: ['s'] }],
  ['a plain init container is not run again once the pod is initialised', view(inits, { i: ended(1), a: run() }), {}],
  ['a container ended and restarts always', view(spec({}), { a: ended(0) }), { start: ['a'] }],
  ['… but not in a pod that is being deleted', view(spec({}), { a: ended(0) }, { deleted: true }), { killPod: true }],
  ['OnFailure: only the one that failed', view(failing, { a: ended(0), b: ended(1) }), { start: ['b'] }],
  ['OnFailure, all well: the pod is over', view(failing, { a: ended(0), b: ended(0) }), { killPod: true }],
  ['Never: one has ended, the other goes on', view({ ...failing, restartPolicy: 'Never' }, { a: ended(1), b: run() }), {}],
  ['a rule of the container overrules Never', view({ ...once, containers: [plain('a', { restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] })] }, { a: ended(42) }), { start: ['a'] }],
  ['… for its exit codes only', view({ ...once, containers: [plain('a', { restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] })] }, { a: ended(41) }), { killPod: true }],
  ['liveness failed', view(spec({}), { a: probed('liveness', 'failure') }), { kill: [{ container: 'a', message: 'Container a failed liveness probe, will be restarted', probe: 'liveness' }], start: ['a'] }],
  ['liveness is well', view(spec({}), { a: probed('liveness', 'success') }), {}],
  ['readiness failed: nobody is killed', view(spec({}), { a: probed('readiness', 'failure') }), {}],
  ['liveness failed and nothing restarts: the pod is over', view(once, { a: probed('liveness', 'failure') }), { killPod: true }],
  ['the image was changed', view(spec({}), { a: run({ image: 'old' }) }), { kill: [{ container: 'a', message: 'Container a definition changed, will be restarted' }], start: ['a'] }],
  ['an ephemeral container came', view(spec({ ephemeralContainers: [{ name: 'd' }] }), { a: run() }), { startEphemeral: ['d'] }],
  ['… it runs', view(spec({ ephemeralContainers: [{ name: 'd' }] }), { a: run(), d: run() }), {}],
  ['… it has failed: never again', view(spec({ ephemeralContainers: [{ name: 'd' }] }), { a: run(), d: ended(1) }), {}],
  ['… it runs and the others are over: the pod is over', view({ ...once, ephemeralContainers: [{ name: 'd' }] }, { a: ended(0), d: run() }), { killPod: true }],
  ['… while the first init container runs', view(spec({ initContainers: [plain('i')], ephemeralContainers: [{ name: 'd' }] }), { i: run() }), { startEphemeral: ['d'] }],
  ['… without a sandbox: that and the containers first', view(spec({ ephemeralContainers: [{ name: 'd' }] }), {}, { sandbox: 'none' }), { createSandbox: true, start: ['a'] }],
  ['a stopped sandbox of a pod that never restarts: over', view(once, { a: ended(0) }, { sandbox: 'stopped' }), { killPod: true }],
  ['a stopped sandbox of one that does: a new one', view(spec({}), { a: ended(0) }, { sandbox: 'stopped' }), { createSandbox: true, start: ['a'] }],
]

describe('what a pod needs now', () => {
  test.each(cases)('%s', (_name, from, wanted) => {
    expect(decideActions(from)).toEqual({ killPod: false, createSandbox: false, kill: [], startInit: [], startEphemeral: [], start: [], ...wanted })
  })
})
