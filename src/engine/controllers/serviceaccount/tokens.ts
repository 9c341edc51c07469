/**
 * Fills Secrets of type kubernetes.io/service-account-token, and removes those whose account is gone.
 *
 * Upstream: pkg/controller/serviceaccount/tokens_controller.go. It reads the Secret once more, live, before it writes; here the version
 * of the update does the same.
 */
import { fromBase64, toBase64 } from '../../../kube/base64.ts'
import type { Secret } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Secret as SecretKind, ServiceAccount } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { defineController, type CacheReader } from '../controller.ts'
import { rootCertificate } from './index.ts'
import { reason } from './reasons.ts'

const TYPE = 'kubernetes.io/service-account-token'
const NAME = 'kubernetes.io/service-account.name'
const UID = 'kubernetes.io/service-account.uid'

export interface TokenView {
  readonly secret: Secret
  /** Its account, if that is there and is the one that is meant. */
  readonly account: AnyObject | undefined
}

export const tokensController = defineController<Secret, TokenView>({
  name: 'tokens-controller',
  kind: SecretKind,
  reads: [SecretKind, ServiceAccount],
  wakes: [
    { kind: SecretKind, keys: (_before, after) => (after?.['type'] === TYPE ? [keyOf(after)] : []) },
    { kind: ServiceAccount, keys: (before, after, cache) => (before && before.metadata.uid !== after?.metadata.uid ? tokensOf(cache, before) : []) },
  ],
  workers: 5,

  observe(cache, _key, secret) {
    if (secret?.type !== TYPE || secret.metadata.deletionTimestamp !== undefined) return undefined
    const { [NAME]: name = '', [UID]: uid } = secret.metadata.annotations ?? {}
    const account = cache.get(ServiceAccount, `${secret.metadata.namespace}/${name}`) as AnyObject | undefined
    return { secret, account: account && (!uid || uid === account.metadata.uid) ? account : undefined }
  },

  decide({ secret, account }) {
    const named = { secret: keyOf(secret as unknown as AnyObject), account: secret.metadata.annotations?.[NAME] ?? '' }
    // A cache may hear of the Secret before it hears of the account.
    if (!account) return { intents: [{ verb: 'get', kind: ServiceAccount, key: `${secret.metadata.namespace}/${named.account}` }], because: reason('token.account-gone', named) }
    if (isFilled(secret)) return { intents: [], because: reason('token.filled', named) }
    return { intents: [{ verb: 'token', account: keyOf(account), secret: named.secret }], because: reason('token.fill', named) }
  },

  conclude({ secret, account }, outcomes) {
    const key = keyOf(secret as unknown as AnyObject)
    const { object, intent, refused } = outcomes.at(-1) ?? {}
    if (intent?.verb === 'get' && refused?.reason !== 'NotFound' && refused) return { intents: [], failed: true }
    if (intent?.verb === 'get') {
      const isMeant = object && (!secret.metadata.annotations?.[UID] || secret.metadata.annotations[UID] === object.metadata.uid)
      if (!isMeant) return { intents: [{ verb: 'delete', kind: SecretKind, key, uid: secret.metadata.uid! }] }
      return { intents: isFilled(secret) ? [] : [{ verb: 'token', account: keyOf(object), secret: key }] }
    }
    if (intent?.verb === 'token' && object) {
      const of = account ?? outcomes[0]!.object!
      return { intents: [{ verb: 'update', kind: SecretKind, object: filled(secret, of, object['token']) }], because: reason('token.fill', { secret: key, account: of.metadata.name }) }
    }
    // Gone, or changed since: its change has woken this controller again.
    return { intents: [], failed: refused !== undefined && refused.reason !== 'NotFound' && refused.reason !== 'Conflict' }
  },
})

function tokensOf(cache: CacheReader, account: AnyObject): readonly string[] {
  const { name, namespace } = account.metadata
  return (cache.list(SecretKind, namespace!) as readonly Secret[]).filter(s => s.type === TYPE && s.metadata.annotations?.[NAME] === name).map(s => keyOf(s as unknown as AnyObject))
}

const certificate = (namespace: string): string => rootCertificate(namespace)['data']['ca.crt']

/** SA4. */
const isFilled = ({ data, metadata }: Secret): boolean =>
  !!data?.['token'] && !!data['namespace'] && data['ca.crt'] !== undefined && fromBase64(data['ca.crt']) === certificate(metadata.namespace!)

function filled(secret: Secret, account: AnyObject, token: string): AnyObject {
  const { data = {}, metadata } = secret
  return {
    ...secret, metadata: { ...metadata, annotations: { ...metadata.annotations, [NAME]: account.metadata.name, [UID]: account.metadata.uid! } },
    data: {
      ...data, 'ca.crt': toBase64(certificate(metadata.namespace!)), namespace: data['namespace'] || toBase64(metadata.namespace!), token: data['token'] || toBase64(token),
    },
  } as unknown as AnyObject
}
