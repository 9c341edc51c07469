// The door of the engine: a cluster that runs on a virtual clock, and the words to ask it with.
// It may use src/kube only. It promises: same seed and inputs, same run, to the byte; and any moment of it can be gone back to.
export { actNames, Cluster, createCluster, type Act, type ClusterOptions } from './cluster.ts'
export type { ActiveFault, Fault } from './faults/fault.ts'
export type { NodeSpec } from './nodes.ts'
export type { ApiClient } from './api/client.ts'
export { ApiError } from './api/errors.ts'
export { createStrategicPatch, createThreeWayPatch } from './api/patch/threeWay.ts'
export { withManagedFields } from './api/managedfields/ledger.ts'
export { applyPatch } from './api/patch/index.ts'
export { Mistake } from './world/must.ts'
export type { ApiCall, Frame, FrameNote, Reason, Write } from './world/frame.ts'
export type { CutFuture, Input, Travel, Travelled } from './world/world.ts'
export type { PodStory } from './chronicle.ts'
