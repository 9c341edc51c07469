// kubectl auth can-i. Upstream: kubectl/pkg/cmd/auth/cani.go, kubectl/pkg/describe/describe.go (CombineResourceGroup).
import type { AccessDoor } from '../../../engine/api/client.ts'
import { kindOfPlural } from '../../../kube/kinds.ts'
import { KubectlError } from '../../errors.ts'
import { kindFor } from '../../parse/resources.ts'
import { RULE_COLUMNS, ruleLines } from '../../print/rules.ts'
import { align, TABLE } from '../../print/tabwriter.ts'
import type { Command, Invocation } from '../command.ts'

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'impersonate', '*', 'approve', 'sign', 'escalate', 'attest']
const URL_VERBS = ['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*']
/** Resources that one may be allowed to impersonate, and that no list of resources has. */
const UNLISTED = ['users', 'groups']

interface Named { readonly group: string; readonly resource: string }

function resourceFor(word: string, warn: (text: string) => void): Named {
  if (word === '*') return { group: '', resource: word }
  const kind = kindFor(word)
  if (kind) return { group: kind.group, resource: kind.plural }
  const lower = word.toLowerCase()
  const dot = lower.indexOf('.')
  const [resource, group] = dot < 0 ? [lower, ''] : [lower.slice(0, dot), lower.slice(dot + 1)]
  if (!UNLISTED.includes(lower)) warn(`the server doesn't have a resource type '${resource}'${group ? ` in group '${group}'` : ''}`)
  return { group: '', resource: word }
}

function list(call: Invocation, access: AccessDoor): void {
  if (call.args.length) throw new KubectlError('list option must be specified with no arguments')
  if (call.bool('quiet') || call.bool('all-namespaces') || call.text('subresource')) throw new KubectlError("list option can't be specified with neither quiet, all-namespaces nor subresource options")
  const { rules, error } = access.rules(call.namespace)
  if (error) call.err(`Warning: the list may be incomplete: ${error}\n`)
  const lines = ruleLines(rules)
  call.out(align(`${(call.bool('no-headers') ? lines : [RULE_COLUMNS.join('\t'), ...lines]).join('\n')}\n`, TABLE))
}

function run(call: Invocation): number {
  const { access } = call.client
  if (!access) throw new KubectlError('nobody is asked here what one may do')
  if (call.bool('list')) {
    list(call, access)
    return 0
  }
  const [verb = '', what = ''] = call.args
  if (call.args.length !== 2) throw new KubectlError("you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.")
  const warn = (text: string) => call.err(`Warning: ${text}\n\n`)
  const subresource = call.text('subresource')
  const isUrl = what.startsWith('/')
  const slash = what.indexOf('/')
  const named = isUrl ? { group: '', resource: '' } : resourceFor(slash < 0 ? what : what.slice(0, slash), text => warn(text))
  const everywhere = call.bool('all-namespaces')
  if (isUrl) {
    if (subresource) throw new KubectlError('--subresource can not be used with NonResourceURL')
    if (!URL_VERBS.includes(verb)) warn(`verb '${verb}' is not a known verb`)
  } else {
    const kind = kindOfPlural(named.resource)
    if (!everywhere && kind && kind.group === named.group && !kind.namespaced) warn(`resource '${named.resource}' is not namespace scoped${named.group ? ` in group '${named.group}'` : ''}`)
    if (!everywhere && !VERBS.includes(verb)) warn(`verb '${verb}' is not a known verb`)
  }
  if (call.bool('no-headers')) throw new KubectlError('--no-headers cannot be set without --list specified')
  const verdict = access.review(isUrl ? { verb, path: what } : { verb, ...named, subresource, name: slash < 0 ? '' : what.slice(slash + 1), namespace: everywhere ? '' : call.namespace })
  if (!call.bool('quiet')) call.out(verdict.allowed ? 'yes\n' : `no${verdict.reason ? ` - ${verdict.reason}` : ''}\n`)
  return verdict.allowed ? 0 : 1
}

export const canI: Command = {
  path: 'auth can-i', summary: 'Check whether an action is allowed', usage: 'auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]', completes: 'verbs', run,
  flags: [
    { name: 'all-namespaces', short: 'A', type: 'bool', default: false, usage: 'Ask of all namespaces at once' }, { name: 'list', type: 'bool', default: false, usage: 'Print everything that is allowed' },
    { name: 'no-headers', type: 'bool', default: false, usage: 'With --list: without the headers' }, { name: 'quiet', short: 'q', type: 'bool', default: false, usage: 'Print nothing; the exit code tells' },
    { name: 'subresource', type: 'string', default: '', usage: 'Such as log of pods, or scale of deployments' },
  ],
}
