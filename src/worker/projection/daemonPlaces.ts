// Why nodes get no pod of a DaemonSet, in the terms of its manifest.
import type { DaemonSet } from '../../kube/apps.ts'
import type { Node } from '../../kube/core.ts'
import { daemonJudge, type Refusal } from '../../kube/daemons.ts'

export interface Refused extends Refusal {
  /** The taint, the labels that are missing, the name that is asked for; '' where the field alone says it. */
  readonly what: string
}

/** The nodes that should run none of its pods, by name. */
export function refusalsOf(ds: DaemonSet, nodes: readonly Node[]): ReadonlyMap<string, Refused> {
  const judge = daemonJudge(ds.spec.template.spec!)
  const refused = new Map<string, Refused>()
  for (const node of nodes) {
    const refusal = judge(node)
    if (refusal) refused.set(node.metadata.name, { ...refusal, what: whatOf(ds, node, refusal) })
  }
  return refused
}

const taintText = ({ key, value, effect }: { key: string; value?: string; effect: string }): string => `${key}${value ? `=${value}` : ''}:${effect}`

function whatOf(ds: DaemonSet, node: Node, { why, taint }: Refusal): string {
  const { nodeName, nodeSelector } = ds.spec.template.spec!
  switch (why) {
    case 'taint': return taintText(taint!)
    case 'nodeName': return nodeName!
    case 'nodeSelector': return Object.entries(nodeSelector ?? {}).filter(([k, v]) => node.metadata.labels?.[k] !== v).map(([k, v]) => `${k}=${v}`).join(', ')
    case 'affinity': return ''
  }
}
