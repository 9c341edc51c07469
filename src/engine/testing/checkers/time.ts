// Time only goes forward, and nothing is put on the agenda for a moment that has passed.
import type { MakeChecker } from './checker.ts'

export const time: MakeChecker = cluster => {
  let last = cluster.world.now
  return {
    name: 'time goes forward',
    after(frame) {
      if (frame.at < last) return `it happens at ${frame.at}, after something at ${last}`
      last = frame.at
      if (frame.cause >= frame.seq) return `it is caused by frame ${frame.cause}, which comes later`
      for (const item of frame.scheduled) {
        if (item.at < frame.at) return `it puts ${item.handler} on the agenda for ${item.at}, which is ${frame.at - item.at} ms ago`
      }
      return undefined
    },
  }
}
