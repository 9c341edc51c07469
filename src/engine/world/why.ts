// The chain of causes of a frame, from the first input to itself.
import type { Frame } from './frame.ts'

export function why(frameAt: (seq: number) => Frame | undefined, of: Frame): Frame[] {
  const chain: Frame[] = []
  for (let frame: Frame | undefined = of; frame; frame = causeOf(frameAt, frame)) chain.unshift(frame)
  return chain
}

/**
 * What made a frame happen. Who takes one thing after another is free for the next because the last is done; but why it does that
 * very thing is what brought it into the queue, which is among the other causes. So it is with who waits for work since the cluster began.
 */
function causeOf(frameAt: (seq: number) => Frame | undefined, frame: Frame): Frame | undefined {
  const first = frame.cause >= 0 ? frameAt(frame.cause) : undefined
  if (first === undefined || first.about === frame.about || !(first.what === 'boot' || (first.actor === frame.actor && first.what === frame.what))) return first
  for (const seq of frame.alsoCauses ?? []) {
    const other = frameAt(seq)
    if (other?.about === frame.about) return other
  }
  return first
}
