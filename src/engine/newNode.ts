// A machine that a learner adds: like the workers that are there, or of another size, with labels and taints of its own.
import { tryParseQuantity, valueOf, milliValueOf } from '../kube/quantity.ts'
import { badRequest } from './api/errors.ts'
import { labels as checkLabels, oneOf, qualified, type Findings } from './api/fields/rules.ts'
import { workerNode, type NodeSpec } from './nodes.ts'

/** What may be said of a machine that joins; what is left out is as the other workers have it. */
export interface NewNode {
  readonly cpu?: string
  readonly memory?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: NodeSpec['taints']
}

/** The spec of a machine under this name; `like`: a worker that the cluster began with. Throws an ApiError in words where it cannot be. */
export function newNode(name: string, nth: number, like: NodeSpec | undefined, { cpu, memory, labels = {}, taints = [] }: NewNode): NodeSpec {
  const own = workerNode(name, nth)
  const base = like ?? own
  const found: Findings = []
  checkLabels(found, 'metadata.labels', labels)
  for (const [i, taint] of taints.entries()) {
    qualified(found, `spec.taints[${i}].key`, taint.key)
    oneOf(found, `spec.taints[${i}].effect`, taint.effect, ['NoExecute', 'NoSchedule', 'PreferNoSchedule'])
  }
  if (found.length > 0) throw badRequest(`the machine cannot join: ${found.map(f => `${f.field}: ${f.detail}`).join('; ')}`)
  const sized = { ...(cpu === undefined ? {} : { cpu: size('cpu', cpu, milliValueOf) }), ...(memory === undefined ? {} : { memory: size('memory', memory, valueOf) }) }
  return {
    ...base, name, addresses: own.addresses, podCIDR: own.podCIDR!, labels: { ...base.labels, 'kubernetes.io/hostname': name, ...labels },
    taints: [...base.taints, ...taints], capacity: { ...base.capacity, ...sized }, allocatable: { ...base.allocatable, ...sized },
  }
}

function size(what: string, text: string, read: (text: string) => number): string {
  if (tryParseQuantity(text) === undefined || read(text) <= 0) throw badRequest(`the machine cannot join: ${what} "${text}" is no quantity of more than zero`)
  return text
}
