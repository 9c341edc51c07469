// kubectl port-forward and proxy: ports of the person's own machine with a pod, or the API server, behind them.
// Upstream: kubectl/pkg/cmd/{portforward,proxy}; apiserver/pkg/registry/core/{pod,service} (their proxy subresources).
import type { OutsideAnswer } from '../../engine/api/client.ts'
import { ApiError, statusOf } from '../../engine/api/errors.ts'
import type { Pod as PodObject, Service as ServiceObject } from '../../kube/core.ts'
import type { EndpointSlice as SliceObject } from '../../kube/discovery.ts'
import { keyFrom } from '../../kube/keys.ts'
import { EndpointSlice, Pod, Service } from '../../kube/kinds.ts'
import { KubectlError, usage } from '../errors.ts'
import type { OwnRequest } from '../listeners.ts'
import { requireKind } from '../parse/resources.ts'
import { compactJson } from '../print/json.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { choosePod } from './pods.ts'
import { rawText } from './raw.ts'

/** `8080:80`, `:80`, `8080:http`, `80`: a port here, and one of the pod's by number or name; of a Service, one of its own. */
function portsOf(pod: PodObject, service: ServiceObject | undefined, text: string): [local: string, remote: string] {
  const [local = '', remote = local, ...more] = text.split(':')
  if (more.length) throw new KubectlError(`invalid port format '${text}'`)
  const named = (name: string): string => {
    if (/^[0-9]+$/.test(name)) return name
    const found = pod.spec?.containers.flatMap(c => c.ports ?? []).find(p => p.name === name)
    if (!found) throw new KubectlError(`Pod '${pod.metadata.name}' does not have a named port '${name}'`)
    return String(found.containerPort)
  }
  const there = service ? targetOf(service, remote, named) : named(remote)
  const here = local === remote ? (service ? servicePort(service, remote) : there) : local
  if (here !== '' && !isPort(here)) throw new KubectlError(`error parsing local port '${here}': ${portFault(here)}`)
  if (!isPort(there) || there === '0') throw new KubectlError(there === '0' ? 'remote port must be > 0' : `error parsing remote port '${there}': ${portFault(there)}`)
  return [here, there]
}

const portOf = (service: ServiceObject, text: string) => service.spec?.ports?.find(p => p.name === text || String(p.port) === text)
const servicePort = (service: ServiceObject, text: string): string => String(portOf(service, text)?.port ?? text)

/** The port of its pods that stands behind a Service's. Upstream: translateServicePortToTargetPort. */
function targetOf(service: ServiceObject, text: string, named: (name: string) => string): string {
  const port = portOf(service, text)
  if (!port) throw new KubectlError(/^[0-9]+$/.test(text) ? `Service ${service.metadata.name} does not have a service port ${text}` : `Service '${service.metadata.name}' does not have a named port '${text}'`)
  // A headless Service leads nowhere else than to its pods' own ports.
  if (service.spec?.clusterIP === 'None') return String(port.port)
  return named(String(port.targetPort ?? port.port))
}

const isPort = (text: string): boolean => /^[0-9]+$/.test(text) && Number(text) <= 65_535
const portFault = (text: string): string => `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${/^[0-9]+$/.test(text) ? 'value out of range' : 'invalid syntax'}`

/** It stands until it is stopped; in the background of the terminal, curl gets through it to the pod. */
function portForward(call: Invocation): Waiting {
  const [target, ...ports] = call.args
  if (!target || ports.length === 0) throw usage('port-forward', 'TYPE/NAME and list of ports are required for port-forward')
  const choice = choosePod(call, target)
  if (!choice) throw new KubectlError('timed out waiting for the condition')
  const { pod } = choice
  if (pod.status?.phase !== 'Running') throw new KubectlError(`unable to forward port because pod is not running. Current status=${pod.status?.phase ?? ''}`)
  const service = serviceOf(call, target)
  const pairs = ports.map(port => portsOf(pod, service, port))
  const taken: string[] = []
  for (const [local, remote] of pairs) {
    const port = Number(local) || freePort(Number(remote))
    if (!call.listen(port, request => through(call, pod, Number(remote), port, request))) {
      const fault = (family: number, host: string) => `unable to create listener: Error listen tcp${family} ${host}:${port}: bind: address already in use`
      call.out(`Unable to listen on port ${port}: Listeners failed to create with the following errors: [${fault(4, '127.0.0.1')} ${fault(6, '[::1]')}]\n`)
      taken.push(`{${port} ${remote}}`)
      continue
    }
    for (const host of ['127.0.0.1', '[::1]']) call.out(`Forwarding from ${host}:${port} -> ${remote}\n`)
  }
  if (taken.length === pairs.length) throw new KubectlError(`unable to listen on any of the requested ports: [${taken.join(' ')}]`)
  return { killed: true, step: () => undefined }
}

