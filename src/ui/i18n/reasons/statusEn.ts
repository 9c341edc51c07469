// How objects stand, in English: whole sentences, each true at this moment. The first of an object is also the lead of Why.
import type { PodLook } from '../../../worker/rows.ts'
import type { StatusReasons } from '../../../worker/status/reasons.ts'
import { counted as s } from '../numbers.ts'
import { spanText } from '../spans.ts'
import type { Words } from './catalogue.ts'

const span = (ms: number) => spanText(ms, 'en')
const list = (values: readonly (string | number)[], most = 4) => values.slice(0, most).join(', ') + (values.length > most ? ` and ${values.length - most} more` : '')
const opt = (before: string, value: string | undefined, after = '') => (value ? `${before}${value}${after}` : '')
const be = (n: number) => (n === 1 ? 'is' : 'are')

/** What a pod does instead of serving. */
const DOES: Readonly<Record<PodLook, string>> = {
  pending: 'waits for the scheduler', pulling: 'pulls its image', creating: 'is being made', running: 'runs and is not ready yet', ready: 'is ready', backoff: 'fails again and again',
  succeeded: 'has ended', failed: 'has failed', terminating: 'is on its way out', unknown: 'is on a node that does not answer',
}
const THEN = { create: 'makes', remove: 'removes', update: 'updates' } as const

