// The two words of minikube's that the documentation uses: where the cluster's machine is, and where a Service is reached from outside.
import { complain, print } from '../../../engine/index.ts'
import type { Service as ServiceObject } from '../../../kube/core.ts'
import { Node, Service } from '../../../kube/kinds.ts'
import { elsewhere } from './elsewhere.ts'
import type { Own } from './program.ts'

export const minikube: Own = function* (process, argv, { options, once }) {
  const [, verb, name = ''] = argv.filter(a => !a.startsWith('-'))
  const { client } = options
  const found = once(process, () => {
    const address = client.list(Node, undefined)[0]?.status?.addresses?.find(a => a.type === 'InternalIP')?.address
    if (verb === 'ip') return address ?? ''
    const service = verb === 'service' ? client.list(Service, options.namespace ?? 'default').find(s => s.metadata.name === name) as ServiceObject | undefined : undefined
    return address ? (service?.spec?.ports ?? []).filter(p => p.nodePort).map(p => `http://${address}:${p.nodePort}`).join('\n') : ''
  })
  if (found !== '') {
    yield* print(process, `${found}\n`)
    return 0
  }
  yield* complain(process, verb === 'service' ? `minikube: Service '${name}' was not found in '${options.namespace ?? 'default'}' namespace, or has no node port\n` : `minikube: ${elsewhere('kind', options.lang ?? 'en')}\n`)
  return 1
}
