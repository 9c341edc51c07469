// What an intent is to the API server.
import { splitKey } from '../../kube/keys.ts'
import type { AnyObject } from '../../kube/object.ts'
import { lastingToken } from '../api/access/tokens.ts'
import { notServed } from '../api/errors.ts'
import type { ApiServer } from '../api/server.ts'
import type { Intent } from './controller.ts'

/** The object as the API server answered; throws its refusal. Events are the recorder's business. */
export function perform(server: ApiServer, who: string, intent: Intent): AnyObject | undefined {
  switch (intent.verb) {
    case 'create': return server.create(who, intent.object, intent.object.metadata.namespace)
    case 'update': return server.update(who, intent.object, intent.subresource ? { subresource: intent.subresource } : {})
    case 'patch': {
      const { namespace, name } = splitKey(intent.key)
      return server.patch(who, intent.kind, namespace, name, intent.type, intent.body, { ...(intent.subresource ? { subresource: intent.subresource } : {}), ...(intent.type === 'apply' ? { fieldManager: who, force: intent.force === true } : {}) })
    }
    case 'delete': {
      const { namespace, name } = splitKey(intent.key)
      return server.delete(who, intent.kind, namespace, name, {
        ...(intent.propagation ? { propagationPolicy: intent.propagation } : {}),
        ...(intent.gracePeriodSeconds !== undefined ? { gracePeriodSeconds: intent.gracePeriodSeconds } : {}),
        ...(intent.uid !== undefined ? { preconditions: { uid: intent.uid } } : {}),
      })
    }
    case 'deleteCollection': {
      for (const kind of intent.kinds) {
        for (const { metadata } of server.list(kind, intent.namespace)) server.delete(who, kind, intent.namespace, metadata.name, { propagationPolicy: 'Background' })
      }
      const leftovers = intent.kinds.map(kind => ({ kind, items: server.list(kind, intent.namespace) })).filter(l => l.items.length > 0)
      return { apiVersion: 'v1', kind: 'List', metadata: { name: '' }, leftovers }
    }
    case 'get': {
      const { namespace, name } = splitKey(intent.key)
      return server.get(intent.kind, namespace, name) as AnyObject
    }
    case 'metrics': {
      if (!server.metrics) throw notServed()
      const asked = new Set(intent.pods)
      const items = server.metrics.pods(intent.namespace).filter(pod => asked.has(pod.name))
      return { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetricsList', metadata: { name: '' }, items }
    }
    case 'token': return { apiVersion: 'v1', kind: 'Token', metadata: { name: '' }, token: lastingToken(server, intent.account, intent.secret) }
    case 'event': return undefined
  }
}
