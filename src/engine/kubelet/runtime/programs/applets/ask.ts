// How a program asks over the network: who of its own pod could answer is asked first, then the world outside.
import type { Doing, Process } from '../machine/process.ts'
import type { NetworkAnswer, NetworkRequest } from '../program.ts'

export const isAddress = (host: string): boolean => /^\d+(\.\d+){3}$/.test(host) || host.includes(':')

/** Linux gives up an address that does not answer after so long. */
const UNANSWERED_US = 127_000_000

/** Asks, and waits for the answer. */
export function* ask(proc: Process, request: Omit<NetworkRequest, 'atMs'>, patienceUs = Infinity): Doing<NetworkAnswer> {
  const { kernel } = proc
  if (kernel.outside) {
    const answer = yield* kernel.outside(proc, { ...request, ...(patienceUs === Infinity ? {} : { patienceMs: Math.round(patienceUs / 1000) }) })
    if (answer.fault === 'timeout') yield { us: Math.min(patienceUs, UNANSWERED_US), calm: true }
    return answer
  }
  const own = request.host === 'localhost' || request.host.startsWith('127.') || request.host === kernel.start.podIP || request.host === kernel.start.hostname || request.host === '::1'
  const listener = own ? kernel.listeners.get(request.port) : undefined
  yield { us: 1000, calm: true }
  if (listener) return listener({ ...request, atMs: kernel.nowMs, from: '127.0.0.1' })
  if (!kernel.start.network) {
    if (own) return { fault: 'refused', address: isAddress(request.host) ? request.host : '127.0.0.1' }
    if (!isAddress(request.host)) return { fault: 'bad-address' }
    // Without kube-proxy nobody knows the way to a service: nothing comes back.
    yield { us: Math.min(patienceUs, UNANSWERED_US), calm: true }
    return { fault: 'timeout', address: request.host }
  }
  const number = kernel.record.requests.length
  kernel.record.requests.push({ ...request, atMs: kernel.nowMs, ...(patienceUs === Infinity ? {} : { patienceMs: Math.round(patienceUs / 1000) }) })
  const askedUs = kernel.nowUs
  const untilUs = askedUs + patienceUs
  for (;;) {
    const answer = kernel.answers.get(number)
    if (answer) {
      kernel.rested(kernel.nowUs - askedUs)
      return answer
    }
    if (kernel.nowUs >= untilUs) return { fault: 'timeout' }
    yield { on: [kernel.arrivals], ...(patienceUs === Infinity ? {} : { us: untilUs - kernel.nowUs }) }
  }
}

export interface Target {
  readonly host: string
  readonly port: number
  readonly path: string
}

export function target(url: string): Target {
  const found = /^(?:(https?):\/\/)?(?:[^@/]*@)?(\[[^\]]+\]|[^/:?]+)(?::(\d+))?([/?].*)?$/.exec(url)
  if (!found) return { host: url, port: 80, path: '/' }
  return { host: found[2]!, port: Number(found[3] ?? (found[1] === 'https' ? 443 : 80)), path: found[4] === undefined ? '/' : found[4].startsWith('?') ? `/${found[4]}` : found[4] }
}
