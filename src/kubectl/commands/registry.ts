// Every command, written out, in kubectl's own order.
import { auth } from './auth/index.ts'
import { autoscaleCommand } from './autoscale.ts'
import { apply } from './apply.ts'
import type { Command } from './command.ts'
import { create } from './create.ts'
import { deleteCommand } from './delete.ts'
import { debugCommand } from './debug/index.ts'
import { describe } from './describe.ts'
import { diff } from './diff.ts'
import { editCommand } from './edit.ts'
import { lastApplied } from './lastAppliedCommands.ts'
import { events } from './events.ts'
import { cpCommand } from './cp.ts'
import { attachCommand, execCommand } from './exec.ts'
import { portForwardCommand, proxyCommand } from './portForward.ts'
import { explainCommand } from './explain.ts'
import { exposeCommand } from './expose.ts'
import {
  createClusterIp, createConfigMap, createDisruptionBudget, createExternalName, createGenericSecret, createLoadBalancer, createNamespace, createNodePort,
  createPriorityClass, createQuota, createSecret, createService, createServiceAccount,
} from './generators/others.ts'
import { createClusterRoleBinding, createRoleBinding } from './generators/bindings.ts'
import { createIngress } from './generators/ingress.ts'
import { createClusterRole, createRole } from './generators/roles.ts'
import { createDockerSecret, createTlsSecret } from './generators/secrets.ts'
import { createToken } from './generators/token.ts'
import { createCronJob, createDeployment, createJob } from './generators/workloads.ts'
import { get } from './get.ts'
import { info } from './info.ts'
import { annotate, label } from './labels.ts'
import { logs } from './logs.ts'
import { nodes } from './nodes.ts'
import { patchCommand, scaleCommand } from './patch.ts'
import { replaceCommand } from './replace.ts'
import { rollout } from './rollout.ts'
import { runCommand } from './run.ts'
import { set } from './set.ts'
import { wait } from './wait.ts'

export const commands: readonly Command[] = [
  create, createClusterIp, createClusterRole, createClusterRoleBinding, createConfigMap, createCronJob, createDeployment, createDisruptionBudget, createDockerSecret, createExternalName, createGenericSecret, createIngress, createJob,
  createLoadBalancer, createNamespace, createNodePort, createPriorityClass, createQuota, createRole, createRoleBinding, createSecret, createService, createServiceAccount, createTlsSecret, createToken,
  exposeCommand, runCommand, ...set, explainCommand, get, editCommand, deleteCommand, ...rollout, scaleCommand, autoscaleCommand, ...nodes, describe, logs,
  attachCommand, execCommand, portForwardCommand, proxyCommand, cpCommand, debugCommand, events, diff, apply, ...lastApplied, patchCommand, replaceCommand, wait, label, annotate, ...info, ...auth,
]

/** Commands at the top, or below a group. */
export const below = (path: string): readonly Command[] =>
  commands.filter(c => (path === '' ? !c.path.includes(' ') : c.path.startsWith(`${path} `) && !c.path.slice(path.length + 1).includes(' ')))
