// The life of a pod has one direction: pending, running, over. It is bound once; its containers' restarts are counted upwards.
import type { ContainerStatus } from '../../../kube/core.ts'
import { objectWrites, type MakeChecker } from './checker.ts'

const ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 1, Succeeded: 2, Failed: 2 }

export const phases: MakeChecker = () => ({
  name: 'phases only go forward',
  after(frame) {
    for (const { plural, key, before, after } of objectWrites(frame)) {
      if (plural !== 'pods' || !before || !after) continue
      const from = before.status?.phase ?? 'Pending'
      const to = after.status?.phase ?? 'Pending'
      if (ORDER[to]! < ORDER[from]! || (ORDER[from] === 2 && from !== to)) return `pod ${key} goes from ${from} to ${to}`
      if (before.spec.nodeName && before.spec.nodeName !== after.spec.nodeName) return `pod ${key} moves from ${before.spec.nodeName} to ${after.spec.nodeName}`
      for (const status of (after.status?.containerStatuses ?? []) as readonly ContainerStatus[]) {
        const earlier = (before.status?.containerStatuses as readonly ContainerStatus[] | undefined)?.find(s => s.name === status.name)
        if (earlier && (earlier.restartCount ?? 0) > (status.restartCount ?? 0)) return `container ${status.name} of pod ${key}: its restarts fall from ${earlier.restartCount} to ${status.restartCount}`
      }
    }
    return undefined
  },
})