export const statusEn: Words<StatusReasons> = {
  'status.child.look': d => `${d.pod}${opt(' on ', d.node)} ${DOES[d.look]}.`,
  'status.child.min-ready': d => `${d.pod}${opt(' on ', d.node)} is ready; it counts as available in ${span(d.leftMs)}.`,

  'status.ds.complete': d => (d.desired === 1 ? 'The one node that should run a pod has it, and it is available.' : `All ${d.desired} nodes that should run a pod have one that is available.`),
  'status.ds.nowhere': d => (d.nodes === 0 ? 'There is no node.' : `None of ${s(d.nodes, 'node')} should run its pod.`),
  'status.ds.progress': d => `${d.ready} of ${s(d.desired, 'node')} ${be(d.ready)} served by a ready pod.`,
  'status.ds.rolling': d => `${s(d.old, 'node')} of ${d.desired} still ${d.old === 1 ? 'runs' : 'run'} the old template. ${d.surge ? `At most ${s(d.most, 'node')} may run two pods at once` : `At most ${s(d.most, 'node')} may be without a pod`}${d.waits ? ', and so it is now: the next waits.' : '.'}`,
  'status.ds.on-delete': d => `${s(d.old, 'pod')} of the old template: OnDelete replaces ${d.old === 1 ? 'it' : 'each'} only when you delete it.`,
  'status.ds.missing': d => `No pod yet on ${list(d.nodes)}.`,
  'status.ds.misses': d => `Misses ${list(d.nodes)}: ${{
    taint: `taint ${d.what} is not tolerated`, nodeSelector: `nodeSelector asks for ${d.what}`, affinity: 'the required node affinity does not match', nodeName: `nodeName asks for ${d.what}`,
  }[d.why] ?? d.why}.${opt(' The template tolerates ', d.old, ', the name that this taint had before 1.24: it tolerates nothing today.')}`,
  'status.ds.keeps': d => `${list(d.nodes)} ${d.nodes.length === 1 ? 'keeps its pod' : 'keep their pods'}, but would get none now: taint ${d.what} keeps new pods away and drives none out.`,

  'status.sts.steady': d => (d.replicas === 0 ? 'Wants no pods, and has none.' : d.replicas === 1 ? 'Its one pod is available.' : `All ${d.replicas} pods are available.`),
  'status.sts.progress': d => `${d.ready} of ${s(d.replicas, 'pod')} ready.`,
  'status.sts.waits': d => `Waits for ${d.pod} to be ${d.for === 'gone' ? 'gone' : d.for === 'available' ? `Ready for minReadySeconds (${span(d.leftMs ?? 0)} to go)` : 'Ready'} before it ${THEN[d.then]} ${d.next}.${d.look && d.look !== 'ready' ? ` ${d.pod} ${DOES[d.look]}.` : ''}`,
  'status.sts.next': d => `Next: ${THEN[d.then]} ${d.pod}.`,
  'status.sts.parallel': () => 'podManagementPolicy is Parallel: pods are made and removed all at once, none waits for another.',
  'status.sts.rolling': d => `Updates from the highest ordinal down, one at a time: ${d.updated} of ${s(d.replicas, 'pod')} ${be(d.updated)} of the new template.`,
  'status.sts.partition': d => `partition holds the ordinals below ${d.partition} at the old template: ${s(d.old, 'pod')}.`,
  'status.sts.on-delete': d => `${s(d.old, 'pod')} of the old template: OnDelete replaces ${d.old === 1 ? 'it' : 'each'} only when you delete it.`,
  'status.sts.stuck': d => `${d.pod} fails, and the row waits for it for ever: when you have mended the template, delete ${d.pod} by hand.`,
  'status.sts.claim': d => `Claim ${d.claim} has no volume yet, so ${d.pod} cannot start.`,
  'status.sts.kept': d => `Keeps ${s(d.claims.length, 'claim')} of pods that were scaled away, with their data: ${list(d.claims)}.`,
  'status.sts.no-service': d => `There is no Service ${d.service}: the pods have no names of their own in DNS.`,

  'status.rs.steady': d => (d.replicas === 1 ? 'Its one pod is available.' : `All ${d.replicas} pods are available.`),
  'status.rs.progress': d => `${d.ready} of ${s(d.replicas, 'pod')} ready${d.creating > 0 ? `; ${d.creating} to be made` : d.deleting > 0 ? `; ${d.deleting} too many` : ''}.`,
  'status.rs.min-ready': d => `${s(d.pods, 'pod')} ready but not yet available: the next counts in ${span(d.leftMs)}.`,
  'status.rs.zero': () => 'Wants no pods.',
  'status.rs.kept': d => `Kept without pods${opt(' as revision ', d.revision)}, so that ${d.owner} can be rolled back to it.`,
  'status.rs.owned': d => `${d.owner} decides how many: change it there, a change here is put back.`,
  'status.rs.refused': d => `The API server refuses its pods: ${d.message}`,

  'status.svc.sends': d => `Sends requests to ${d.ready === d.matching ? s(d.ready, 'ready pod') : `${d.ready} of ${s(d.matching, 'pod')}: the others are not ready`}.`,
  'status.svc.none-match': d => `No pod has the labels ${d.selector}: every request fails.`,
  'status.svc.none-ready': d => `${s(d.matching, 'pod')} ${d.matching === 1 ? 'matches' : 'match'}, but none is ready: every request fails.`,
  'status.svc.lags': d => `Its endpoints still list ${d.listed}, while ${s(d.ready, 'pod')} ${be(d.ready)} ready: they follow in a moment.`,
  'status.svc.headless': d => `Headless: no address of its own; ${d.name} names the pods themselves.`,
  'status.svc.address': d => `Listens inside the cluster on ${d.ip}, port ${list(d.ports)}.`,
  'status.svc.external': d => `Another name for ${d.to}: DNS says so, no request passes here.`,
  'status.svc.by-hand': () => 'Has no selector: whoever needs it writes its endpoints by hand.',
  'status.svc.node-port': d => `Reached from outside on every node at port ${list(d.ports)}.`,
  'status.svc.no-balancer': () => 'This cluster has no cloud that would give it a load balancer: its external address stays pending.',
  'status.svc.sticky': d => `A client stays with its pod for ${span(d.seconds * 1000)}.`,
  'status.svc.not-ready-too': () => 'Lists pods that are not ready as well.',
  'status.svc.no-such-port': d => `${d.pod} has no container port named ${d.port}.`,

  'status.eps.addresses': d => `${s(d.ready, 'address', 'addresses')} that get requests${opt(' of Service ', d.service)}${d.unready > 0 ? `; ${d.unready} not ready` : ''}${d.terminating > 0 ? `; ${d.terminating} terminating` : ''}.`,
  'status.eps.empty': d => `Has no addresses${opt(': no pod of Service ', d.service, ' can be reached')}.`,

  'status.job.retries-over': d => (d.inPlace
    ? `backoffLimit ${d.limit} counts restarts here: with restartPolicy OnFailure the same pod is started again. It was removed at the end, and its logs with it; with Never every try leaves its pod.`
    : `backoffLimit ${d.limit} allows ${s(d.limit, 'retry', 'retries')} after the first try, so the Job fails with failed pod ${d.limit + 1}.`),
  'status.job.kept': () => 'It stays with its pods and their logs until somebody deletes it.',
  'status.pod.silent': d => `Its node ${d.node} does not answer: what is said here was reported before. ${{
    evicted: (d.leftMs ?? 0) > 0 ? `It tolerates that for ${span(d.leftMs!)} more, then it is deleted.` : 'It has tolerated that long enough and is deleted.',
    stays: 'It tolerates that without end, as pods of DaemonSets do: it is not moved.',
    terminating: 'Only its kubelet can say that it has ended. It stays Terminating until the node is back, its Node object is deleted, or you delete the pod by force.',
    unknown: 'If it stays so, its pods are driven out.',
  }[d.then]}`,
  'status.pod.resize-pending': d => `${d.never ? 'Asks for more than its node can ever give, and keeps what it has' : 'Asks for other resources, and waits until its node has room'}: ${d.message}.`,
  'status.pod.resizing': d => `Gets other resources while it runs${d.error ? `, but: ${d.error}` : ''}.`,
  'status.pod.looked-into': d => `${list(d.containers)} ${be(d.containers.length)} in it to look around (kubectl debug). Ready or not, such a container counts for nothing, is never started again, and ends with the pod.`,
  'status.pod.held-open': d => `${list(d.ended)} ${d.ended.length === 1 ? 'has' : 'have'} ended, but the pod is not over while ${list(d.running)} ${be(d.running.length)} running. A helper that nobody should wait for is an init container with restartPolicy Always.`,

  'status.pvc.bound': d => `Bound to ${d.volume}${opt(', ', d.size)}.`,
  'status.pvc.lost': d => `Its volume ${d.volume} is gone, and with it the data.`,
  'status.pvc.first-consumer': d => `Waits for a pod that uses it: class ${d.storageClass} binds when the pod’s node is known.`,
  'status.pvc.no-class': d => `There is no StorageClass ${d.storageClass}, and no volume of that class.`,
  'status.pvc.no-default': () => 'It names no StorageClass, and none is marked as the default: nobody makes a volume for it, so only one that was made by hand, without a class, would do.',
  'status.pvc.none': d => `No volume fits${opt(' (class ', d.storageClass, ')')}: it is bound as soon as one does.`,
  'status.pvc.unfit': d => `${d.volume}: ${{
    taken: `belongs to ${d.has}`, class: `is of class ${d.has || '“”'}, wanted is ${d.wants || '“”'}`, size: `is too small: ${d.has}, wanted are ${d.wants}`, modes: `does not offer ${d.wants}`,
    selector: 'its labels do not match the selector', released: `still holds the data of ${d.has}`,
  }[d.why]}.`,
  'status.pvc.used': d => `Used by ${list(d.pods)}.`,
  'status.pvc.unused': () => 'No pod uses it.',
  'status.pvc.protected': d => (d.pods.length > 0 ? `Goes when ${list(d.pods)} no longer ${d.pods.length === 1 ? 'uses' : 'use'} it.` : 'Nobody uses it any more: it goes now.'),

  'status.pv.available': d => `${d.size}${opt(' of class ', d.storageClass)}, free for a claim.`,
  'status.pv.bound': d => `Belongs to claim ${d.claim}.`,
  'status.pv.released': d => `Claim ${d.claim} is gone. ${d.policy === 'Retain' ? 'Its data is kept, and nobody gets the volume until somebody clears claimRef.' : `Reclaim policy: ${d.policy}.`}`,
  'status.pv.failed': d => `Could not be reclaimed${opt(': ', d.message)}.`,
  'status.pv.other': d => `${d.phase}.`,

  'status.node.silent': d => `Has said nothing for ${span(d.silentMs)}: after ${span(d.graceMs)} it is taken for lost.`,
  'status.node.evicts': d => (d.leftMs > 0 ? `${s(d.pods, 'pod')} on it ${d.pods === 1 ? 'bears' : 'bear'} this for ${span(d.leftMs)} more, then ${d.pods === 1 ? 'it is' : 'they are'} deleted.` : `Its pods have waited long enough: they are deleted.`),

  'status.ns.active': d => `Active. Holds ${list(d.objects, 8)}.`,
  'status.ns.empty': () => 'Active, and empty.',
  'status.ns.terminating': d => (d.objects.length > 0 ? `Goes when it is empty. Still in it: ${list(d.objects, 8)}.` : 'Is empty, and goes now.'),
  'status.ns.stuck': d => `${d.message}`,

  'status.pdb.allows': d => `Allows ${s(d.allowed, 'eviction')}: ${d.healthy} healthy, ${d.desired} must stay.`,
  'status.pdb.blocks': d => `Allows no eviction: ${d.healthy} of ${s(d.expected, 'pod')} healthy, ${d.desired} must stay. A drain waits here.`,
  'status.pdb.none': () => 'No pod matches its selector: it protects nothing.',
  'status.pdb.unknown': d => `Cannot tell how many pods there should be, so it allows no eviction: ${d.message}`,

  'status.hpa.steady': d => `${d.target} keeps its ${s(d.replicas, 'replica')}.`,
  'status.hpa.scales': d => `Scales ${d.target} from ${d.from} to ${d.to}.`,
  'status.hpa.metric': d => `${d.metric}: now ${d.current}, wanted ${d.target}.`,
  'status.hpa.at-most': d => `The load would need more than maxReplicas: stays at ${d.max}.`,
  'status.hpa.at-least': d => `The load would need fewer than minReplicas: stays at ${d.min}.`,
  'status.hpa.calms': () => 'Could be smaller, but waits: for the stabilization window the highest recent wish counts.',
  'status.hpa.blind': d => `Sees no load, so it changes nothing: ${d.message}`,
  'status.hpa.cannot': d => `Cannot scale: ${d.message}`,
}
