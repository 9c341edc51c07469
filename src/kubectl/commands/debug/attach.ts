// Waiting for a debugging container and showing what it prints until it ends. Upstream: debug.go handleAttachPod, attach.go.
import { ApiError } from '../../../engine/api/errors.ts'
import type { ContainerStatus, Pod as PodObject } from '../../../kube/core.ts'
import { Pod } from '../../../kube/kinds.ts'
import { KubectlError } from '../../errors.ts'
import type { Invocation, Waiting } from '../command.ts'
import { Attachment, farewell, hasTypist, pipedIn } from '../typist.ts'

const statusOf = ({ status }: PodObject, container: string): ContainerStatus | undefined =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? []), ...(status?.ephemeralContainerStatuses ?? [])].find(s => s.name === container)

/** Attaches to the container as soon as it runs; one that has ended by then is shown by its log. */
export function attachTo(call: Invocation, namespace: string, name: string, container: string): Waiting {
  let printed = 0
  let attached = false
  let told = ''
  const place = { namespace, pod: name, container }
  const terminal = hasTypist(call) ? new Attachment(call, place, call.bool('tty'), 'start') : undefined
  const lines = () => {
    try {
      return call.client.logs(namespace, name, { container })
    } catch (e) {
      if (e instanceof ApiError) return []
      throw e
    }
  }
  const pod = (): PodObject | undefined => {
    try {
      return call.client.get(Pod, namespace, name) as PodObject
    } catch (e) {
      if (e instanceof ApiError && e.reason === 'NotFound') return undefined
      throw e
    }
  }
  return {
    restless: true,
    step() {
      const now = pod()
      if (!now && !attached) throw new KubectlError('pods "" not found')
      const status = now && statusOf(now, container)
      const ended = !now || status?.state?.terminated !== undefined
      if (!ended && !status?.state?.running) {
        const message = status?.state?.waiting?.message ?? ''
        if (message && !call.bool('quiet') && message !== told) call.err(`Warning: container ${container}: ${message}\n`)
        told = message
        return undefined
      }
      if (!attached && !ended && !call.bool('quiet')) {
        call.err('All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n')
        call.err("If you don't see a command prompt, try pressing enter.\n")
      }
      const sawIt = attached
      attached = true
      const over = terminal ? !terminal.show() : ended
      if (!terminal) {
        if (call.stdin !== undefined && call.bool('stdin') && !sawIt && !ended) pipedIn(call, place)
        const all = lines()
        call.out(all.slice(printed).map(l => l.text).join(''))
        printed = Math.max(printed, all.length)
      }
      if (!over) return undefined
      if (sawIt && now) call.out(farewell(call, now, container))
      return 0
    },
    rewound() {
      printed = Math.min(printed, lines().length)
      terminal?.rewound()
    },
    ...(terminal ? { interrupted: () => (attached ? terminal.interrupted() : 1) } : {}),
  }
}
