// What a pod's containers are busy with, as rings: only what takes time and can be drawn.
import type { Cluster } from '../../engine/index.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Progress } from './pods.ts'

const RINGS = { pulling: 'pull', running: 'run', backoff: 'backoff', stopping: 'stop' } as const

export function progressOf(kubelets: Cluster['kubelets'], pod: AnyObject): Readonly<Record<string, Progress>> {
  const rings: Record<string, Progress> = {}
  for (const { name, doing, since, until } of kubelets.progress(pod.metadata.uid!)) {
    const what = (RINGS as Readonly<Record<string, Progress['what']>>)[doing]
    if (what && since !== undefined) rings[name] = { what, from: since, ...(until !== undefined ? { to: until } : {}) }
  }
  return rings
}
