// Kinds that the API server warns of whenever somebody asks for them. Upstream: apiserver/pkg/endpoints/deprecation.
import type { Kind } from './kinds.ts'

const DEPRECATED: Readonly<Record<string, string>> = { Endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice' }

/** What is warned of; undefined for kinds that are here to stay. */
export const deprecationOf = ({ kind }: Pick<Kind, 'kind'>): string | undefined => DEPRECATED[kind]
