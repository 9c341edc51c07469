// Rounds of a workload controller without a cluster: a sync on a fixed clock, then what a kubelet would make of the pods. For the
// vectors daemonset and statefulset.
import { syncOnce } from '../../engine/controllers/carry.ts'
import type { Conclusion, Controller, Intent, Outcome } from '../../engine/controllers/controller.ts'
import { fakeCache } from '../../engine/testing/fakeCache.ts'
import type { Pod } from '../../kube/core.ts'
import { keyOf } from '../../kube/keys.ts'
import type { AnyObject, ApiObject, Instant } from '../../kube/object.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'

export interface Sim {
  now: Instant
  owner: AnyObject
  objects: Map<string, AnyObject>
  memo: unknown
  made: number
}

export const startSim = (owner: AnyObject, others: readonly AnyObject[], now: Instant): Sim =>
  ({ now, owner, objects: new Map(others.map(o => [idOf(o), o])), memo: undefined, made: 0 })

const idOf = (o: ApiObject): string => `${o.kind}/${keyOf(o)}`
export const listOf = (sim: Sim, kind: string): AnyObject[] => [...sim.objects.values()].filter(o => o.kind === kind).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

/** How the intents of a sync read in a vector. `line` gives an action's text, or nothing where it is not told. */
export type Line = (intent: Exclude<Intent, { verb: 'event' }>, object: AnyObject | undefined) => string | undefined

export interface Told { actions: string[]; events: string[]; end: Conclusion<unknown> | undefined }

/** One sync; what it writes is in force at once, deletions of pods as a deletionTimestamp. */
export function syncSim(sim: Sim, controller: Controller<any, any, any>, line: Line): Told {
  const told: Told = { actions: [], events: [], end: undefined }
  // The sync sees what there was when it began, as upstream's informers in these vectors do.
  const cache = fakeCache([sim.owner, ...sim.objects.values()])
  const act = (intent: Intent): Outcome => {
    if (intent.verb === 'event') {
      told.events.push(`${intent.event.type} ${intent.event.reason} ${intent.event.message}`)
      return { intent }
    }
    const before = 'key' in intent ? sim.objects.get(`${intent.kind.kind}/${intent.key}`) : undefined
    const object = writeSim(sim, intent)
    const text = line(intent, object ?? before)
    if (text !== undefined) told.actions.push(text)
    return { intent, ...(object ? { object } : {}) }
  }
  const key = keyOf(sim.owner)
  const sync = syncOnce(controller, cache, key, sim.owner, sim.memo, sim.now, act)
  if (sync) {
    sim.memo = sync.end.memo
    told.end = sync.end
  }
  return told
}

function writeSim(sim: Sim, intent: Exclude<Intent, { verb: 'event' }>): AnyObject | undefined {
  switch (intent.verb) {
    case 'create': {
      const { metadata } = intent.object
      const name = metadata.name ?? `${metadata.generateName}${++sim.made}`
      const object: AnyObject = {
        ...intent.object, metadata: { ...metadata, name, uid: `uid-${name}`, creationTimestamp: timeOf(sim.now) },
        ...(intent.object.kind === 'Pod' ? { status: { phase: 'Pending' } } : {}),
      }
      sim.objects.set(idOf(object), object)
      return object
    }
    case 'update':
      if (idOf(intent.object) === idOf(sim.owner)) sim.owner = intent.object
      else sim.objects.set(idOf(intent.object), intent.object)
      return intent.object
    case 'delete': {
      const id = `${intent.kind.kind}/${intent.key}`
      const object = sim.objects.get(id)
      if (object?.kind === 'Pod') sim.objects.set(id, { ...object, metadata: { ...object.metadata, deletionTimestamp: timeOf(sim.now) } })
      else sim.objects.delete(id)
      return undefined
    }
    default: return undefined
  }
}

/** Pods that are being deleted vanish; the others run, and are ready when they are old enough, unless their image is bad. */
export function kubeletSim(sim: Sim, readyAfterMs: number, nodeOf: (pod: Pod) => string | undefined, never: ReadonlySet<string> = new Set()): void {
  for (const [id, object] of [...sim.objects]) {
    if (object.kind !== 'Pod') continue
    const pod = object as unknown as Pod
    if (pod.metadata.deletionTimestamp) {
      sim.objects.delete(id)
      continue
    }
    if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') continue
    const bad = pod.spec.containers.some(c => c.image?.includes('bad')) || never.has(pod.metadata.name)
    const old = sim.now - instantOf(pod.metadata.creationTimestamp!) >= readyAfterMs
    const status = !bad && old ? 'True' : 'False'
    const before = pod.status?.conditions?.find(c => c.type === 'Ready')
    const conditions = status === 'False' && !before ? undefined : [before?.status === status ? before : { type: 'Ready', status, lastProbeTime: null, lastTransitionTime: timeOf(sim.now) }]
    const node = nodeOf(pod)
    sim.objects.set(id, { ...object, spec: { ...object['spec'], ...(node ? { nodeName: node } : {}) }, status: { phase: 'Running', ...(conditions ? { conditions } : {}) } })
  }
}

/** An edit of the owner's spec; containers are merged by name. A change of the spec is a new generation. */
export function editSim(sim: Sim, edit: any): void {
  const next = merged(sim.owner, edit) as AnyObject
  const generation = (sim.owner.metadata.generation ?? 0) + 1
  sim.owner = { ...next, metadata: { ...next.metadata, generation } }
}

function merged(old: any, edit: any): any {
  if (Array.isArray(edit)) return edit.map(e => ({ ...(old ?? []).find((o: any) => o.name === e.name), ...e }))
  if (edit === null || typeof edit !== 'object') return edit
  return Object.fromEntries([...new Set([...Object.keys(old ?? {}), ...Object.keys(edit)])].map(k => [k, k in edit ? merged(old?.[k], edit[k]) : old[k]]))
}
