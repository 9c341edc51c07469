// Everything the inspector shows of one object: made when it is asked for, from the tables as they stand.
import { ApiError, type Cluster, type Frame } from '../engine/index.ts'
import { start } from '../kubectl/index.ts'
import { keyFrom, refOf, splitKey, splitRef, type Ref } from '../kube/keys.ts'
import { kindNamed, kindOfPlural } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import { headOf } from './heads.ts'
import type { Origins } from './origins.ts'
import { eventAt } from './projection/rest.ts'
import type { Answers, Inspection, NodeVerdict, Request, WhyStep } from './protocol.ts'
import { statusOf } from './status.ts'
import { wordsOf } from '../engine/scheduler/reasons.ts'

/** How far back to look for the last frame that concerned an object. */
const FAR_BACK = 200_000
const MOST_EVENTS = 100

export function inspect(cluster: Cluster, origins: Origins, ref: Ref, lang: 'en' | 'zh'): Inspection {
  const { plural, key } = splitRef(ref)
  const kind = kindOfPlural(plural)
  const object = kind && cluster.server.store.get(kind, key)
  const last = lastFrameOf(cluster, plural, key)
  const base = { ref, exists: object !== undefined, why: last ? whySteps(cluster, origins, last) : [] }
  if (!kind || !object) return { ...base, yaml: '', status: [], events: [], containers: [], owners: [], owned: [] }
  const verdict = plural === 'pods' ? verdictOf(cluster, key) : undefined
  return {
    ...base,
    yaml: yamlOf(cluster, plural, key, lang), status: statusOf(cluster, plural, object), events: eventsOf(cluster, object),
    containers: plural === 'pods' ? [...(object.spec.initContainers ?? []), ...object.spec.containers, ...(object.spec.ephemeralContainers ?? [])].map((c: { name: string }) => c.name) : [],
    owners: (object.metadata.ownerReferences ?? []).flatMap(o => {
      const owner = kindNamed(o.kind)
      return owner ? [refOf(owner.plural, keyFrom(owner.namespaced ? object.metadata.namespace : undefined, o.name))] : []
    }),
    owned: ownedBy(cluster, object), ...(verdict ? { verdict } : {}),
  }
}

/** The chain of causes of a frame, oldest first, each step with the line of the manifest where an apply began it. */
export function whySteps(cluster: Cluster, origins: Origins, frame: Frame): WhyStep[] {
  return cluster.world.why(frame).map(step => {
    const name = step.about?.slice(step.about.lastIndexOf('/') + 1)
    const manifest = step.cause < 0 ? origins.of(step.seq, name) : undefined
    return { ...headOf(step), also: step.alsoCauses?.length ?? 0, ...(manifest ? { manifest } : {}) }
  })
}

export function logsOf(cluster: Cluster, request: Extract<Request, { ask: 'logs' }>): Answers['logs'] {
  const { namespace, name } = splitKey(splitRef(request.ref).key)
  try {
    const lines = cluster.server.kubelets.logs(namespace ?? 'default', name, {
      ...(request.container !== undefined ? { container: request.container } : {}), ...(request.previous ? { previous: true } : {}), tailLines: request.tailLines ?? 500,
    })
    return { lines }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { lines: [], refused: error.message }
  }
}

/** The last frame up to now that wrote the object, heartbeats aside. */
function lastFrameOf(cluster: Cluster, plural: string, key: string): Frame | undefined {
  const { world } = cluster
  const table = `objects/${plural}`
  const from = world.position
  for (let seq = from; seq >= Math.max(world.history.first, from - FAR_BACK); seq--) {
    const frame = world.frameAt(seq)
    if (frame && !frame.quiet && frame.writes.some(w => w.table === table && w.key === key)) return frame
  }
  return undefined
}

function yamlOf(cluster: Cluster, plural: string, key: string, lang: string): string {
  const { namespace, name } = splitKey(key)
  const running = start(['kubectl', 'get', plural, name, '-o', 'yaml'], {
    client: cluster.client(), files: { read: () => undefined, list: () => undefined }, lang, ...(namespace ? { namespace } : {}),
  })
  return running.output.filter(c => c.stream === 'out').map(c => c.text).join('')
}

function eventsOf(cluster: Cluster, object: AnyObject): Inspection['events'] {
  return cluster.objects('events')
    .filter(e => e.involvedObject?.uid === object.metadata.uid || (e.involvedObject?.kind === object.kind && e.involvedObject?.uid === object.metadata.name))
    .map(e => ({ type: e.type, reason: e.reason, message: e.message, count: e.series?.count ?? e.count ?? 1, at: eventAt(e), from: e.source?.component || e.reportingComponent || '' }))
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_EVENTS)
}

function ownedBy(cluster: Cluster, owner: AnyObject): readonly Ref[] {
  const refs: Ref[] = []
  for (const plural of ['pods', 'jobs', 'replicasets', 'controllerrevisions']) {
    for (const object of cluster.objects(plural)) {
      if (object.metadata.ownerReferences?.some(o => o.uid === owner.metadata.uid)) refs.push(refOf(plural, keyFrom(object.metadata.namespace, object.metadata.name)))
    }
  }
  return refs.slice(0, 500)
}

/** What each node said when the scheduler last looked for a place for this pod. */
function verdictOf(cluster: Cluster, key: string): Inspection['verdict'] | undefined {
  const verdict = cluster.scheduler.verdicts.get(key)
  if (!verdict) return undefined
  const nodes = verdict.answers.map(({ node, refusal, raw, normalised, total }): NodeVerdict => ({
    node, fits: refusal === undefined, reasons: (refusal?.reasons ?? []).map(wordsOf), ...(refusal?.plugin ? { plugin: refusal.plugin } : {}),
    ...(raw && normalised && verdict.scorers
      ? { scores: verdict.scorers.map(({ name, weight }, i) => ({ plugin: name, raw: raw[i]!, weighted: normalised[i]! * weight })) } : {}),
    ...(total !== undefined ? { total } : {}),
  }))
  return { at: verdict.at, ...(verdict.winner !== undefined ? { chosen: verdict.winner } : {}), nodes, ...(verdict.message !== undefined ? { message: verdict.message } : {}) }
}
