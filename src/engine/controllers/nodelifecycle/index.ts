/**
 * Node lifecycle: notices nodes that fall silent, says so in their status and their pods', and puts taints on them by their conditions.
 * What becomes of the pods then is decided elsewhere: by the scheduler (NoSchedule) and by tainteviction/ (NoExecute).
 *
 * Rules: SPEC.md. Upstream: pkg/controller/nodelifecycle.
 */
export { knownSince, nodeHealth } from './health.ts'
export { noExecuteTaints } from './noExecute.ts'
export { noScheduleTaints } from './noSchedule.ts'
