// kubectl logs. Upstream: kubectl/pkg/cmd/logs/logs.go, polymorphichelpers/logsforobject.go.
import { ApiError } from '../../engine/api/errors.ts'
import type { LogOptions } from '../../engine/api/client.ts'
import type { Pod as PodObject } from '../../kube/core.ts'
import { Pod } from '../../kube/kinds.ts'
import { microTimeOf, parseTime } from '../../kube/rfc3339.ts'
import { KubectlError, usage } from '../errors.ts'
import { byLogging, choosePod, defaultContainer, podsOf, requireContainer } from './pods.ts'
import { getAny } from './find.ts'
import { selectorFlags } from './flags.ts'
import { listOf, requireKind } from '../parse/resources.ts'
import type { Command, Invocation, Waiting } from './command.ts'

/** One stream of lines. */
interface Stream {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly prefix: string
  printed: number
  ended: boolean
}

const WITH_SELECTOR = 10
const LOGS_OF = 'get the logs from'

/** A pod that is not there is told of in other words than elsewhere. */
function named<T>(call: Invocation, work: () => T): T {
  try {
    return work()
  } catch (e) {
    if (e instanceof ApiError && e.reason === 'NotFound') throw new KubectlError(`error from server (NotFound): ${e.message} in namespace ${JSON.stringify(call.namespace)}`)
    throw e
  }
}

function containersOf(call: Invocation, pod: PodObject): string[] {
  if (call.bool('all-containers')) {
    return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? []), ...(pod.spec?.ephemeralContainers ?? [])].map(c => c.name)
  }
  const container = call.text('container')
  return [container ? requireContainer(pod, container) : defaultContainer(call, pod)]
}

function podsAsked(call: Invocation): readonly PodObject[] {
  const { args } = call
  const selector = call.text('selector')
  if (selector) {
    if (args.length) throw usage('logs', 'only a selector (-l) or a POD name is allowed')
    return listOf(call.client, Pod, { namespace: call.namespace, labelSelector: selector }) as unknown as PodObject[]
  }
  const arg = args[0]!
  if (call.bool('all-pods')) {
    const [kindText, name] = arg.includes('/') ? arg.split('/') as [string, string] : ['pod', arg]
    return [...podsOf(call, getAny(call, requireKind(kindText), call.namespace, name), LOGS_OF)].sort(byLogging)
  }
  const choice = named(call, () => choosePod(call, arg, LOGS_OF))
  if (!choice) throw new KubectlError('timed out waiting for the condition')
  if (choice.of > 1) call.err(`Found ${choice.of} pods, using pod/${choice.pod.metadata.name}\n`)
  return [choice.pod]
}

function run(call: Invocation): Waiting | undefined {
  const { args } = call
  const selector = call.text('selector')
  if (args.length === 0 && !selector) {
    throw usage('logs', "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command")
  }
  if (args.length > 2) throw usage('logs', "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command")
  if (call.bool('all-containers') && call.text('container')) throw new KubectlError(`--all-containers=true should not be specified with container name ${call.text('container')}`)
  const [since, sinceTime] = [call.number('since'), call.text('since-time')]
  if (since && sinceTime) throw new KubectlError('at most one of `sinceTime` or `sinceSeconds` may be specified')
  const sinceAt = sinceTime ? instant(sinceTime) : undefined
  let tail = call.number('tail')
  if (!call.given.has('tail') && selector) tail = WITH_SELECTOR
  if (call.given.has('limit-bytes') && call.number('limit-bytes') < 1) throw new KubectlError('--limit-bytes must be greater than 0')
  if (call.given.has('pod-running-timeout') && call.number('pod-running-timeout') <= 0) throw new KubectlError('--pod-running-timeout must be higher than zero')
  if (tail < -1) throw new KubectlError('--tail must be greater than or equal to -1')
  const pods = podsAsked(call)
  if (pods.length === 0) {
    call.err(`No resources found in ${call.namespace} namespace.\n`)
    return undefined
  }
  const secondArgument = args.length === 2 && !selector ? args[1] : undefined
  const prefixed = call.bool('prefix') || call.bool('all-pods')
  const streams: Stream[] = pods.flatMap(pod => (secondArgument ? [requireContainer(pod, secondArgument)] : containersOf(call, pod)).map(container => ({
    namespace: pod.metadata.namespace!, pod: pod.metadata.name!, container, printed: 0, ended: false,
    prefix: prefixed ? `[pod/${pod.metadata.name}/${container}] ` : '',
  })))
  const follow = call.bool('follow')
  const most = call.number('max-log-requests')
  if (follow && streams.length > most) {
    throw new KubectlError(`you are attempting to follow ${streams.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`)
  }
  const options: LogOptions = {
    previous: call.bool('previous'),
    ...(tail >= 0 ? { tailLines: tail } : {}),
    ...(since > 0 ? { sinceSeconds: Math.ceil(since / 1000) } : {}),
    ...(sinceAt === undefined ? {} : { sinceTime: sinceAt }),
    ...(call.number('limit-bytes') > 0 ? { limitBytes: call.number('limit-bytes') } : {}),
  }
  if (!follow) {
    for (const s of streams) print(call, s, call.client.logs(s.namespace, s.pod, { ...options, container: s.container }))
    return undefined
  }
  return followed(call, streams, options)
}

