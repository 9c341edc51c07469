// The chain of causes of a frame, from the first input to itself.
import type { Frame } from './frame.ts'

export function why(frameAt: (seq: number) => Frame | undefined, of: Frame): Frame[] {
  const chain: Frame[] = []
  for (let frame: Frame | undefined = of; frame; frame = frame.cause >= 0 ? frameAt(frame.cause) : undefined) chain.unshift(frame)
  return chain
}
