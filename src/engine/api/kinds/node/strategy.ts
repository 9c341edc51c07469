// Nodes. Upstream: pkg/registry/core/node/strategy.go.
import type { Node, NodeStatus, NodeSystemInfo } from '../../../../kube/core.ts'
import { Node as NodeKind } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { roundedQuantities } from '../../fields/quantities.ts'
import { validateMetadata, validateMetadataUpdate } from '../../fields/metadata.ts'
import { dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { keepStatus, onlyStatus } from '../generation.ts'
import type { Strategy } from '../strategy.ts'
import { validateNode, validateNodeChange } from './validate.ts'

type NodeObject = Node & AnyObject
const NOT_READY = 'node.kubernetes.io/not-ready'
const unknownSystem: NodeSystemInfo = {
  machineID: '', systemUUID: '', bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '', kubeletVersion: '', kubeProxyVersion: '', operatingSystem: '', architecture: '',
}

function statusDefaults(status: NodeStatus | undefined): NodeStatus {
  const { capacity } = status ?? {}
  const allocatable = status?.allocatable ?? capacity
  return {
    ...status,
    ...(capacity ? { capacity: roundedQuantities(capacity) } : {}),
    ...(allocatable ? { allocatable: roundedQuantities(allocatable) } : {}),
    daemonEndpoints: status?.daemonEndpoints ?? { kubeletEndpoint: { Port: 0 } },
    nodeInfo: { ...unknownSystem, ...status?.nodeInfo },
  }
}

export const nodeStrategy: Strategy<NodeObject> = {
  kind: NodeKind,
  hasStatus: true,
  defaults: node => ({ ...node, spec: { ...node.spec }, status: statusDefaults(node.status) }),

  /** A node may bring its status. Until it is known to be ready it takes no pods; upstream's admission plugin TaintNodesByCondition. */
  prepareCreate(node) {
    const ready = node.status?.conditions?.some(c => c.type === 'Ready' && c.status === 'True')
    const taints = node.spec.taints ?? []
    if (ready || taints.some(t => t.key === NOT_READY && t.effect === 'NoSchedule')) return node
    return { ...node, spec: { ...node.spec, taints: [...taints, { key: NOT_READY, effect: 'NoSchedule' }] } }
  },

  prepareUpdate: (next, old, subresource) => (subresource === 'status' ? onlyStatus(next, old) : keepStatus(next, old)),

  validate(node) {
    const out: Findings = []
    validateMetadata(out, node, false, dns1123Subdomain)
    validateNode(out, node)
    return out
  },

  validateUpdate(next, old) {
    const out: Findings = []
    validateMetadataUpdate(out, next, old)
    validateNodeChange(out, next, old)
    return out
  },
}
