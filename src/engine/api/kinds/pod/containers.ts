// Containers of all three sorts. Upstream: validateContainerCommon, validateContainers, validateInitContainers.
import type { Container, ContainerPort, EphemeralContainer } from '../../../../kube/core.ts'
import { duplicate, forbiddenField, invalidValue, notFoundValue, notSupported, required, tooMany } from '../../fields/fieldError.ts'
import { portName, portNumber } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { label, oneOf } from '../../fields/rules.ts'
import type { PodContext } from './context.ts'
import { validateEnv, validateEnvFrom } from './env.ts'
import { validateDevices, validateHostPorts, validateMounts } from './mounts.ts'
import { validateProbesAndLifecycle } from './probes.ts'
import { validateResources } from './resources.ts'
import { validateContainerSecurity } from './security.ts'

export const protocols = ['SCTP', 'TCP', 'UDP']
const INIT_ONLY = 'may not be set for init containers without restartPolicy=Always'

/** The containers that the pod is there for. */
export function validateContainers(out: Findings, path: string, context: PodContext): void {
  const containers = context.spec.containers ?? []
  if (containers.length === 0) return void out.push(required(path, ''))
  const names = new Set<string>()
  for (const [i, c] of containers.entries()) {
    const at = `${path}[${i}]`
    validateCommon(out, at, c, context)
    if (names.has(c.name)) out.push(duplicate(`${at}.name`, c.name))
    else names.add(c.name)
    validateProbesAndLifecycle(out, at, c, context.grace, context.spec.os?.name)
    validateRestart(out, at, c)
  }
  validateHostPorts(out, path, containers)
}

export function validateInitContainers(out: Findings, path: string, context: PodContext): void {
  const names = new Set((context.spec.containers ?? []).map(c => c.name))
  for (const [i, c] of (context.spec.initContainers ?? []).entries()) {
    const at = `${path}[${i}]`
    validateCommon(out, at, c, context)
    validateRestart(out, at, c)
    if (names.has(c.name)) out.push(duplicate(`${at}.name`, c.name))
    else if (c.name) names.add(c.name)
    // They run one by one, so each is judged alone.
    validateHostPorts(out, path, [c])
    if (c.restartPolicy === 'Always') validateProbesAndLifecycle(out, at, c, context.grace, context.spec.os?.name)
    else {
      for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
        if (c[field]) out.push(forbiddenField(`${at}.${field}`, INIT_ONLY))
      }
    }
  }
}

const ephemeralFields = new Set(['name', 'image', 'command', 'args', 'workingDir', 'env', 'envFrom', 'volumeMounts', 'volumeDevices', 'resources',
  'terminationMessagePath', 'terminationMessagePolicy', 'imagePullPolicy', 'securityContext', 'stdin', 'stdinOnce', 'tty', 'targetContainerName'])

export function validateEphemeralContainers(out: Findings, path: string, context: PodContext): void {
  const others = new Set([...(context.spec.containers ?? []), ...(context.spec.initContainers ?? [])].map(c => c.name))
  const names = new Set(others)
  for (const [i, c] of (context.spec.ephemeralContainers ?? []).entries()) {
    const at = `${path}[${i}]`
    validateCommon(out, at, c, context)
    validateImageSpace(out, at, c)
    if (names.has(c.name)) out.push(duplicate(`${at}.name`, c.name))
    else names.add(c.name)
    if (c.targetContainerName && !others.has(c.targetContainerName)) out.push(notFoundValue(`${at}.targetContainerName`, c.targetContainerName))
    for (const field of Object.keys(c) as (keyof EphemeralContainer)[]) {
      const given = c[field] !== undefined && (field !== 'resources' || Object.keys(c.resources!).length > 0)
      if (given && (!ephemeralFields.has(field) || field === 'resources')) out.push(forbiddenField(`${at}.${field}`, 'cannot be set for an Ephemeral Container'))
    }
    for (const [j, m] of (c.volumeMounts ?? []).entries()) {
      if (m.subPath) out.push(forbiddenField(`${at}.volumeMounts[${j}].subPath`, 'cannot be set for an Ephemeral Container'))
      if (m.subPathExpr) out.push(forbiddenField(`${at}.volumeMounts[${j}].subPathExpr`, 'cannot be set for an Ephemeral Container'))
    }
  }
}

/** A pod is stricter than a template: no blanks around an image. */
export function validateImageSpace(out: Findings, at: string, c: Container): void {
  if (c.image && c.image !== c.image.trim()) out.push(invalidValue(`${at}.image`, c.image, 'must not have leading or trailing whitespace'))
}

