// Secrets. Upstream: pkg/registry/core/secret, ValidateSecret.
import type { Secret } from '../../../../kube/core.ts'
import { Secret as SecretKind } from '../../../../kube/kinds.ts'
import { invalidValue, required, tooLong } from '../../fields/fieldError.ts'
import { configMapKey } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { immutable, named, sortedKeys } from '../../fields/rules.ts'
import { MOST_DATA } from '../configmap/strategy.ts'
import { validateImmutableData } from '../immutableData.ts'
import { plainStrategy } from '../plain.ts'
import { fromBase64, toBase64 } from '../../../../kube/base64.ts'
import { goJsonObjectError } from './goJson.ts'

const ACCOUNT = 'kubernetes.io/service-account.name'

export const secretStrategy = plainStrategy<Secret>({
  kind: SecretKind,

  /** stringData is for writing only: it is stored as data. */
  defaults(secret) {
    const { stringData, ...rest } = secret
    const written = Object.entries(stringData ?? {}).map(([key, text]) => [key, toBase64(text)])
    return { ...rest, ...(written.length > 0 ? { data: { ...secret.data, ...Object.fromEntries(written) } } : {}), type: secret.type || 'Opaque' }
  },

  judge(out, secret) {
    let size = 0
    for (const key of sortedKeys(secret.data)) {
      named(out, `data[${key}]`, key, configMapKey)
      size += secret.data![key]!.length * 0.75
    }
    if (size > MOST_DATA) out.push(tooLong('data', MOST_DATA))
    validateType(out, secret)
  },

  judgeChange(out, next, old) {
    immutable(out, 'type', next.type, old.type)
    validateImmutableData(out, next, old, ['data'])
  },
  changeFirst: true,
})

const need = (out: Findings, secret: Secret, ...keys: string[]): void => {
  for (const key of keys) if (secret.data?.[key] === undefined) out.push(required(`data[${key}]`, ''))
}

/** Some types promise that certain keys are there. */
function validateType(out: Findings, secret: Secret): void {
  switch (secret.type) {
    case 'kubernetes.io/service-account-token':
      if (!secret.metadata.annotations?.[ACCOUNT]) out.push(required(`metadata.annotations[${ACCOUNT}]`, ''))
      break
    case 'kubernetes.io/dockercfg': return validateJson(out, secret, '.dockercfg')
    case 'kubernetes.io/dockerconfigjson': return validateJson(out, secret, '.dockerconfigjson')
    case 'kubernetes.io/basic-auth':
      if (secret.data?.username === undefined && secret.data?.password === undefined) need(out, secret, 'username', 'password')
      break
    case 'kubernetes.io/ssh-auth': return need(out, secret, 'ssh-privatekey')
    case 'kubernetes.io/tls': return need(out, secret, 'tls.crt', 'tls.key')
  }
}

function validateJson(out: Findings, secret: Secret, key: string): void {
  const text = secret.data?.[key]
  if (text === undefined) return void out.push(required(`data[${key}]`, ''))
  const error = goJsonObjectError(fromBase64(text))
  if (error) out.push(invalidValue(`data[${key}]`, '<secret contents redacted>', error))
}
