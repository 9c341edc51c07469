// What a room of the engine is given at assembly: the floor and the two things that stand on it.
import type { ApiServer } from './api/server.ts'
import type { EventRecorder } from './informers/events.ts'
import type { Limiter } from './informers/limiter.ts'
import type { NodePods } from './informers/nodePods.ts'
import type { Latency } from './latency.ts'
import type { World } from './world/world.ts'

export interface Parts {
  readonly world: World
  readonly server: ApiServer
  readonly nodePods: NodePods
  /** Says events; each becomes a write of its own a little later. */
  readonly events: EventRecorder
  readonly limiter: Limiter
  readonly latency: Latency
}