/** Any free port will do: real machines give one of these. */
const freePort = (remote: number): number => 32_768 + ((remote * 7919) % 28_000)

function serviceOf(call: Invocation, target: string): ServiceObject | undefined {
  const [kind, name] = target.split('/')
  return name !== undefined && requireKind(kind!).kind === 'Service' ? call.client.get(Service, call.namespace, name) as ServiceObject : undefined
}

function through(call: Invocation, { metadata }: PodObject, port: number, local: number, request: OwnRequest): OutsideAnswer {
  call.out(`Handling connection for ${local}\n`)
  const pod = call.client.list(Pod, metadata.namespace).find(p => p.metadata.uid === metadata.uid)
  const answer = pod && call.client.network?.outside({ ...request, host: 'localhost', port, pod: keyFrom(metadata.namespace, metadata.name!) })
  if (answer && answer.fault !== 'refused') return answer
  call.err(`error: lost connection to pod\n`)
  return { fault: 'reset', address: '127.0.0.1' }
}

const PROXIED = /^\/api\/v1\/namespaces\/(?<namespace>[^/]+)\/(?<plural>pods|services)\/(?:https?:)?(?<name>[^/:]+)(?::(?<port>[^/]+))?\/proxy(?<path>\/[^#]*)?$/

/** What the API server answers to a path: of its own, or passed on by a pod. */
function answerOf(call: Invocation, request: OwnRequest): OutsideAnswer {
  const { path = '/', method = 'GET' } = request
  try {
    const found = PROXIED.exec(path)?.groups
    if (found) return passedOn(call, found as Record<'namespace' | 'plural' | 'name', string> & { port?: string; path?: string }, request)
    if (method !== 'GET') throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
    return { status: 200, body: rawText(call.client, path) }
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    return { status: e.code, body: `${compactJson(statusOf(e))}\n` }
  }
}

function passedOn({ client }: Invocation, to: { namespace: string; plural: string; name: string; port?: string; path?: string }, request: OwnRequest): OutsideAnswer {
  const { namespace, plural, name, port, path = '/' } = to
  const unavailable = (why: string) => new ApiError(503, 'ServiceUnavailable', why)
  const ask = (pod: string, at: number): OutsideAnswer => {
    const answer = client.network?.outside({ ...request, path, host: 'localhost', port: at, pod: keyFrom(namespace, pod) })
    if (!answer || answer.fault) throw unavailable(`error trying to reach service: dial tcp ${answer?.address ?? ''}:${at}: connect: connection refused`)
    return answer
  }
  if (plural === 'pods') {
    const pod = client.get(Pod, namespace, name)
    return ask(name, Number(port ?? pod.spec?.containers.flatMap(c => c.ports ?? [])[0]?.containerPort ?? 80))
  }
  const service = client.get(Service, namespace, name) as ServiceObject
  const asked = service.spec?.ports?.find(p => port === undefined || p.name === port || String(p.port) === port)
  const slices = client.list(EndpointSlice, namespace, { labelSelector: `kubernetes.io/service-name=${name}` }) as readonly SliceObject[]
  for (const slice of slices) {
    const at = slice.ports?.find(p => (p.name ?? '') === (asked?.name ?? ''))?.port
    const endpoint = slice.endpoints?.find(e => e.conditions?.ready !== false && e.targetRef?.kind === 'Pod')
    if (asked && at !== undefined && endpoint) return ask(endpoint.targetRef!.name!, at)
  }
  throw unavailable(asked ? `no endpoints available for service ${JSON.stringify(name)}` : `no service port ${JSON.stringify(port ?? '')} found for service ${JSON.stringify(name)}`)
}

function proxy(call: Invocation): Waiting {
  const port = call.number('port') || freePort(8001)
  if (!call.listen(port, request => answerOf(call, request))) throw new KubectlError(`listen tcp ${call.text('address')}:${port}: bind: address already in use`)
  call.out(`Starting to serve on ${call.text('address')}:${port}\n`)
  return { killed: true, step: () => undefined }
}

export const portForwardCommand: Command = {
  path: 'port-forward', summary: 'Forward one or more local ports to a pod', completes: 'pods', run: portForward,
  flags: [{ name: 'address', type: 'strings', default: ['localhost'] }, { name: 'pod-running-timeout', type: 'duration', default: 60_000 }],
}

export const proxyCommand: Command = {
  path: 'proxy', summary: 'Run a proxy to the Kubernetes API server', run: proxy,
  flags: [{ name: 'port', short: 'p', type: 'int', default: 8001 }, { name: 'address', type: 'string', default: '127.0.0.1' }],
}