function instant(text: string): number {
  const at = parseTime(text)
  if (at === undefined) throw new KubectlError(`parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`)
  return at
}

/** Lines carry their own line breaks: the last one may have none. */
function print(call: Invocation, { prefix }: Stream, lines: readonly { at: number; text: string }[]): void {
  const timestamps = call.bool('timestamps')
  const text = lines.map(l => `${prefix}${timestamps ? `${microTimeOf(l.at).replace('Z', '000Z')} ` : ''}${l.text}`).join('')
  if (text) call.out(text)
}

/** Whether the container, as it runs now, has ended (or its pod is gone): a followed log ends then. */
function hasEnded(call: Invocation, { namespace, pod, container }: Stream): boolean {
  try {
    const { status } = call.client.get(Pod, namespace, pod) as PodObject
    const s = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? []), ...(status?.ephemeralContainerStatuses ?? [])].find(x => x.name === container)
    return s?.state?.running === undefined
  } catch (e) {
    if (e instanceof ApiError && e.reason === 'NotFound') return true
    throw e
  }
}

function followed(call: Invocation, streams: readonly Stream[], first: LogOptions): Waiting {
  let begun = false
  const all = (s: Stream) => {
    try {
      return call.client.logs(s.namespace, s.pod, { container: s.container, ...(first.previous ? { previous: true } : {}) })
    } catch (e) {
      if (begun && e instanceof ApiError) return []
      throw e
    }
  }
  return {
    restless: true,
    step() {
      for (const s of streams) {
        if (s.ended) continue
        const lines = all(s)
        if (!begun) print(call, s, call.client.logs(s.namespace, s.pod, { ...first, container: s.container }))
        else if (lines.length > s.printed) print(call, s, lines.slice(s.printed))
        // A log that is shorter than before belongs to a container that was started again: the one that was followed has ended.
        s.ended = hasEnded(call, s) || lines.length < s.printed
        s.printed = lines.length
      }
      begun = true
      return streams.every(s => s.ended) ? 0 : undefined
    },
    rewound() {
      for (const s of streams) {
        s.printed = Math.min(s.printed, all(s).length)
        s.ended = false
      }
    },
  }
}

export const logs: Command = {
  path: 'logs', summary: 'Print the logs for a container in a pod', completes: 'pods', run,
  flags: [
    ...selectorFlags,
    { name: 'all-containers', type: 'bool', default: false },
    { name: 'all-pods', type: 'bool', default: false },
    { name: 'container', short: 'c', type: 'string', default: '', values: 'container' },
    { name: 'follow', short: 'f', type: 'bool', default: false },
    { name: 'ignore-errors', type: 'bool', default: false },
    { name: 'insecure-skip-tls-verify-backend', type: 'bool', default: false },
    { name: 'limit-bytes', type: 'int', default: 0 },
    { name: 'max-log-requests', type: 'int', default: 5 },
    { name: 'pod-running-timeout', type: 'duration', default: 20_000 },
    { name: 'prefix', type: 'bool', default: false },
    { name: 'previous', short: 'p', type: 'bool', default: false },
    { name: 'since', type: 'duration', default: 0 },
    { name: 'since-time', type: 'string', default: '' },
    { name: 'tail', type: 'int', default: -1 },
    { name: 'timestamps', type: 'bool', default: false },
  ],
}
