// How a program serves: it begins to answer on a port, waits for the signal that ends it, and takes a moment to close.
import type { Arrived as Asked } from '../machine/init.ts'
import type { Doing, Process } from '../machine/process.ts'
import { wishes } from '../annotations.ts'
import { fractionOf } from '../chance.ts'
import type { NetworkAnswer, SignalName } from '../program.ts'

/** Begins to answer on a port, after the start-up that the pod's annotations ask for. */
export function* listen(proc: Process, port: number, answer: (request: Asked) => NetworkAnswer): Doing<void> {
  const { kernel } = proc
  const delay = wishes(kernel.start)?.startupMs ?? 0
  if (delay > 0) yield { us: delay * 1000, calm: true }
  kernel.listeners.set(port, answer)
  kernel.record.ports.push({ atMs: kernel.nowMs, port, protocol: 'TCP' })
}

/** Waits for one of the signals. A server that is told to end lets nobody in from then on, though it may take a while to go. `reload`: what it does when it is told to read its configuration again. */
export function* until(proc: Process, signals: readonly SignalName[], reload?: () => void): Doing<SignalName> {
  for (const signal of signals) proc.handlers.set(signal, 'catch')
  if (reload) proc.handlers.set('HUP', 'catch')
  for (;;) {
    const got = proc.pending.shift()
    if (got === 'HUP' && reload) reload()
    else if (got) {
      proc.kernel.closePorts()
      return got
    }
    yield {}
  }
}

/** What a server without a guest takes to close (pod-liveness: nginx is gone 0 to 0.12 s after Killing; after a delete some 0.1 s, the sandbox' end aside). */
export const closingUs = (proc: Process): number => 20_000 + Math.floor(fractionOf(`${proc.kernel.start.seed}/closing`) * 110_000)