function validateCommon(out: Findings, at: string, c: Container, context: PodContext): void {
  if (!c.name) out.push(required(`${at}.name`, ''))
  else label(out, `${at}.name`, c.name)
  if (!c.image) out.push(required(`${at}.image`, ''))
  oneOf(out, `${at}.terminationMessagePolicy`, c.terminationMessagePolicy, ['File', 'FallbackToLogsOnError'])
  validatePorts(out, `${at}.ports`, c.ports)
  validateEnv(out, `${at}.env`, c.env, context)
  validateEnvFrom(out, `${at}.envFrom`, c.envFrom)
  validateMounts(out, at, c, context)
  validateDevices(out, at, c, context)
  oneOf(out, `${at}.imagePullPolicy`, c.imagePullPolicy, ['Always', 'IfNotPresent', 'Never'])
  validateResources(out, `${at}.resources`, c.resources, context.claims)
  validateResizePolicy(out, `${at}.resizePolicy`, c, context)
  validateContainerSecurity(out, `${at}.securityContext`, c.securityContext, context.spec.hostUsers !== false)
}

function validatePorts(out: Findings, path: string, ports: readonly ContainerPort[] | undefined): void {
  const names = new Set<string>()
  for (const [i, p] of (ports ?? []).entries()) {
    const at = `${path}[${i}]`
    if (p.name) {
      const reasons = portName(p.name)
      for (const reason of reasons) out.push(invalidValue(`${at}.name`, p.name, reason))
      if (reasons.length === 0 && names.has(p.name)) out.push(duplicate(`${at}.name`, p.name))
      if (reasons.length === 0) names.add(p.name)
    }
    if (!p.containerPort) out.push(required(`${at}.containerPort`, ''))
    else for (const reason of portNumber(p.containerPort)) out.push(invalidValue(`${at}.containerPort`, p.containerPort, reason))
    if (p.hostPort) for (const reason of portNumber(p.hostPort)) out.push(invalidValue(`${at}.hostPort`, p.hostPort, reason))
    oneOf(out, `${at}.protocol`, p.protocol, protocols)
  }
}

function validateResizePolicy(out: Findings, path: string, c: Container, { spec }: PodContext): void {
  const seen = new Set<string>()
  for (const [i, { resourceName, restartPolicy }] of (c.resizePolicy ?? []).entries()) {
    if (seen.has(resourceName)) out.push(duplicate(`${path}[${i}]`, resourceName))
    seen.add(resourceName)
    oneOf(out, path, resourceName, ['cpu', 'memory'])
    oneOf(out, path, restartPolicy, ['NotRequired', 'RestartContainer'])
    if (spec.restartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      out.push(invalidValue(path, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"))
    }
  }
}

/** A container's own restart policy and the rules that go before it. */
function validateRestart(out: Findings, at: string, c: Container): void {
  const policies = ['Always', 'Never', 'OnFailure']
  if (c.restartPolicy !== undefined && !policies.includes(c.restartPolicy)) out.push(notSupported(`${at}.restartPolicy`, c.restartPolicy, policies))
  const rules = c.restartPolicyRules ?? []
  if (rules.length === 0) return
  if (c.restartPolicy === undefined) out.push(required(`${at}.restartPolicy`, 'must specify restartPolicy when restart rules are used'))
  const path = `${at}.restartPolicyRules`
  if (rules.length > 20) out.push(tooMany(path, rules.length, 20))
  for (const [i, { action, exitCodes }] of rules.entries()) {
    const here = `${path}[${i}]`
    const actions = ['Restart', 'RestartAllContainers']
    if (!actions.includes(action)) out.push(notSupported(`${here}.action`, action ?? '', actions))
    if (!exitCodes) {
      out.push(required(`${here}.exitCodes`, 'must be specified'))
      continue
    }
    if (exitCodes.operator !== 'In' && exitCodes.operator !== 'NotIn') out.push(notSupported(`${here}.exitCodes.operator`, exitCodes.operator ?? '', ['In', 'NotIn']))
    if ((exitCodes.values?.length ?? 0) > 255) out.push(tooMany(`${here}.exitCodes.values`, exitCodes.values!.length, 255))
  }
}

/** On the host's network a port is the host's own. In a template it may still be left out. */
export function validateHostNetworkPorts(out: Findings, path: string, { spec, isPod }: PodContext): void {
  if (!spec.hostNetwork) return
  for (const [i, c] of (spec.containers ?? []).entries()) {
    for (const [j, p] of (c.ports ?? []).entries()) {
      const host = p.hostPort ?? 0
      if ((isPod || host !== 0) && host !== p.containerPort) {
        out.push(invalidValue(`${path}[${i}].ports[${j}].hostPort`, host, 'must match `containerPort` when `hostNetwork` is true'))
      }
    }
  }
}

