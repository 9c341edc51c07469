// What travel can run until, by name, so that it crosses the wall. Each looks at one frame, so it works in both directions.
import type { Ref } from '../kube/keys.ts'
import { isJobFinished } from '../kube/jobs.ts'
import type { AnyObject } from '../kube/object.ts'
import { isPodTerminal } from '../kube/pods.ts'
import { touches, type Frame, type Write } from './world/frame.ts'
import type { World } from './world/world.ts'

const objectOf = (write: Write): AnyObject | undefined => (write.after ?? write.before) as AnyObject | undefined
/** This became true with the write. */
const became = <T>(write: Write, is: (object: T) => boolean): boolean => write.after !== undefined && is(write.after as T) && !(write.before !== undefined && is(write.before as T))

/** A write to this object (`pods/default/x`). */
const writes = (frame: Frame, ref: Ref): Write | undefined => {
  const slash = ref.indexOf('/')
  const table = `objects/${ref.slice(0, slash)}`
  const key = ref.slice(slash + 1)
  return !touches(frame, table) ? undefined : frame.writes.find(w => w.table === table && w.key === key)
}

export function installConditions(world: World): void {
  /** Anything but a heartbeat. */
  world.onCondition('loud', frame => !frame.quiet)
  /** A controller judged something. */
  world.onCondition('sync', frame => frame.what === 'sync' && !frame.quiet)
  world.onCondition('input', frame => frame.cause < 0)
  world.onCondition('changes', (frame, { ref }: { ref: Ref }) => writes(frame, ref) !== undefined)
  /** A pod ended; with `ref`, one that belongs to that owner or is that pod. */
  world.onCondition('pod-ended', (frame, args: { ref?: Ref } | undefined) => touches(frame, 'objects/pods') && frame.writes.some(w =>
    w.table === 'objects/pods' && became(w, isPodTerminal) && concerns(objectOf(w), args?.ref)))
  /** A Job came to its end; with `ref`, that one. */
  world.onCondition('job-finished', (frame, args: { ref?: Ref } | undefined) => touches(frame, 'objects/jobs') && frame.writes.some(w =>
    w.table === 'objects/jobs' && became(w, isJobFinished) && (!args?.ref || args.ref === `jobs/${w.key}`)))
}

function concerns(pod: AnyObject | undefined, ref: Ref | undefined): boolean {
  if (!ref || !pod) return true
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  return ref === `pods/${pod.metadata.namespace}/${pod.metadata.name}` || (pod.metadata.ownerReferences ?? []).some(o => o.name === name)
}
