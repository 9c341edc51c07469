// kubectl auth whoami. Upstream: kubectl/pkg/cmd/auth/whoami.go.
import type { User } from '../../../kube/users.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { KubectlError } from '../../errors.ts'
import { align, TABLE } from '../../print/tabwriter.ts'
import type { Command, Invocation } from '../command.ts'
import { outputFlags } from '../flags.ts'
import { Reporter } from '../shared.ts'

/** What a SelfSubjectReview answers. */
const reviewOf = ({ name, uid, groups, extra }: User, now: number): AnyObject => ({
  apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: { creationTimestamp: timeOf(now) } as AnyObject['metadata'],
  status: { userInfo: { ...(extra ? { extra } : {}), groups, ...(uid ? { uid } : {}), username: name } },
}) as AnyObject

function run(call: Invocation): void {
  const { access, now } = call.client
  if (!access) throw new KubectlError('the selfsubjectreviews API is not enabled in the cluster\nenable APISelfSubjectReview feature gate and authentication.k8s.io/v1alpha1 or authentication.k8s.io/v1beta1 API')
  const { user } = access
  if (call.text('output')) return new Reporter(call).done(reviewOf(user, now), '')
  const lines = [
    ['ATTRIBUTE', 'VALUE'], ['Username', user.name], ...(user.uid ? [['UID', user.uid]] : []), ...(user.groups.length ? [['Groups', `[${user.groups.join(' ')}]`]] : []),
    ...Object.keys(user.extra ?? {}).sort().map(key => [`Extra: ${key}`, `[${user.extra![key]!.join(' ')}]`]),
  ]
  call.out(align(`${lines.map(l => l.join('\t')).join('\n')}\n`, TABLE))
}

export const whoami: Command = { path: 'auth whoami', summary: 'Experimental: Check self subject attributes', usage: 'auth whoami', completes: 'none', flags: outputFlags, run }
