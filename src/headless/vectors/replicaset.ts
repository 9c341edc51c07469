// replicaset: one sync of the ReplicaSet controller on a given view, and the order of deletion.
import { syncOnce } from '../../engine/controllers/carry.ts'
import type { Intent, Outcome } from '../../engine/controllers/controller.ts'
import { replicaSetController } from '../../engine/controllers/replicaset/index.ts'
import { doubledUp, inDeletionOrder } from '../../engine/controllers/replicaset/victims.ts'
import { fakeCache } from '../../engine/testing/fakeCache.ts'
import type { ReplicaSet } from '../../kube/apps.ts'
import type { Pod } from '../../kube/core.ts'
import { keyOf, splitKey } from '../../kube/keys.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import type { Topic } from './topic.ts'

type Judged = { readonly expected: unknown; readonly actual: unknown }

function judgeSync({ replicaSet, pods, now, expect }: any): Judged {
  const rs = replicaSet as ReplicaSet
  const actions: string[] = []
  const events: string[] = []
  let status: unknown = rs.status
  let made = 0
  const act = (intent: Intent): Outcome => {
    switch (intent.verb) {
      case 'event': events.push(`${intent.event.type} ${intent.event.reason} ${intent.event.message}`); return { intent }
      case 'create':
        actions.push(`create ${intent.kind.plural} `)
        return { intent, object: { ...intent.object, metadata: { ...intent.object.metadata, name: `${rs.metadata.name}-${++made}` } } }
      case 'update':
        actions.push(`update ${intent.kind.plural}/${intent.subresource} ${intent.object.metadata.name}`)
        status = intent.object['status']
        return { intent, object: intent.object }
      case 'patch': case 'delete': actions.push(`${intent.verb} ${intent.kind.plural} ${splitKey(intent.key).name}`); return { intent }
      default: return { intent }
    }
  }
  const at = instantOf(now)
  const sync = syncOnce(replicaSetController, fakeCache([rs, ...(pods ?? [])]), keyOf(rs), rs, undefined, at, act)
  const ms = sync?.end.againInMs
  return {
    expected: { ...expect, actions: byVerb(expect.actions), events: expect.events?.toSorted() },
    actual: {
      actions: byVerb(actions), events: events.length > 0 ? events.toSorted() : undefined, status,
      requeues: ms === undefined ? undefined : [{ key: keyOf(rs), ms, op: 'AddAfter' }],
    },
  }
}

/** Deletions go out at once, in no order. */
const byVerb = (actions: readonly string[]): string[] => [...actions.filter(a => !a.startsWith('delete')), ...actions.filter(a => a.startsWith('delete')).toSorted()]

/** All of the pods are related to each other; `ranks` go with the pods as they came to stand. */
function judgeOrder({ pods, ranks, now, order }: any): Judged {
  const all = pods as Pod[]
  const own = doubledUp(all, all)
  const sorted = inDeletionOrder(all, own, instantOf(now))
  return { expected: { order, ranks }, actual: { order: sorted.map(p => p.metadata.name), ranks: sorted.map(p => own[all.indexOf(p)]) } }
}

export const replicasetTopic: Topic = { name: 'replicaset', judge: vector => (vector.op === 'sync' ? judgeSync(vector) : judgeOrder(vector)) }
