/**
 * Gives every namespace its `default` service account, without which no pod is admitted, and the cluster's root certificate.
 *
 * Two of upstream's controllers in one, as both do one thing: what a namespace must have is made when it is missing.
 * Upstream: pkg/controller/serviceaccount/serviceaccounts_controller.go, pkg/controller/certificates/rootcacertpublisher.
 */
import { ConfigMap, Namespace, ServiceAccount } from '../../../kube/kinds.ts'
import type { Namespace as NamespaceObject } from '../../../kube/core.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { because, defineController, type Intent, type Wake } from '../controller.ts'

const ROOT_CA = 'kube-root-ca.crt'

interface View { readonly namespace: string; readonly account: boolean; readonly certificate: boolean }

/** What the recording's namespaces hold; the certificate itself is nobody's lesson. */
const certificate = '-----BEGIN CERTIFICATE-----\nkubestep\n-----END CERTIFICATE-----\n'

const inNamespace = (kind: Wake['kind'], name: string): Wake => ({
  kind,
  keys: (before, after) => (before && !after && before.metadata.name === name ? [before.metadata.namespace!] : []),
})

export const serviceAccountController = defineController<NamespaceObject, View>({
  name: 'service-account-controller',
  kind: Namespace,
  reads: [Namespace, ServiceAccount, ConfigMap],
  wakes: [
    { kind: Namespace, keys: (_before, after) => (after ? [after.metadata.name] : []) },
    inNamespace(ServiceAccount, 'default'), inNamespace(ConfigMap, ROOT_CA),
  ],
  workers: 1,

  observe(cache, key, namespace) {
    if (!namespace || namespace.metadata.deletionTimestamp !== undefined) return undefined
    return {
      namespace: key,
      account: cache.get(ServiceAccount, `${key}/default`) !== undefined,
      certificate: cache.get(ConfigMap, `${key}/${ROOT_CA}`) !== undefined,
    }
  },

  decide({ namespace, account, certificate: published }) {
    const intents: Intent[] = []
    if (!account) intents.push({ verb: 'create', kind: ServiceAccount, object: defaultAccount(namespace) })
    if (!published) intents.push({ verb: 'create', kind: ConfigMap, object: rootCertificate(namespace) })
    return { intents, because: because(intents.length ? 'namespace.furnish' : 'namespace.furnished', { namespace }) }
  },

  conclude: (_view, outcomes) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'AlreadyExists' && o.refused.reason !== 'Forbidden') }),
})

export const defaultAccount = (namespace: string): AnyObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } })

export const rootCertificate = (namespace: string): AnyObject => ({
  apiVersion: 'v1', kind: 'ConfigMap',
  metadata: { name: ROOT_CA, namespace, annotations: { 'kubernetes.io/description': 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.' } },
  data: { 'ca.crt': certificate },
})
