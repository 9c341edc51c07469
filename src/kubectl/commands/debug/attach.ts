// Waiting for a debugging container and showing what it prints until it ends. Upstream: debug.go handleAttachPod, attach.go.
import { ApiError } from '../../../engine/api/errors.ts'
import type { ContainerStatus, Pod as PodObject } from '../../../kube/core.ts'
import { Pod } from '../../../kube/kinds.ts'
import { KubectlError } from '../../errors.ts'
import type { Invocation, Waiting } from '../command.ts'

const statusOf = ({ status }: PodObject, container: string): ContainerStatus | undefined =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? []), ...(status?.ephemeralContainerStatuses ?? [])].find(s => s.name === container)

/** How the container is left at the end, where somebody had a terminal in it. */
function farewell(call: Invocation, pod: PodObject, container: string): string {
  if (call.bool('quiet') || !call.bool('stdin') || !call.bool('tty')) return ''
  const { namespace, name } = pod.metadata
  const again = `'kubectl attach ${name} -c ${container} -n ${namespace} -i -t'`
  if (pod.spec?.ephemeralContainers?.some(c => c.name === container)) return `Session ended, the ephemeral container will not be restarted but may be reattached using ${again} if it is still running\n`
  return pod.spec?.restartPolicy === 'Always' ? `Session ended, resume using ${again} command when the pod is running\n` : ''
}

/** Attaches to the container as soon as it runs; one that has ended by then is shown by its log. */
export function attachTo(call: Invocation, namespace: string, name: string, container: string): Waiting {
  let printed = 0
  let attached = false
  let told = ''
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
      const all = lines()
      call.out(all.slice(printed).map(l => l.text).join(''))
      printed = Math.max(printed, all.length)
      if (!ended) return undefined
      if (sawIt && now) call.out(farewell(call, now, container))
      return 0
    },
    rewound() {
      printed = Math.min(printed, lines().length)
    },
  }
}
