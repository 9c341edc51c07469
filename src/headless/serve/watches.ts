// Watches: a stream of what happens to the objects that a query chooses. Upstream: apiserver/pkg/endpoints/handlers/watch.go, storage/cacher.
import type { ServerResponse } from 'node:http'
import { ApiError, statusOf } from '../../engine/api/errors.ts'
import { withManagedFields, type Cluster } from '../../engine/index.ts'
import { objectMatcher } from '../../engine/api/selectors/object.ts'
import { apiVersionOf, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { tooOld, type Change, type Journal } from './journal.ts'
import { type Ask } from './message.ts'
import { metadataOnly, shapeOf, tableOf } from './tables.ts'

const INITIAL_END = 'k8s.io/initial-events-end'
/** How often a watch that asked for it is told how far it has come, on the wall's clock. */
const BOOKMARK_MS = 30_000
/** A watch without a time limit ends some time, as upstream's do. */
const LONGEST_S = 1800

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'

/** Streams until the client goes, the time is over, or nothing more can be told. Throws an ApiError before anything was sent. */
export function watch(cluster: Cluster, journal: Journal, kind: Kind, namespace: string | undefined, name: string | undefined, ask: Ask, response: ServerResponse): void {
  const { query } = ask
  const fieldSelector = [query.get('fieldSelector') ?? '', name === undefined ? '' : `metadata.name=${name}`].filter(Boolean).join(',')
  const labelSelector = query.get('labelSelector') ?? ''
  const selected = objectMatcher(kind, { labelSelector, fieldSelector })
  const matches = (o: AnyObject | undefined): o is AnyObject => o !== undefined && (namespace === undefined || o.metadata.namespace === namespace) && selected(o)
  const bookmarks = query.get('allowWatchBookmarks') === 'true'
  const version = query.get('resourceVersion') ?? ''
  if (version && !/^\d+$/.test(version)) throw new ApiError(400, 'BadRequest', `invalid resource version: ${JSON.stringify(version)}`)
  const initial = query.get('sendInitialEvents') === 'true'
  const shape = shapeOf(ask.accept)
  const include = query.get('includeObject') ?? 'Metadata'
  let headed = false

  response.statusCode = 200
  response.setHeader('Content-Type', 'application/json;stream=watch')
  response.setHeader('Cache-Control', 'no-cache, private')
  response.flushHeaders()

  const write = (type: EventType, object: AnyObject) => {
    let sent: AnyObject
    if (shape === 'table') {
      const rows = type === 'BOOKMARK' ? [] : [object]
      sent = tableOf(kind, rows, cluster.now, { resourceVersion: object.metadata.resourceVersion }, include, !headed)
      headed = true
    } else sent = shape === 'metadata' ? metadataOnly(object) : object
    response.write(`${JSON.stringify({ type, object: sent })}\n`)
  }
  const bookmark = (more: object = {}) => write('BOOKMARK', {
    kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: String(journal.revision), creationTimestamp: null, ...more },
  } as unknown as AnyObject)
  const end = (error?: ApiError) => {
    if (error) response.write(`${JSON.stringify({ type: 'ERROR', object: statusOf(error) })}\n`)
    response.end()
  }
  const tell = ({ plural, before, after, revision }: Change) => {
    if (plural !== kind.plural) return
    const [was, is] = [matches(before), matches(after)]
    if (is) write(was ? 'MODIFIED' : 'ADDED', withManagedFields(after!))
    // An object that is gone, or that ceased to match, is told as it was last, with the version at which that happened.
    else if (was) write('DELETED', { ...withManagedFields(before!), metadata: { ...withManagedFields(before!).metadata, resourceVersion: String(revision) } })
  }

  try {
    if (version === '' || version === '0' || initial) {
      for (const object of cluster.client().list(kind, namespace, { labelSelector, fieldSelector })) write('ADDED', withManagedFields(object as unknown as AnyObject))
      if (initial && bookmarks) bookmark({ annotations: { [INITIAL_END]: 'true' } })
    } else {
      for (const change of journal.since(kind.plural, Number(version))) tell(change)
    }
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    end(e)
    return
  }
  const stop = journal.listen(tell, () => end(tooOld(Number(version), journal.revision)))
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || LONGEST_S
  const timer = setTimeout(() => end(), seconds * 1000)
  const beat = bookmarks ? setInterval(() => bookmark(), BOOKMARK_MS) : undefined
  response.on('close', () => {
    stop()
    clearTimeout(timer)
    clearInterval(beat)
  })
}
