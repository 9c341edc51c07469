// A watch for somebody outside the engine, read from the frames that were passed: every change in its order, none of them late.
import type { Kind } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import type { ListOptions, WatchChange } from './api/client.ts'
import { objectMatcher } from './api/selectors/object.ts'
import type { World } from './world/world.ts'

/**
 * What a watch would have told between the frame `after` and now. Undefined where that can no longer be told: time went back before
 * `after`, or history no longer reaches so far; then the caller lists again. Costs by the frames passed, not by the objects there are.
 * An object that comes to match the selectors is ADDED and one that ceases to is DELETED, as upstream's cacher has it.
 */
export function watchSince(world: World, kind: Kind, namespace: string | undefined, after: number, options: ListOptions): readonly WatchChange[] | undefined {
  if (after > world.position) return undefined
  const table = `objects/${kind.plural}`
  const selected = options.labelSelector || options.fieldSelector ? objectMatcher(kind, options) : () => true
  const matches = (object: AnyObject | undefined): object is AnyObject =>
    object !== undefined && (namespace === undefined || !kind.namespaced || object.metadata.namespace === namespace) && selected(object)
  const changes: WatchChange[] = []
  for (let seq = after + 1; seq <= world.position; seq++) {
    const frame = world.frameAt(seq)
    if (!frame) return undefined
    for (const write of frame.writes) {
      if (write.table !== table) continue
      const [was, is] = [write.before, write.after] as [AnyObject | undefined, AnyObject | undefined]
      if (matches(is)) changes.push({ type: matches(was) ? 'MODIFIED' : 'ADDED', object: is })
      else if (matches(was)) changes.push({ type: 'DELETED', object: was })
    }
  }
  return changes
}
