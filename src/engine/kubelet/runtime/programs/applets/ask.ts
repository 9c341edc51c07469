// How a program asks over the network: who of its own pod could answer is asked first, then the world outside.
import type { Doing, Process } from '../machine/process.ts'
import type { NetworkAnswer, NetworkRequest } from '../program.ts'

export const isAddress = (host: string): boolean => /^\d+(\.\d+){3}$/.test(host) || host.includes(':')

/** Asks, and waits for the answer. */
export function* ask(proc: Process, request: Omit<NetworkRequest, 'atMs'>, patienceUs = Infinity): Doing<NetworkAnswer> {
  const { kernel } = proc
  const own = request.host === 'localhost' || request.host.startsWith('127.') || request.host === kernel.start.podIP || request.host === kernel.start.hostname || request.host === '::1'
  const listener = own ? kernel.listeners.get(request.port) : undefined
  yield { us: 1000, calm: true }
  if (listener) return listener({ ...request, atMs: kernel.nowMs, from: '127.0.0.1' })
  if (!kernel.start.network) {
    if (own || isAddress(request.host)) return { fault: 'refused', address: isAddress(request.host) ? request.host : '127.0.0.1' }
    return { fault: 'bad-address' }
  }
  const number = kernel.record.requests.length
  kernel.record.requests.push({ ...request, atMs: kernel.nowMs, ...(patienceUs === Infinity ? {} : { patienceMs: Math.round(patienceUs / 1000) }) })
  const untilUs = kernel.nowUs + patienceUs
  for (;;) {
    const answer = kernel.answers.get(number)
    if (answer) return answer
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
