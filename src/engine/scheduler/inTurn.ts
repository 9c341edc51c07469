// Nodes in the order in which they are asked: zone by zone in turn. Upstream: pkg/scheduler/backend/cache/node_tree.go.
import type { NodeInfo } from './nodeInfo.ts'

export function inTurn(nodes: NodeInfo[]): NodeInfo[] {
  nodes.sort((a, b) => (a.name < b.name ? -1 : 1))
  const zones = new Map<string, NodeInfo[]>()
  for (const node of nodes) {
    const zone = `${node.labels?.['topology.kubernetes.io/region'] ?? ''}/${node.labels?.['topology.kubernetes.io/zone'] ?? ''}`
    const list = zones.get(zone)
    if (list) list.push(node)
    else zones.set(zone, [node])
  }
  if (zones.size === 1) return nodes
  const lists = [...zones.keys()].sort().map(zone => zones.get(zone)!)
  const result: NodeInfo[] = []
  for (let i = 0; result.length < nodes.length; i++) for (const list of lists) if (i < list.length) result.push(list[i]!)
  return result
}
