// kubectl exec and attach: what needs a container. Upstream: kubectl/pkg/cmd/{exec,attach}.
import type { Pod as PodObject } from '../../kube/core.ts'
import { KubectlError, usage } from '../errors.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { choosePod, defaultContainer, requireContainer } from './pods.ts'
import { Attachment, ended, farewell, hasTypist, heardOut, inStream, inTerminal, pipedIn } from './typist.ts'
import type { Place } from '../running.ts'
import { nameOf, requireKind } from '../parse/resources.ts'
import { manifestsOf } from './find.ts'
import { filenameFlags } from './flags.ts'
import { logs } from './logs.ts'

const ENDED = ['Succeeded', 'Failed']

function exec(call: Invocation): number | Waiting | undefined {
  const { args, dashAt } = call
  const { typed } = call
  if (typed) return inTerminal(call, typed.stand, typed.stand.argv, { session: typed.stand.session, tty: typed.stand.tty, text: typed.text })
  if (dashAt < 0 && args.length > 1) throw usage('exec', 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead')
  const [file] = call.strings('filename')
  const target = file !== undefined ? podFrom(call) : dashAt === 0 ? undefined : args[0]
  if (!target) throw new KubectlError('pod, type/name or --filename must be specified')
  const argv = dashAt < 0 ? [] : args.slice(dashAt)
  if (argv.length === 0) throw new KubectlError('you must specify at least one command for the container')
  const choice = choosePod(call, target)
  if (!choice) throw new KubectlError('timed out waiting for the condition')
  const { pod } = choice
  const phase = pod.status?.phase ?? ''
  if (ENDED.includes(phase)) throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  const named = call.text('container')
  const container = named ? requireContainer(pod, named) : defaultContainer(call, pod, call.bool('quiet'))
  const place = { namespace: pod.metadata.namespace!, pod: pod.metadata.name!, container }
  if (hasTypist(call)) return inTerminal(call, place, argv, { session: `${call.client.now}.${call.client.position ?? 0}`, tty: call.bool('tty') })
  const result = inStream(() => call.client.exec(place.namespace, place.pod, container, argv, call.stdin))
  return heardOut(call, result, () => ended(call, result.exitCode))
}

/** The object that a file names, as an argument would name it. */
function podFrom(call: Invocation): string {
  const item = manifestsOf(call, 'Ignore')[0]
  if (!item) throw new KubectlError('pod, type/name or --filename must be specified')
  if ('error' in item) throw item.error
  return nameOf(item.info.kind, item.info.object.metadata.name ?? '')
}

export const execCommand: Command = {
  path: 'exec', summary: 'Execute a command in a container', completes: 'pods', run: exec,
  flags: [
    ...filenameFlags, { name: 'container', short: 'c', type: 'string', default: '', values: 'container' }, { name: 'stdin', short: 'i', type: 'bool', default: false },
    { name: 'tty', short: 't', type: 'bool', default: false }, { name: 'quiet', short: 'q', type: 'bool', default: false },
    { name: 'pod-running-timeout', type: 'duration', default: 60_000 },
  ],
}

/** Attaching shows what the container prints from now on: its log, followed. */
function attach(call: Invocation): Waiting | undefined {
  const { typed } = call
  if (typed) return void call.client.type(typed.stand.namespace, typed.stand.pod, typed.stand.container, typed.text)
  const [first, second] = call.args
  if (!first) throw new KubectlError('at least 1 argument is required for attach')
  if (second !== undefined) requireKind(first)
  const target = second === undefined ? first : `${first}/${second}`
  const choice = choosePod(call, target)
  if (!choice) throw new KubectlError('timed out waiting for the condition')
  const { pod } = choice
  const phase = pod.status?.phase ?? ''
  if (ENDED.includes(phase)) throw new KubectlError(`cannot attach a container in a completed pod; current phase is ${phase}`)
  const asked = call.text('container')
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? []), ...(pod.spec?.ephemeralContainers ?? [])]
  if (asked && !containers.some(c => c.name === asked)) throw new KubectlError(`cannot attach to the container: container ${asked} not found in pod ${pod.metadata.name}`)
  const container = asked || defaultContainer(call, pod, call.bool('quiet'))
  if (!call.bool('quiet')) call.err("If you don't see a command prompt, try pressing enter.\n")
  const inputs = containers.find(c => c.name === container)
  const place = { namespace: pod.metadata.namespace!, pod: pod.metadata.name!, container }
  if (call.bool('stdin') && inputs?.stdin && hasTypist(call)) return followed(call, pod, place, call.bool('tty') && inputs.tty === true)
  if (call.bool('stdin') && inputs?.stdin && (call.stdin !== undefined || inputs.stdinOnce)) pipedIn(call, place)
  return logs.run({
    ...call, args: [target], text: name => (name === 'container' ? container : call.text(name)), bool: name => name === 'follow' || (name !== 'all-containers' && name !== 'all-pods' && call.bool(name)),
    number: name => (name === 'tail' ? 0 : name === 'max-log-requests' ? 5 : call.number(name)), given: new Set([...call.given, 'tail']),
  }) as Waiting
}

/** Somebody sits before it until its program ends. */
function followed(call: Invocation, pod: PodObject, place: Place, tty: boolean): Waiting {
  const terminal = new Attachment(call, place, tty, 'now')
  return {
    restless: true,
    step() {
      if (terminal.show()) return undefined
      call.out(farewell(call, pod, place.container))
      return 0
    },
    rewound: () => terminal.rewound(),
    interrupted: () => terminal.interrupted(),
  }
}

export const attachCommand: Command = {
  path: 'attach', summary: 'Attach to a running container', completes: 'pods', run: attach,
  flags: [
    { name: 'container', short: 'c', type: 'string', default: '', values: 'container' }, { name: 'stdin', short: 'i', type: 'bool', default: false },
    { name: 'tty', short: 't', type: 'bool', default: false }, { name: 'quiet', short: 'q', type: 'bool', default: false },
    { name: 'pod-running-timeout', type: 'duration', default: 60_000 },
  ],
}
