export function runSeed(_seed: number): { ok: boolean; why?: string } { throw new Error('the swarm is being written') }
