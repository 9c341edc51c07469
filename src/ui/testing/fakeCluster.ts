// A scripted cluster: four nodes and a Job whose pods come, run and end as written down here. It decides nothing; it exists so that
// the page can be built and tested without an engine. Frames hold changes of rows both ways, as the real host's deltas do.
import type { Instant } from '../../kube/object.ts'
import type { FrameHead, JobRow, MessageRow, NodeRow, PodLook, PodRow, StoryRow, TableName, Tables } from '../../worker/rows.ts'

export interface FakeChange { readonly table: TableName; readonly key: string; readonly before: Tables[TableName] | null; readonly after: Tables[TableName] | null }
export interface FakeFrame { readonly head: FrameHead; readonly changes: readonly FakeChange[] }

export const START: Instant = 1_795_165_200_000
const GI = 1024 ** 3

export class Script {
  readonly frames: FakeFrame[] = []
  #rows = new Map<string, Tables[TableName]>()

  add(at: Instant, actor: string, what: string, about: string | undefined, changes: readonly (readonly [TableName, string, Tables[TableName] | null])[], more: Partial<FrameHead> = {}): number {
    const seq = this.frames.length
    this.frames.push({
      head: { seq, at, cause: more.cause ?? seq - 1, actor, what, ...(about ? { about } : {}), ...more },
      changes: changes.map(([table, key, after]) => {
        const before = this.#rows.get(`${table} ${key}`) ?? null
        if (after === null) this.#rows.delete(`${table} ${key}`)
        else this.#rows.set(`${table} ${key}`, after)
        return { table, key, before, after }
      }),
    })
    return seq
  }

