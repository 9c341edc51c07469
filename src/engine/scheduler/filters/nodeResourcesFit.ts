// What the pod asks for must still be free. Upstream: plugins/noderesources/fit.go.
import { refused, type LocalFilter } from '../plugin.ts'
import type { NodeReason } from '../reasons.ts'

export const nodeResourcesFit: LocalFilter = {
  name: 'NodeResourcesFit',
  refuse({ shape }, node) {
    const { cpu, memory, ephemeral, others } = shape.requests
    const { allocatable } = node
    const roomForOne = node.pods.size < node.podsAllowed
    if (roomForOne && cpu <= allocatable.cpu - node.cpu && memory <= allocatable.memory - node.memory &&
      ephemeral <= allocatable.ephemeral - node.ephemeral && others.length === 0) return undefined

    const reasons: NodeReason[] = []
    // Even an empty node would be too small: then nobody need be sent away.
    let hopeless = false
    const ask = (resource: string, asked: number, used: number, all: number) => {
      if (asked === 0 || asked <= all - used) return
      reasons.push({ id: 'insufficient', resource, asked, used, allocatable: all })
      if (asked > all) hopeless = true
    }
    if (!roomForOne) reasons.push({ id: 'too-many-pods', pods: node.pods.size, allowed: node.podsAllowed })
    ask('cpu', cpu, node.cpu, allocatable.cpu)
    ask('memory', memory, node.memory, allocatable.memory)
    ask('ephemeral-storage', ephemeral, node.ephemeral, allocatable.ephemeral)
    for (const [name, asked] of others) ask(name, asked, node.other(name), node.allocatableOther(name))
    if (reasons.length === 0) return undefined
    return refused('NodeResourcesFit', hopeless ? 'UnschedulableAndUnresolvable' : 'Unschedulable', ...reasons)
  },
}
