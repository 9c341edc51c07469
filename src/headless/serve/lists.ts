// Lists as the API answers them: whole or in chunks, newest or of a version. Upstream: apiserver/pkg/endpoints/handlers/get.go, storage/etcd3/store.go.
import { ApiError, badRequest } from '../../engine/api/errors.ts'
import { withManagedFields, type Cluster } from '../../engine/index.ts'
import { apiVersionOf, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Ask } from './message.ts'
import { metadataOnly, shapeOf, tableOf } from './tables.ts'

/** A list that somebody reads in chunks, as it was when he began. */
interface Snapshot { readonly revision: number; readonly items: readonly AnyObject[]; readonly selected: boolean }

/** So many lists are kept for those who read on; older ones have expired. */
const MOST_SNAPSHOTS = 50

const TOO_OLD = 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response '
  + 'to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first '
  + 'chunk was returned and now may show up in the list.'

export class Lists {
  readonly #snapshots = new Map<string, Snapshot>()
  readonly #cluster: Cluster

  constructor(cluster: Cluster) { this.#cluster = cluster }

  /** The objects that a list's query chooses, and the metadata of the list. Throws an ApiError. */
  #chosen(kind: Kind, namespace: string | undefined, query: URLSearchParams): { items: readonly AnyObject[]; metadata: object } {
    const client = this.#cluster.client()
    const limit = Number(query.get('limit') ?? 0)
    const token = query.get('continue') ?? ''
    const [version, match] = [query.get('resourceVersion') ?? '', query.get('resourceVersionMatch') ?? '']
    if (token && version && version !== '0') throw badRequest('specifying resource version is not allowed when using continue')
    if (version && !/^\d+$/.test(version)) throw badRequest(`invalid resource version: ${JSON.stringify(version)}`)
    const revision = client.revision
    if (Number(version) > revision) {
      throw new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${version}, current: ${revision}`, {
        retryAfterSeconds: 1, causes: [{ type: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }],
      })
    }
    if (match === 'Exact' && Number(version) !== revision) throw new ApiError(410, 'Expired', 'The resourceVersion for the provided list is too old.')
    let snapshot: Snapshot
    let from = 0
    let id: string
    if (token) {
      const [known, at] = readToken(token)
      const found = this.#snapshots.get(known)
      if (!found) throw new ApiError(410, 'Expired', TOO_OLD)
      ;[snapshot, from, id] = [found, at, known]
    } else {
      const [labelSelector, fieldSelector] = [query.get('labelSelector') ?? '', query.get('fieldSelector') ?? '']
      const items = client.list(kind, namespace, { labelSelector, fieldSelector }) as unknown as readonly AnyObject[]
      snapshot = { revision, items, selected: labelSelector !== '' || fieldSelector !== '' }
      // The same list of the same version goes on under the same name.
      id = [revision, kind.group, kind.plural, namespace ?? '', labelSelector, fieldSelector].join('/')
    }
    const { items } = snapshot
    const to = limit > 0 ? Math.min(items.length, from + limit) : items.length
    const rest = items.length - to
    if (rest > 0) {
      this.#snapshots.set(id, snapshot)
      for (const old of [...this.#snapshots.keys()].slice(0, Math.max(0, this.#snapshots.size - MOST_SNAPSHOTS))) this.#snapshots.delete(old)
    }
    return {
      items: from === 0 && rest === 0 ? items : items.slice(from, to),
      metadata: { resourceVersion: String(snapshot.revision), ...(rest > 0 ? { continue: tokenOf(id, to), ...(snapshot.selected ? {} : { remainingItemCount: rest }) } : {}) },
    }
  }

  answer(kind: Kind, namespace: string | undefined, ask: Ask): object {
    const { items, metadata } = this.#chosen(kind, namespace, ask.query)
    const shape = shapeOf(ask.accept)
    if (shape === 'table') return tableOf(kind, items, this.#cluster.now, metadata, ask.query.get('includeObject') ?? 'Metadata')
    const sent = items.map(withManagedFields)
    if (shape === 'metadata') return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: sent.map(metadataOnly) }
    // What stands in a list does not say again what it is.
    return { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata, items: sent.map(({ kind: _k, apiVersion: _a, ...rest }) => rest) }
  }
}

const tokenOf = (id: string, at: number): string => Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: id, start: at })).toString('base64url')

function readToken(token: string): [id: string, at: number] {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as { rv: unknown; start: unknown }
    if (typeof rv === 'string' && Number.isInteger(start)) return [rv, start as number]
  } catch {
    // Falls through to the refusal.
  }
  throw badRequest('continue key is not valid: illegal base64 data')
}
