// Which node takes a pod, and why not the others. Uses the floor, its own cache of the API server's objects, and the API server.
// Promises: the same view gives the same judgement; every change of state is in tables; a decision costs by the nodes it asks.
export { Scheduler } from './scheduler.ts'
