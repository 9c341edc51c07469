// A client's limit on its own requests: a token bucket, as client-go's. State is a table, so time can go back.
// Upstream: client-go/util/flowcontrol (golang.org/x/time/rate reservations).
import type { Instant } from '../../kube/object.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

interface Bucket { readonly tokens: number; readonly at: Instant }

export interface Limit {
  /** Requests per second. */
  readonly qps: number
  readonly burst: number
}

/** The wait after so many failures in a row: doubling from `baseMs`, never more than `maxMs`. Upstream: ItemExponentialFailureRateLimiter. */
export const retryAfterMs = (baseMs: number, maxMs: number, failures: number): number => Math.min(maxMs, baseMs * 2 ** Math.min(30, failures - 1))

export class Limiter {
  readonly #buckets: Table<Bucket>
  readonly #lifted: boolean

  /** `lifted`: everybody may write as fast as writes take. */
  constructor(world: World, lifted: boolean) {
    this.#buckets = world.table<Bucket>('limiter')
    this.#lifted = lifted
  }

  /** Reserves the next request of `client` at or after `at`; returns the instant at which it may be sent. */
  take(client: string, limit: Limit, at: Instant): Instant {
    if (this.#lifted) return at
    const bucket = this.#buckets.get(client) ?? { tokens: limit.burst, at }
    const since = Math.max(bucket.at, at)
    const tokens = Math.min(limit.burst, bucket.tokens + ((since - bucket.at) * limit.qps) / 1000) - 1
    this.#buckets.set(client, { tokens, at: since })
    // What was reserved for later holds nobody up as long as there are tokens.
    return tokens >= 0 ? at : since + Math.ceil((-tokens * 1000) / limit.qps)
  }
}
