// A node as the page draws it.
import { keyOf, refOf } from '../../kube/keys.ts'
import type { NodeCondition } from '../../kube/core.ts'
import { waitOf } from '../../kube/nodePatience.ts'
import type { AnyObject } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { isClustersImage } from '../../kube/system.ts'
import type { NodeRow } from '../rows.ts'
import { milliValueOf, valueOf } from '../../kube/quantity.ts'
import { requestsOf } from './pods.ts'

const ROLE = 'node-role.kubernetes.io/'

export interface NodeFacts {
  /** Pods bound to it that have not ended. */
  readonly pods: readonly AnyObject[]
  readonly images: readonly string[]
  readonly running: boolean
  readonly machine: NodeRow['machine']
  /** Its Lease, which tells when it was heard of last. */
  readonly lease: AnyObject | undefined
}

export function nodeRow(node: AnyObject, facts: NodeFacts): NodeRow {
  const ready = (node.status?.conditions ?? []).find((c: NodeCondition) => c.type === 'Ready')?.status
  let cpuMilli = 0
  let memoryBytes = 0
  let count = 0
  for (const pod of facts.pods) {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue
    const requests = requestsOf(pod)
    cpuMilli += requests.cpuMilli
    memoryBytes += requests.memoryBytes
    count++
  }
  const allocatable = node.status?.allocatable ?? {}
  const renewed = facts.lease?.spec?.renewTime
  const waits = facts.running && facts.machine === 'up' ? undefined : waitOf(node, facts.pods, renewed === undefined ? undefined : instantOf(renewed))
  return {
    name: node.metadata.name, ref: refOf('nodes', keyOf(node)),
    status: ready === 'True' ? 'Ready' : ready === 'False' ? 'NotReady' : 'Unknown', cordoned: node.spec?.unschedulable === true,
    roles: Object.keys(node.metadata.labels ?? {}).filter(l => l.startsWith(ROLE)).map(l => l.slice(ROLE.length)).sort(),
    taints: node.spec?.taints ?? [], labels: node.metadata.labels ?? {},
    cpuMilli: { requested: cpuMilli, allocatable: milliValueOf(allocatable.cpu ?? '0') },
    memoryBytes: { requested: memoryBytes, allocatable: valueOf(allocatable.memory ?? '0') },
    pods: { count, allocatable: valueOf(allocatable.pods ?? '0') },
    images: facts.images.filter(image => !isClustersImage(image)).map(shortImage), kubelet: facts.running ? 'running' : 'stopped', machine: facts.machine, createdAt: instantOf(node.metadata.creationTimestamp!),
    ...(waits ? { waits } : {}),
  }
}

/** `docker.io/library/perl:5.34.0` → `perl:5.34.0`; the tag `latest` says nothing. */
const shortImage = (image: string): string => image.replace(/^docker\.io\/(library\/)?/, '').replace(/:latest$/, '').replace(/@sha256:.*/, '')
