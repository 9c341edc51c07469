// `kubectl create token`. Upstream: kubectl/pkg/cmd/create/create_token.go.
import { ApiError } from '../../../engine/api/errors.ts'
import { ServiceAccount } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { KubectlError, usage } from '../../errors.ts'
import type { Command, Invocation } from '../command.ts'
import { outputFlags } from '../flags.ts'
import { Reporter } from '../shared.ts'

const KINDS = ['Node', 'Pod', 'Secret']

function judge(call: Invocation): void {
  const [kind, name, uid, ms] = [call.text('bound-object-kind'), call.text('bound-object-name'), call.text('bound-object-uid'), call.number('duration')]
  if (ms < 0) throw new KubectlError('--duration must be greater than or equal to 0')
  if (ms % 1000 !== 0) throw new KubectlError('--duration cannot be expressed in units less than seconds')
  if (call.strings('audience').includes('')) throw new KubectlError('--audience must not be an empty string')
  if (kind) {
    if (!KINDS.includes(kind)) throw new KubectlError(`supported --bound-object-kind values are ${KINDS.join(', ')}`)
    if (!name) throw new KubectlError('--bound-object-name is required if --bound-object-kind is provided')
  } else {
    if (name) throw new KubectlError('--bound-object-name can only be set if --bound-object-kind is provided')
    if (uid) throw new KubectlError('--bound-object-uid can only be set if --bound-object-kind is provided')
  }
}

function run(call: Invocation): void {
  if (call.args.length !== 1) throw usage('create token', `exactly one NAME is required, got ${call.args.length}`)
  judge(call)
  const [kind, name, uid, seconds] = [call.text('bound-object-kind'), call.text('bound-object-name'), call.text('bound-object-uid'), call.number('duration') / 1000]
  const audiences = call.strings('audience')
  const request = {
    apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {},
    spec: {
      audiences: audiences.length ? audiences : null, ...(seconds > 0 ? { expirationSeconds: seconds } : {}),
      ...(kind ? { boundObjectRef: { kind, apiVersion: 'v1', name, ...(uid ? { uid } : {}) } } : {}),
    },
  } as unknown as AnyObject
  let answer: AnyObject
  try {
    answer = call.client.createSubresource(ServiceAccount, call.namespace, call.args[0]!, 'token', request)
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    throw new KubectlError(`failed to create token: ${e.message}`)
  }
  if (call.text('output')) new Reporter(call).done(answer, 'created')
  else call.out(`${answer.status.token}\n`)
}

export const createToken: Command = {
  path: 'create token', summary: 'Request a service account token', usage: 'create token SERVICE_ACCOUNT_NAME', completes: 'serviceaccounts', run,
  flags: [
    ...outputFlags, { name: 'audience', type: 'list', default: [], usage: 'For whom the token is meant; the API server, if it is not said' },
    { name: 'duration', type: 'duration', default: 0, usage: 'How long it is to be good; an hour, if it is not said' },
    { name: 'bound-object-kind', type: 'string', default: '', usage: 'Kind of an object with which the token ends: Node, Pod or Secret', values: KINDS },
    { name: 'bound-object-name', type: 'string', default: '', usage: 'Name of that object' }, { name: 'bound-object-uid', type: 'string', default: '', usage: 'UID of that object' },
  ],
}
