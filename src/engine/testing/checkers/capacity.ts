// The scheduler never puts more on a node than fits: the sums are made here anew, from the pods themselves.
import { keyOf } from '../../../kube/keys.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { milliValueOf, valueOf } from '../../../kube/quantity.ts'
import { objectWrites, type MakeChecker } from './checker.ts'

const RESOURCES = { cpu: milliValueOf, memory: valueOf } as const
type Resource = keyof typeof RESOURCES

/** What a pod asks for: its containers and sidecars together, or its greediest init container with the sidecars before it. */
function requested(pod: AnyObject, resource: Resource): number {
  const of = (container: any) => { const text = container.resources?.requests?.[resource]; return text === undefined ? 0 : RESOURCES[resource](text) }
  let sidecars = 0
  let starting = 0
  for (const init of pod.spec.initContainers ?? []) {
    if (init.restartPolicy === 'Always') sidecars += of(init)
    starting = Math.max(starting, init.restartPolicy === 'Always' ? sidecars : sidecars + of(init))
  }
  const running = sidecars + pod.spec.containers.reduce((sum: number, c: any) => sum + of(c), 0)
  const overhead = pod.spec.overhead?.[resource]
  return Math.max(starting, running) + (overhead === undefined ? 0 : RESOURCES[resource](overhead))
}

export const capacity: MakeChecker = cluster => ({
  name: 'no node is given more than fits',
  after(frame) {
    for (const { plural, key, before, after } of objectWrites(frame)) {
      // Pods that name their node themselves are the kubelet's to refuse.
      if (plural !== 'pods' || !before || !after || before.spec.nodeName || !after.spec.nodeName) continue
      const node = cluster.objects('nodes').find(n => n.metadata.name === after.spec.nodeName)
      // A node may go while the binding is on its way: pod GC will see to that.
      if (!node) continue
      const pods = cluster.podsOn(after.spec.nodeName).filter(p => p.status?.phase !== 'Succeeded' && p.status?.phase !== 'Failed')
      if (pods.length > Number(node.status.allocatable.pods)) return `${after.spec.nodeName} is given ${pods.length} pods with ${key}`
      for (const resource of Object.keys(RESOURCES) as Resource[]) {
        const sum = pods.reduce((n, p) => n + requested(p, resource), 0)
        const most = RESOURCES[resource](node.status.allocatable[resource])
        if (sum > most) return `${after.spec.nodeName} has ${most} of ${resource} and is given ${sum} with ${key} (${pods.map(keyOf).join(', ')})`
      }
    }
    return undefined
  },
})
