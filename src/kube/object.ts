// What every API object looks like, and nothing about any of them.
import type { ObjectMeta } from './meta.ts'

/** Any API object as it is stored and sent. Objects are replaced, never edited: whoever holds one may keep it. */
export interface ApiObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** An API object of which nothing more is known than that it is one: what a decoder gives and a printer takes. */
export type AnyObject = ApiObject & { readonly [field: string]: any }

/** Milliseconds since 1970-01-01T00:00:00Z on the cluster's virtual clock. Always a whole number. */
export type Instant = number
