/**
 * Pod garbage collection: removes pods that nobody else will. Upstream's one loop of 20 s is three controllers here, each woken
 * only when there may be something to do: pods on lost nodes, deleted pods without a kubelet, ended pods beyond the threshold.
 *
 * Rules: SPEC.md. Upstream: pkg/controller/podgc.
 */
export { endedPods } from './ended.ts'
export { lostNodes } from './nodes.ts'
export { stuckPods } from './pods.ts'
