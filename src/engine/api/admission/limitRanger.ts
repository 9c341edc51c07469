// The limits of a namespace: what a container gets that says nothing, and how little or much each may ask for.
// Upstream: plugin/pkg/admission/limitranger/admission.go.
import type { Container, LimitRange, LimitRangeItem, Pod } from '../../../kube/core.ts'
import { LimitRange as RangeKind, PersistentVolumeClaim, Pod as PodKind, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { podResources } from '../../../kube/podResources.ts'
import { formatQuantity, parseQuantity } from '../../../kube/quantity.ts'
import { approximate, compare, isZero } from '../../../kube/quantityMath.ts'
import { forbidden } from '../errors.ts'
import type { Store } from '../store.ts'
import type { Admission } from './admission.ts'

const ANNOTATION = 'kubernetes.io/limit-ranger'
type Amounts = Readonly<Record<string, string>>

const rangesOf = (store: Store, namespace: string | undefined): readonly LimitRange[] =>
  (namespace === undefined || store.table(RangeKind).size === 0 ? [] : store.list(RangeKind, namespace)) as unknown as readonly LimitRange[]

/** Containers are given what the range says where they say nothing, and the pod is told of it. */
function withDefaults(pod: Pod, range: LimitRange): Pod {
  const items = range.spec!.limits.filter(item => item.type === 'Container')
  const requests: Amounts = Object.assign({}, ...items.map(item => item.defaultRequest ?? {}))
  const limits: Amounts = Object.assign({}, ...items.map(item => item.default ?? {}))
  const told: string[] = []
  const fill = (container: Container, what: string): Container => {
    const missing = (defaults: Amounts, given: Amounts | undefined) => Object.keys(defaults).filter(name => given?.[name] === undefined).sort()
    const [ofRequests, ofLimits] = [missing(requests, container.resources?.requests), missing(limits, container.resources?.limits)]
    if (ofRequests.length > 0) told.push(`${ofRequests.join(', ')} request for ${what} ${container.name}`)
    if (ofLimits.length > 0) told.push(`${ofLimits.join(', ')} limit for ${what} ${container.name}`)
    if (ofRequests.length + ofLimits.length === 0) return container
    const given = (own: Amounts | undefined, defaults: Amounts, names: readonly string[]) =>
      ({ ...own, ...Object.fromEntries(names.map(name => [name, defaults[name]!])) })
    return {
      ...container,
      resources: {
        ...container.resources,
        ...(ofRequests.length || container.resources?.requests ? { requests: given(container.resources?.requests, requests, ofRequests) } : {}),
        ...(ofLimits.length || container.resources?.limits ? { limits: given(container.resources?.limits, limits, ofLimits) } : {}),
      },
    }
  }
  const containers = pod.spec.containers.map(c => fill(c, 'container'))
  const initContainers = pod.spec.initContainers?.map(c => fill(c, 'init container'))
  if (told.length === 0) return pod
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${told.join('; ')}` } },
    spec: { ...pod.spec, containers, ...(initContainers ? { initContainers } : {}) },
  }
}

const above = (a: string, b: string): boolean => compare(parseQuantity(a), parseQuantity(b)) > 0
const shown = (text: string): string => formatQuantity(parseQuantity(text))

/** How `requests` and `limits` break one item of a range, each in its words. `byRequest`: of claims, whose most is held against what is asked for. */
function breaches(item: LimitRangeItem, requests: Amounts, limits: Amounts, byRequest = false): string[] {
  const out: string[] = []
  const each = (amounts: Amounts | undefined, judge: (name: string, enforced: string) => string | undefined) => {
    for (const name of Object.keys(amounts ?? {}).sort()) {
      const said = judge(name, amounts![name]!)
      if (said !== undefined) out.push(said)
    }
  }
  each(item.min, (name, least) => {
    const words = `minimum ${name} usage per ${item.type} is ${shown(least)}`
    const [request, limit] = [requests[name], limits[name]]
    if (request === undefined) return `${words}.  No request is specified`
    if (above(least, request)) return `${words}, but request is ${shown(request)}`
    return limit !== undefined && above(least, limit) ? `${words}, but limit is ${shown(limit)}` : undefined
  })
  each(item.max, (name, most) => {
    const words = `maximum ${name} usage per ${item.type} is ${shown(most)}`
    const [request, limit] = [requests[name], limits[name]]
    if (byRequest) return request === undefined ? `${words}.  No request is specified` : above(request, most) ? `${words}, but request is ${shown(request)}` : undefined
    if (limit === undefined) return `${words}.  No limit is specified`
    if (above(limit, most)) return `${words}, but limit is ${shown(limit)}`
    return request !== undefined && above(request, most) ? `${words}, but request is ${shown(request)}` : undefined
  })
  each(item.maxLimitRequestRatio, (name, most) => {
    const words = `${name} max limit to request ratio per ${item.type} is ${shown(most)}`
    const [request, limit] = [requests[name], limits[name]]
    if (request === undefined || isZero(parseQuantity(request))) return `${words}, but no request is specified or request is 0`
    if (limit === undefined || isZero(parseQuantity(limit))) return `${words}, but no limit is specified or limit is 0`
    const ratio = approximate(parseQuantity(limit)) / approximate(parseQuantity(request))
    return ratio > approximate(parseQuantity(most)) ? `${words}, but provided ratio is ${ratio.toFixed(6)}` : undefined
  })
  return out
}

function podBreaches(pod: Pod, range: LimitRange): string[] {
  return range.spec!.limits.flatMap(item => {
    if (item.type === 'Pod') {
      const { overhead: _o, ...asked } = pod.spec
      return breaches(item, podResources(asked, 'requests'), podResources(asked, 'limits'))
    }
    if (item.type !== 'Container') return []
    return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap(c => breaches(item, c.resources?.requests ?? {}, c.resources?.limits ?? {}))
  })
}

const claimBreaches = (claim: AnyObject, range: LimitRange): string[] =>
  range.spec!.limits.flatMap(item => (item.type === 'PersistentVolumeClaim' ? breaches(item, claim.spec?.resources?.requests ?? {}, {}, true) : []))

/** Findings of one range: one by itself, several in brackets, none twice. */
function refuse(kind: Kind, name: string, found: readonly string[]): void {
  const said = [...new Set(found)]
  if (said.length > 0) throw forbidden(kind, name, said.length === 1 ? said[0]! : `[${said.join(', ')}]`)
}

export const limitRanger: Admission = {
  name: 'LimitRanger',
  create(object, kind, { store }) {
    if (kind !== PodKind) return object
    return rangesOf(store, object.metadata.namespace).reduce((pod, range) => withDefaults(pod, range), object as unknown as Pod) as unknown as AnyObject
  },
  admit(object, old, kind, { store, subresource }) {
    if (kind !== PodKind && kind !== PersistentVolumeClaim) return []
    // A pod's resources stand when it is made, unless it is resized; who is going is not held up.
    if (old && ((kind === PodKind && subresource !== 'resize') || object.metadata.deletionTimestamp !== undefined)) return []
    for (const range of rangesOf(store, object.metadata.namespace)) {
      refuse(kind, object.metadata.name, kind === PodKind ? podBreaches(object as unknown as Pod, range) : claimBreaches(object, range))
    }
    return []
  },
}
