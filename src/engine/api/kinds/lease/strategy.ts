// Leases: how a node says that it lives. Upstream: pkg/registry/coordination/lease, ValidateLeaseSpec.
import type { Lease } from '../../../../kube/coordination.ts'
import { Lease as LeaseKind } from '../../../../kube/kinds.ts'
import { invalidValue } from '../../fields/fieldError.ts'
import { nonnegative } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

export const leaseStrategy = plainStrategy<Lease>({
  kind: LeaseKind,
  judge(out, { spec }) {
    const seconds = spec?.leaseDurationSeconds
    if (seconds !== undefined && seconds <= 0) out.push(invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0'))
    nonnegative(out, 'spec.leaseTransitions', spec?.leaseTransitions)
  },
})
