// The commands about nodes: cordon, uncordon, drain, taint.
import type { Command } from './command.ts'
import { marking } from './cordon.ts'
import { drain } from './drain.ts'
import { dryRunFlag, fieldManagerFlag, outputFlags, selectorFlags, validateFlag } from './flags.ts'
import { taint } from './taint.ts'

const common = [...selectorFlags, dryRunFlag]

export const nodes: readonly Command[] = [
  { path: 'cordon', summary: 'Mark node as unschedulable', completes: 'nodes', flags: common, run: marking(true) },
  { path: 'uncordon', summary: 'Mark node as schedulable', completes: 'nodes', flags: common, run: marking(false) },
  {
    path: 'drain', summary: 'Drain node in preparation for maintenance', completes: 'nodes', run: drain,
    flags: [
      ...common,
      { name: 'force', type: 'bool', default: false, usage: 'also delete pods that nobody would make again' },
      { name: 'ignore-daemonsets', type: 'bool', default: false, usage: 'leave the pods of DaemonSets alone' },
      { name: 'delete-emptydir-data', type: 'bool', default: false, usage: 'also delete pods whose emptyDir is lost with them' },
      { name: 'disable-eviction', type: 'bool', default: false },
      { name: 'grace-period', type: 'int', default: -1 },
      { name: 'pod-selector', type: 'string', default: '' },
      { name: 'skip-wait-for-delete-timeout', type: 'int', default: 0 },
      { name: 'timeout', type: 'duration', default: 0 },
      { name: 'chunk-size', type: 'int', default: 500 },
    ],
  },
  {
    path: 'taint', summary: 'Update the taints on one or more nodes', completes: ['nodes'], run: taint,
    flags: [...common, ...outputFlags, validateFlag, fieldManagerFlag('kubectl-taint'), { name: 'all', type: 'bool', default: false }, { name: 'overwrite', type: 'bool', default: false }],
  },
]
