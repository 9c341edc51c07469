// Which fields are not kept when they hold nothing. Go leaves out empty lists, maps and texts, and zeros that are no pointers;
// zeros behind pointers (`replicas: 0`, `suspend: false`) say something and stay. Upstream: the `omitempty` tags of the API's types.
import type { SchemaType } from '../../../kube/schema.ts'

/** Zeros and falses that are left out. */
const plainZeros = new Set([
  'minReadySeconds', 'hostPort', 'failureThreshold', 'initialDelaySeconds', 'periodSeconds', 'successThreshold', 'timeoutSeconds', 'nodePort', 'healthCheckNodePort',
  'observedGeneration', 'generation', 'count', 'deprecatedCount', 'signal', 'sizeBytes',
  'paused', 'stdin', 'stdinOnce', 'tty', 'readOnly', 'hostIPC', 'hostNetwork', 'hostPID', 'unschedulable', 'publishNotReadyAddresses', 'globalDefault',
  'number', 'chapAuthDiscovery', 'chapAuthSession', 'sslEnabled',
])
/** Numbers of statuses that are pointers, unlike their neighbours. */
const pointersOfStatuses = new Set(['collisionCount', 'terminatingReplicas', 'ready', 'terminating', 'started', 'averageUtilization', 'currentCPUUtilizationPercentage'])
/** Numbers that are written even when they are 0. */
const alwaysWritten = new Set(['StatefulSetStatus.availableReplicas'])
/** Texts that are pointers: an empty one says something. */
const pointerTexts = new Set([
  'storageClassName', 'volumeAttributesClassName', 'volumeMode', 'appProtocol', 'runtimeClassName', 'hostnameOverride', 'holderIdentity', 'loadBalancerClass', 'managedBy',
  'timeZone', 'completionMode', 'podReplacementPolicy', 'apiGroup', 'localhostProfile', 'stopSignal', 'procMount', 'fsGroupChangePolicy', 'service', 'mountPropagation',
  'recursiveReadOnly', 'nodeAffinityPolicy', 'nodeTaintsPolicy', 'unhealthyPodEvictionPolicy', 'reclaimPolicy', 'volumeBindingMode', 'preemptionPolicy', 'fsType',
  'Container.restartPolicy', 'HostPathVolumeSource.type', 'PodDNSConfigOption.value', 'Endpoint.nodeName', 'Endpoint.hostname', 'Endpoint.zone', 'EndpointPort.name', 'selectPolicy', 'failedIndexes',
  // Not a pointer, but always written.
  'NodeRuntimeHandler.name',
])

/** Whether a decoded value is left out of the object. */
export function isLeftOut(owner: SchemaType, field: string, value: unknown): boolean {
  if (owner.required.has(field)) return false
  if (value === '') return !pointerTexts.has(field) && !pointerTexts.has(`${owner.goName}.${field}`)
  if (value === 0 || value === false) return plainZeros.has(field) || (owner.goName.endsWith('Status') && !pointersOfStatuses.has(field) && !alwaysWritten.has(`${owner.goName}.${field}`))
  return Array.isArray(value) && value.length === 0 && !isRulesOf(owner, field)
}

/** A role without rules says so. */
const isRulesOf = (owner: SchemaType, field: string): boolean => field === 'rules' && /^(Cluster)?Role$/.test(owner.goName)

/** Times that are held by value, for whose zero Go writes null and leaves nothing out; and the lists of an EndpointSlice. */
export const keepsNull = (owner: SchemaType, type: unknown): boolean =>
  (type === 'Time' || type === 'MicroTime') ? /Condition$|^ContainerState|^Event$/.test(owner.goName) : owner.goName === 'EndpointSlice' && Array.isArray(type)

const byValue = new WeakMap<SchemaType, readonly string[]>()

/** The times of conditions that are written whether they are set or not: `lastProbeTime: null`. */
export function timesByValue(owner: SchemaType): readonly string[] {
  let names = byValue.get(owner)
  if (!names) {
    names = owner.goName.endsWith('Condition') ? [...owner.fields].filter(([, f]) => f.type === 'Time' && keepsNull(owner, f.type)).map(([name]) => name) : []
    byValue.set(owner, names)
  }
  return names
}
