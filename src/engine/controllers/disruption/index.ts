/**
 * Disruption budgets: counts the pods that each guards, says how many may be evicted now, and takes back what was announced and did
 * not happen. The eviction itself is judged by the API server (api/evictions.ts). Rules: SPEC.md.
 *
 * Upstream: pkg/controller/disruption/disruption.go.
 */
export { disruptionController } from './budgets.ts'
export { staleDisruptions } from './stale.ts'
