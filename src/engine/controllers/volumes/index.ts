/**
 * Volumes: binds claims to volumes that are there, says how volumes stand, and keeps what is in use.
 *
 * Rules: SPEC.md. Upstream: pkg/controller/volume/{persistentvolume,pvcprotection,pvprotection}.
 */
export { claimBinder } from './claims.ts'
export { ephemeralVolumes } from './ephemeral.ts'
export { claimProtection, volumeProtection } from './protection.ts'
export { hostPathProvisioner } from './provisioner.ts'
export { volumePhases } from './volumes.ts'
