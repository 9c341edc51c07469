// For each kind: which names of a quota it is counted under, and how much an object is. Facts without opinion: the API server asks
// them before it stores an object, the controller when it counts anew. Upstream: pkg/quota/v1/evaluator, install/registry.go.
import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from '../core.ts'
import { kinds, PersistentVolumeClaim as ClaimKind, Pod as PodKind, resourceOf, Service as ServiceKind, type Kind } from '../kinds.ts'
import type { AnyObject, Instant } from '../object.ts'
import { isPodTerminal } from '../pods.ts'
import { newQuantity, parseQuantity, type ParsedQuantity } from '../quantity.ts'
import { compare, roundUp } from '../quantityMath.ts'
import { one, plus, type Amounts } from './amounts.ts'
import { isPodResource, podUsage, unsaid } from './podUsage.ts'
import { claimIsInScope, hasDeadline, podIsInScope, scopesOf } from './scopes.ts'

export interface Evaluator {
  readonly kind: Kind
  /** Whether this change of an object is held against quotas, and not its making alone. */
  judgesChange(before: AnyObject, after: AnyObject, subresource: string | undefined): boolean
  isCountedUnder(name: string): boolean
  usage(object: AnyObject, now: Instant): Amounts
  /** What it must say and does not, where a quota limits these names. */
  unsaid?(object: AnyObject, limited: readonly string[]): string | undefined
  isInScope(object: AnyObject, quota: ResourceQuota): boolean
  /** Whether quotas are counted anew after this change of an object. */
  changes?(before: AnyObject, after: AnyObject): boolean
}

/** A quota with scopes is about pods and claims alone. */
const unscoped = (_object: AnyObject, quota: ResourceQuota): boolean => scopesOf(quota).length === 0

const pods: Evaluator = {
  kind: PodKind,
  judgesChange: (before, after, subresource) => subresource === 'resize' || hasDeadline(before as unknown as Pod) !== hasDeadline(after as unknown as Pod),
  isCountedUnder: isPodResource,
  usage: (pod, now) => podUsage(pod as unknown as Pod, now),
  unsaid: (pod, limited) => unsaid(pod as unknown as Pod, limited),
  isInScope: (pod, quota) => scopesOf(quota).every(scope => podIsInScope(pod as unknown as Pod, scope)),
  changes(before, after) {
    const [was, is] = [before as unknown as Pod, after as unknown as Pod]
    return (!isPodTerminal(was) && isPodTerminal(is)) || hasDeadline(was) !== hasDeadline(is) || sizesChanged(was, is)
  },
}

/** Whether a container has another size than before. Upstream: hasResourcesChanged. */
function sizesChanged({ status: was }: Pod, { status: is }: Pod): boolean {
  const differ = (list: 'containerStatuses' | 'initContainerStatuses') => was?.[list] !== is?.[list] && (was?.[list] ?? []).some(before => {
    const after = is?.[list]?.find(s => s.name === before.name)
    return after !== undefined && before.resources !== after.resources && JSON.stringify(before.resources) !== JSON.stringify(after.resources)
  })
  return differ('containerStatuses') || differ('initContainerStatuses')
}

const serviceNames = new Set(['services', 'count/services', 'services.nodeports', 'services.loadbalancers'])
const services: Evaluator = {
  kind: ServiceKind, judgesChange: () => true,
  isCountedUnder: name => serviceNames.has(name),
  usage(object) {
    const { spec } = object as unknown as Service
    const usage = new Map([['count/services', one], ['services', one]])
    const ports = spec?.ports ?? []
    if (spec?.type === 'NodePort') usage.set('services.nodeports', newQuantity(ports.length, 'DecimalSI'))
    if (spec?.type === 'LoadBalancer') {
      const open = spec.allocateLoadBalancerNodePorts === false ? ports.filter(p => p.nodePort).length : ports.length
      usage.set('services.nodeports', newQuantity(open, 'DecimalSI'))
      usage.set('services.loadbalancers', one)
    }
    return usage
  },
  isInScope: unscoped,
  changes: (before, after) => before.spec?.type !== after.spec?.type,
}

const CLASS_SUFFIX = '.storageclass.storage.k8s.io/'
const claims: Evaluator = {
  kind: ClaimKind, judgesChange: () => true,
  isCountedUnder: name => ['persistentvolumeclaims', 'count/persistentvolumeclaims', 'requests.storage'].includes(name) ||
    name.endsWith(`${CLASS_SUFFIX}persistentvolumeclaims`) || name.endsWith(`${CLASS_SUFFIX}requests.storage`),
  usage(object) {
    const claim = object as unknown as PersistentVolumeClaim
    const usage = new Map([['count/persistentvolumeclaims', one], ['persistentvolumeclaims', one]])
    const storage = storageOf(claim)
    if (storage) usage.set('requests.storage', storage)
    const storageClass = claim.metadata!.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? claim.spec?.storageClassName
    if (storageClass) {
      usage.set(`${storageClass}${CLASS_SUFFIX}persistentvolumeclaims`, one)
      if (storage) usage.set(`${storageClass}${CLASS_SUFFIX}requests.storage`, storage)
    }
    return usage
  },
  isInScope: (claim, quota) => scopesOf(quota).every(scope => claimIsInScope(claim as unknown as PersistentVolumeClaim, scope)),
  // Upstream compares two pointers that are never the same: any change of a claim will do (RequiresQuotaReplenish).
  changes: () => true,
}

/** What a claim asks for, or was granted if that is more; in whole bytes. */
function storageOf({ spec, status }: PersistentVolumeClaim): ParsedQuantity | undefined {
  const [asked, granted] = [spec?.resources?.requests?.['storage'], status?.allocatedResources?.['storage']]
    .map(text => (text === undefined ? undefined : roundUp(parseQuantity(String(text)), 0).quantity))
  return asked && granted && compare(granted, asked) > 0 ? granted : asked
}

/** Kinds that are counted under their bare name, too. */
const bareNames = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'])

function counted(kind: Kind): Evaluator {
  const names = [`count/${resourceOf(kind)}`, ...(kind.group === '' && bareNames.has(kind.plural) ? [kind.plural] : [])]
  return { kind, judgesChange: () => false, isCountedUnder: name => names.includes(name), usage: () => new Map(names.map(name => [name, one])), isInScope: unscoped }
}

const special = [pods, services, claims]
/** Events come and go: nobody counts them. */
export const evaluators: readonly Evaluator[] = kinds.filter(k => k.namespaced && k.kind !== 'Event').map(k => special.find(e => e.kind === k) ?? counted(k))
const byPlural = new Map(evaluators.map(e => [e.kind.plural, e]))

export const evaluatorOf = (kind: Kind): Evaluator | undefined => byPlural.get(kind.plural)

/** What all these objects use together, each name that the quota limits at least at zero. */
export function usageOf(evaluator: Evaluator, quota: ResourceQuota, objects: readonly AnyObject[], now: Instant): Amounts {
  let sum: Amounts = new Map()
  for (const object of objects) if (evaluator.isInScope(object, quota)) sum = plus(sum, evaluator.usage(object, now))
  return sum
}
