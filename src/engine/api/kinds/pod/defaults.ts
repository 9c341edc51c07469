// What a pod gets that its author left out. Upstream: pkg/apis/core/v1/defaults.go and conversion.go.
import type { Container, EnvVar, LifecycleHandler, Pod, PodSpec, PodTemplateSpec, Probe } from '../../../../kube/core.ts'
import { resourceDefaults, roundedQuantities } from '../../fields/quantities.ts'
import { defaultPullPolicy } from './image.ts'
import { podResourceDefaults } from './podResources.ts'
import { volumeDefaults } from './volumeDefaults.ts'

// Completing twice changes nothing, and most writes leave the specification as it is: what is known to be complete is let through.
const complete = new WeakSet<PodSpec>()

/** Says that nothing is missing in this specification: it has been completed, and admission has added only what is complete. */
export function knownComplete(spec: PodSpec): PodSpec {
  complete.add(spec)
  return spec
}

/** The same of a specification that differs from a complete one in what is never left out, as the node of a pod. */
export function completeAs(spec: PodSpec, like: PodSpec): PodSpec {
  if (complete.has(like)) complete.add(spec)
  return spec
}

/** A pod as it is stored: more than a template gets, because here everything is known. */
export function podDefaults(pod: Pod): Pod {
  if (!pod.spec) return completed(pod)
  if (complete.has(pod.spec)) return pod
  let spec = completions.get(pod.spec)
  if (!spec) completions.set(pod.spec, spec = completed(pod).spec)
  return { ...pod, spec }
}

// Pods of one template come with one specification; what is missing in it is filled in once.
const completions = new WeakMap<PodSpec, PodSpec>()

function completed(pod: Pod): Pod {
  const base = podSpecDefaults(pod.spec ?? ({} as PodSpec))
  const spec: PodSpec = {
    ...base,
    enableServiceLinks: base.enableServiceLinks ?? true,
    containers: (base.containers ?? []).map(c => requestsFromLimits(withHostPorts(c, base.hostNetwork))),
    ...(base.initContainers ? { initContainers: base.initContainers.map(c => requestsFromLimits(withHostPorts(c, base.hostNetwork))) } : {}),
  }
  const resources = podResourceDefaults(spec)
  return { ...pod, spec: resources ? { ...spec, resources } : spec }
}

// A template goes from a CronJob into each of its Jobs, and through every write of its owner: the same specification stays the same object,
// so that whoever has judged it need not judge it again.
const templateCompletions = new WeakMap<PodSpec, PodSpec>()

/** A template inside a Job, a Deployment and so on. */
export function podTemplateDefaults(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const given = template?.spec ?? ({} as PodSpec)
  let spec = templateCompletions.get(given)
  if (!spec) {
    spec = podSpecDefaults(given)
    templateCompletions.set(given, spec)
    // Completing twice changes nothing.
    templateCompletions.set(spec, spec)
  }
  return { ...template, metadata: template?.metadata ?? {}, spec } as PodTemplateSpec
}

function podSpecDefaults(spec: PodSpec): PodSpec {
  const account = spec.serviceAccountName || spec.serviceAccount
  const grace = spec.terminationGracePeriodSeconds ?? 30
  return {
    ...spec,
    ...(spec.containers ? { containers: spec.containers.map(containerDefaults) } : {}),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(containerDefaults) } : {}),
    ...(spec.ephemeralContainers ? { ephemeralContainers: spec.ephemeralContainers.map(c => containerDefaults(c)) } : {}),
    ...(spec.volumes ? { volumes: spec.volumes.map(volumeDefaults) } : {}),
    ...(spec.overhead ? { overhead: roundedQuantities(spec.overhead) } : {}),
    ...(spec.resources ? { resources: resourceDefaults(spec.resources) } : {}),
    ...(account ? { serviceAccountName: account, serviceAccount: account } : {}),
    dnsPolicy: spec.dnsPolicy || 'ClusterFirst',
    restartPolicy: spec.restartPolicy || 'Always',
    schedulerName: spec.schedulerName || 'default-scheduler',
    securityContext: spec.securityContext ?? {},
    // A negative period means one second: it is stored so.
    terminationGracePeriodSeconds: grace < 0 ? 1 : grace,
  }
}

function containerDefaults<T extends Container>(c: T): T {
  return {
    ...c,
    ...(c.env ? { env: c.env.map(envDefaults) } : {}),
    ...(c.ports ? { ports: c.ports.map(p => ({ ...p, protocol: p.protocol || 'TCP' })) } : {}),
    ...(c.livenessProbe ? { livenessProbe: probeDefaults(c.livenessProbe) } : {}),
    ...(c.readinessProbe ? { readinessProbe: probeDefaults(c.readinessProbe) } : {}),
    ...(c.startupProbe ? { startupProbe: probeDefaults(c.startupProbe) } : {}),
    ...(c.lifecycle ? {
      lifecycle: {
        ...c.lifecycle,
        ...(c.lifecycle.postStart ? { postStart: handlerDefaults(c.lifecycle.postStart) } : {}),
        ...(c.lifecycle.preStop ? { preStop: handlerDefaults(c.lifecycle.preStop) } : {}),
      },
    } : {}),
    resources: c.resources ? resourceDefaults(c.resources) : {},
    imagePullPolicy: c.imagePullPolicy || defaultPullPolicy(c.image),
    terminationMessagePath: c.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: c.terminationMessagePolicy || 'File',
  }
}

function envDefaults(env: EnvVar): EnvVar {
  const from = env.valueFrom
  if (from?.fieldRef) return { ...env, valueFrom: { ...from, fieldRef: { ...from.fieldRef, apiVersion: from.fieldRef.apiVersion || 'v1' } } }
  if (from?.resourceFieldRef) return { ...env, valueFrom: { ...from, resourceFieldRef: { ...from.resourceFieldRef, divisor: from.resourceFieldRef.divisor ?? '0' } } }
  if (from?.fileKeyRef) return { ...env, valueFrom: { ...from, fileKeyRef: { ...from.fileKeyRef, optional: from.fileKeyRef.optional ?? false } } }
  return env
}

function handlerDefaults<T extends LifecycleHandler>(handler: T): T {
  const { httpGet } = handler
  return httpGet ? { ...handler, httpGet: { ...httpGet, path: httpGet.path || '/', scheme: httpGet.scheme || 'HTTP' } } : handler
}

function probeDefaults(probe: Probe): Probe {
  return {
    ...handlerDefaults(probe),
    ...(probe.grpc ? { grpc: { ...probe.grpc, service: probe.grpc.service ?? '' } } : {}),
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
  }
}

/** On the host's network a container's port is the host's. */
function withHostPorts(c: Container, hostNetwork: boolean | undefined): Container {
  return hostNetwork && c.ports ? { ...c, ports: c.ports.map(p => ({ ...p, hostPort: p.hostPort || p.containerPort })) } : c
}

/** Who limits a resource without asking for it asks for the limit. */
function requestsFromLimits(c: Container): Container {
  const { limits } = c.resources ?? {}
  return limits ? { ...c, resources: { ...c.resources, requests: { ...limits, ...c.resources?.requests } } } : c
}