  row<N extends TableName>(table: N, key: string): Tables[N] | undefined { return this.#rows.get(`${table} ${key}`) as Tables[N] | undefined }
}

const nodeRow = (name: string, at: Instant, control = false): NodeRow => ({
  name, ref: `nodes/${name}`, status: 'Ready', cordoned: false, roles: control ? ['control-plane'] : [],
  taints: control ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : [], labels: { 'kubernetes.io/hostname': name },
  cpuMilli: { requested: control ? 360 : 250, allocatable: 2000 }, memoryBytes: { requested: control ? 1.2 * GI : 0.4 * GI, allocatable: 4 * GI },
  pods: { count: 1, allocatable: 110 }, images: control ? ['pause'] : ['fluentd'], kubelet: 'running', machine: 'up', createdAt: at,
})

/** The cluster before anybody does anything. */
export function startFrames(script: Script): void {
  for (const name of ['control-plane', 'node-1', 'node-2', 'node-3']) {
    script.add(START, 'apiserver', 'create nodes', `nodes/${name}`, [['nodes', name, nodeRow(name, START, name === 'control-plane')]])
  }
  for (const name of ['job-controller', 'scheduler', 'kubelet/node-1', 'kubelet/node-2', 'kubelet/node-3']) {
    script.add(START, name, 'start', undefined, [['components', name, { name, queued: [], syncing: [], delayed: [], stopped: false }]])
  }
}

const SUFFIXES = ['9qrgj', 'pdx5q', 'vwt2k', '8zqpr', 'br96q', 'ctwfk', 'm4kzd', 'x7h2n']
const RUN_MS = [33_800, 31_100, 32_400, 21_000, 24_500, 19_000, 16_000, 18_200]

/** A Job of eight pods, three at a time, from `at` on; the sixth pod waits in a back-off once before it runs. */
export function jobFrames(script: Script, at: Instant): void {
  const ref = 'jobs/default/calculate-pi'
  let job: JobRow = {
    ref, namespace: 'default', name: 'calculate-pi', uid: 'job-uid', status: 'Running', parallelism: 3, completions: 8, indexed: false,
    active: 0, ready: 0, succeeded: 0, failed: 0, terminating: 0, backoffLimit: 4, createdAt: at,
  }
  const jobChange = (change: Partial<JobRow>) => {
    job = { ...job, ...change }
    return ['jobs', 'default/calculate-pi', job] as const
  }
  script.add(at, 'you', 'apply', ref, [jobChange({}), ['components', 'job-controller', { name: 'job-controller', queued: ['default/calculate-pi'], syncing: [], delayed: [], stopped: false }]])
  script.add(at + 6, 'job-controller', 'sync', ref, [jobChange({ startedAt: at }), ['components', 'job-controller', { name: 'job-controller', queued: [], syncing: ['default/calculate-pi'], delayed: [], stopped: false }]],
    { reason: { id: 'job.want-active', parallelism: 3, remaining: 8, wantActive: 3, active: 0, missing: 3 } })

  const cached = new Set<string>()
  const steps: { at: Instant; run: () => void }[] = []
  const plan = (when: Instant, run: () => void) => { steps.push({ at: when, run }) }
  let started = 0
  const startPod = (lane: number, when: Instant) => {
    const i = started++
    const name = `calculate-pi-${SUFFIXES[i]}`
    const node = `node-${(lane % 3) + 1}`
    const key = `default/${name}`
    let story: StoryRow = { uid: `pod-${i}`, ref: `pods/${key}`, name, namespace: 'default', owner: ref, ownerUid: 'job-uid', createdAt: when, looks: [], lane }
    let pod: PodRow = {
      ref: `pods/${key}`, namespace: 'default', name, uid: `pod-${i}`, look: 'pending', status: 'Pending', ready: '0/1', restarts: 0, owner: ref, ownerUid: 'job-uid',
      createdAt: when, labels: { 'batch.kubernetes.io/job-name': 'calculate-pi' }, requests: { cpuMilli: 250, memoryBytes: 128 * 1024 ** 2 },
      containers: [{ name: 'pi-container', kind: 'main', state: 'waiting', ready: false, restarts: 0 }],
    }
    const show = (t: Instant, look: PodLook, status: string, actor: string, what: string, change: Partial<PodRow> = {}, extra: (readonly [TableName, string, Tables[TableName] | null])[] = [], more: Partial<FrameHead> = {}) => {
      pod = { ...pod, look, status, ...change }
      story = { ...story, ...(pod.node ? { node: pod.node } : {}), looks: [...story.looks, [t, look]] }
      script.add(t, actor, what, `pods/${key}`, [['pods', key, pod], ['stories', pod.uid, story], ...extra], more)
    }
    const container = (doing: { what: 'pull' | 'run' | 'backoff'; from: Instant; to: Instant } | undefined, state: 'waiting' | 'running' | 'terminated', ready: boolean) =>
      ({ containers: [{ name: 'pi-container', kind: 'main' as const, state, ready, restarts: 0, ...(doing ? { doing } : {}) }] })
    const message = (from: string, to: string, what: string, t: Instant): readonly [TableName, string, MessageRow] =>
      ['messages', `m${i}`, { id: `m${i}`, from, to, what, about: `pods/${key}`, sentAt: t, dueAt: t + 15 }]

    show(when, 'pending', 'Pending', 'job-controller', 'create pods', {}, [jobChange({ active: job.active + 1 }), message('job-controller', 'apiserver', 'create pod', when)])
    plan(when + 20, () => {
      const n = script.row('nodes', node)!
      show(when + 20, 'creating', 'ContainerCreating', 'scheduler', 'bind', { node }, [
        ['messages', `m${i}`, null],
        ['nodes', node, { ...n, cpuMilli: { ...n.cpuMilli, requested: n.cpuMilli.requested + 250 }, memoryBytes: { ...n.memoryBytes, requested: n.memoryBytes.requested + 128 * 1024 ** 2 }, pods: { ...n.pods, count: n.pods.count + 1 } }],
      ])
    })
    const needsPull = !cached.has(node)
    cached.add(node)
    const pulled = when + (needsPull ? 3200 + lane * 900 : 400)
    if (needsPull) plan(when + 230, () => show(when + 230, 'pulling', 'ContainerCreating', `kubelet/${node}`, 'pull pi', container({ what: 'pull', from: when + 230, to: pulled }, 'waiting', false)))
    const backoff = i === 5 ? 6000 : 0
    if (backoff) plan(pulled, () => show(pulled, 'backoff', 'CrashLoopBackOff', `kubelet/${node}`, 'back off', { restarts: 1, ...container({ what: 'backoff', from: pulled, to: pulled + backoff }, 'waiting', false) }))
    const ran = pulled + backoff + 300
    const end = ran + RUN_MS[i]!
    plan(ran, () => {
      const n = script.row('nodes', node)!
      show(ran, 'ready', 'Running', `kubelet/${node}`, 'started', { ready: '1/1', ...container({ what: 'run', from: ran, to: end }, 'running', true) }, [
        jobChange({ ready: job.ready + 1 }), ...(n.images.includes('pi') ? [] : [['nodes', node, { ...n, images: [...n.images, 'pi'] }] as const]),
      ])
    })
    plan(end, () => {
      const n = script.row('nodes', node)!
      show(end, 'succeeded', 'Completed', `kubelet/${node}`, 'succeeded', { ready: '0/1', ...container(undefined, 'terminated', false) }, [
        jobChange({ active: job.active - 1, ready: job.ready - 1, succeeded: job.succeeded + 1 }),
        ['nodes', node, { ...n, cpuMilli: { ...n.cpuMilli, requested: n.cpuMilli.requested - 250 }, memoryBytes: { ...n.memoryBytes, requested: n.memoryBytes.requested - 128 * 1024 ** 2 }, pods: { ...n.pods, count: n.pods.count - 1 } }],
        ['events', `e${i}`, { key: `e${i}`, type: 'Normal', reason: 'Completed', message: `Pod ${name} completed`, about: `pods/${key}`, from: 'job-controller', count: 1, at: end }],
      ])
    })
    plan(end + 12, () => {
      const remaining = 8 - job.succeeded
      script.add(end + 12, 'job-controller', 'sync', ref, [jobChange(remaining === 0 ? { status: 'Complete', endedAt: end + 12 } : {})],
        { reason: remaining === 0 ? { id: 'job.finished', condition: 'Complete', reason: 'CompletionsReached' } : { id: 'job.want-active', parallelism: 3, remaining, wantActive: Math.min(3, remaining), active: job.active, missing: Math.max(0, Math.min(3, remaining) - job.active) } })
    })
    plan(end + 16, () => { if (started < 8) startPod(lane, end + 16) })
  }
  for (const lane of [0, 1, 2]) plan(at + 12 + lane * 4, () => startPod(lane, at + 12 + lane * 4))
  while (steps.length > 0) {
    steps.sort((a, b) => a.at - b.at)
    steps.shift()!.run()
  }
}
