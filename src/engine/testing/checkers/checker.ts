// What a checker is: it looks at each frame as it happens, and says what is wrong, in words, or nothing.
import type { AnyObject } from '../../../kube/object.ts'
import type { Cluster } from '../../cluster.ts'
import type { Frame, Write } from '../../world/frame.ts'

export interface Checker {
  readonly name: string
  /** What this frame has broken. It must cost by the frame's writes, never by the cluster. */
  after(frame: Frame): string | undefined
}

export type MakeChecker = (cluster: Cluster) => Checker

/** An object's write: what it was and what it is. */
export interface ObjectWrite { readonly plural: string; readonly key: string; readonly before: AnyObject | undefined; readonly after: AnyObject | undefined }

export function* objectWrites(frame: Frame): Generator<ObjectWrite> {
  for (const write of frame.writes as readonly Write[]) {
    if (write.table.startsWith('objects/')) {
      yield { plural: write.table.slice(8), key: write.key, before: write.before as AnyObject | undefined, after: write.after as AnyObject | undefined }
    }
  }
}
