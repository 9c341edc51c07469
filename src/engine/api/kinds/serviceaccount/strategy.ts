// ServiceAccounts: nothing but a name, as far as this cluster goes. Upstream: pkg/registry/core/serviceaccount.
import type { ServiceAccount } from '../../../../kube/core.ts'
import { ServiceAccount as ServiceAccountKind } from '../../../../kube/kinds.ts'
import { plainStrategy } from '../plain.ts'

export const serviceAccountStrategy = plainStrategy<ServiceAccount>({ kind: ServiceAccountKind })
