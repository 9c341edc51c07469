// A pod as the scheduler sees it: its spec compiled once, and shared among all pods that ask for the same.
import type { Affinity, Container, Pod, PodAffinityTerm, PodSpec, Taint, Toleration, WeightedPodAffinityTerm } from '../../kube/core.ts'
import { countedSpec } from '../../kube/countedSpec.ts'
import { keyOf, type Key } from '../../kube/keys.ts'
import { selectorFor, type Selector } from '../../kube/labels.ts'
import { compilePreferredTerms, requiredNodeAffinity, type NodeMatcher, type NodePreference } from '../../kube/nodeAffinity.ts'
import { anyTolerates } from '../../kube/taints.ts'
import { podRequests, type PodRequests } from './podRequests.ts'

export interface HostPort { readonly ip: string; readonly protocol: string; readonly port: number }

/** All of a pod that a node can judge by itself. Two pods of one shape get the same answer from the same node. */
export interface PodShape extends PodRequests {
  /** Names the shape; equal shapes are one object. */
  readonly id: string
  readonly ports: readonly HostPort[]
  readonly tolerations: readonly Toleration[]
  /** Which nodes nodeSelector and required node affinity allow; undefined when they say nothing. */
  readonly nodes: NodeMatcher | undefined
  /** The only nodes that can match, when every term names nodes by metadata.name. */
  readonly onlyNodes: ReadonlySet<string> | undefined
  readonly preferredNodes: NodePreference | undefined
  /** Images of containers, init containers and image volumes, with tags. */
  readonly images: readonly string[]
  /** Tolerates the taint of a cordoned node. */
  readonly bearsCordon: boolean
  /** The tolerations that count for PreferNoSchedule. */
  readonly softTolerations: readonly Toleration[]
}

/** One term of pod affinity or anti-affinity of a certain pod. Upstream: framework.AffinityTerm. */
export interface PodTerm {
  readonly id: string
  readonly selector: Selector
  readonly namespaces: ReadonlySet<string>
  /** Namespaces by their labels, besides those named. */
  readonly namespaceSelector: Selector | undefined
  readonly topologyKey: string
  /** 0 for required terms. */
  readonly weight: number
}

export interface PodTerms {
  readonly affinity: readonly PodTerm[]
  readonly antiAffinity: readonly PodTerm[]
  readonly preferredAffinity: readonly PodTerm[]
  readonly preferredAntiAffinity: readonly PodTerm[]
}

export interface PodInfo {
  readonly key: Key
  readonly pod: Pod
  readonly shape: PodShape
  readonly terms: PodTerms | undefined
  /** PersistentVolumeClaims in use, by name, in the order of the volumes. */
  readonly claims: readonly ClaimUse[]
  readonly priority: number
}

export interface ClaimUse { readonly name: string; /** Made for this pod alone from a volume's template. */ readonly ephemeral: boolean }

export const priorityOf = (pod: Pod): number => pod.spec?.priority ?? 0
export const isTerminal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

const infos = new WeakMap<Pod, PodInfo>()

/** The compiled pod; the same object for the same pod object. */
export function podInfoOf(pod: Pod): PodInfo {
  let info = infos.get(pod)
  if (!info) {
    const spec: PodSpec = pod.spec ?? { containers: [] }
    info = {
      key: keyOf(pod), pod, shape: shapeOf(countedSpec(pod)),
      terms: spec.affinity?.podAffinity || spec.affinity?.podAntiAffinity ? termsOf(spec.affinity, pod.metadata.namespace ?? '') : undefined,
      claims: claimsOf(pod, spec), priority: priorityOf(pod),
    }
    infos.set(pod, info)
  }
  return info
}

/**
 * A pod of which an earlier version is compiled. Nearly every change of a pod is one of its status, and then all is as it was but the pod:
 * eight versions of each of ten thousand pods would be a large part of a weak map.
 */
export function podInfoAfter(before: PodInfo, pod: Pod): PodInfo {
  if (before.pod === pod) return before
  const { shape, terms, claims, priority, key } = before
  if (pod.spec !== before.pod.spec || pod.spec === undefined || pod.metadata.name !== before.pod.metadata.name || pod.metadata.namespace !== before.pod.metadata.namespace) return podInfoOf(pod)
  // One that was resized counts by its status too.
  return { key, pod, shape: (pod.metadata.generation ?? 1) > 1 ? shapeOf(countedSpec(pod)) : shape, terms, claims, priority }
}

const NO_CLAIMS: readonly ClaimUse[] = Object.freeze([])

function claimsOf(pod: Pod, spec: PodSpec): readonly ClaimUse[] {
  if (!spec.volumes?.some(v => v.persistentVolumeClaim || v.ephemeral)) return NO_CLAIMS
  const result: ClaimUse[] = []
  for (const v of spec.volumes) {
    if (v.persistentVolumeClaim) result.push({ name: v.persistentVolumeClaim.claimName, ephemeral: false })
    else if (v.ephemeral) result.push({ name: `${pod.metadata.name}-${v.name}`, ephemeral: true })
  }
  return result
}

// Memos of pure functions: emptied when full, and nothing hangs on what is in them.
const shapes = new Map<string, PodShape>()
const shapesBySpec = new WeakMap<PodSpec, PodShape>()
const MOST_SHAPES = 20_000

function shapeOf(spec: PodSpec): PodShape {
  let shape = shapesBySpec.get(spec)
  if (shape) return shape
  // A pod that is bound has a specification of its own, in which all that counts here is as it was.
  const known = shapesByContainers.get(spec.containers)
  if (known && sameEssence(known.spec, spec)) return known.shape
  // The pods of one template come one after the other: what counts here they have in common, though each has a specification of its own.
  shape = lately && likePods(lately.spec, spec) ? lately.shape : sharedShape(spec)
  lately = { spec, shape }
  shapesBySpec.set(spec, shape)
  shapesByContainers.set(spec.containers, { spec, shape })
  return shape
}

const shapesByContainers = new WeakMap<readonly Container[], { readonly spec: PodSpec; readonly shape: PodShape }>()

let lately: { readonly spec: PodSpec; readonly shape: PodShape } | undefined

/** Whether two specifications have the very same parts of all that a shape hangs on. A no says nothing. */
function likePods(a: PodSpec, b: PodSpec): boolean {
  if (a.initContainers || b.initContainers || a.containers.length !== b.containers.length) return false
  if (a.resources !== b.resources || a.overhead !== b.overhead || a.nodeSelector !== b.nodeSelector || a.affinity !== b.affinity || a.tolerations !== b.tolerations) return false
  for (let i = 0; i < a.containers.length; i++) {
    const [c, d] = [a.containers[i]!, b.containers[i]!]
    if (c.image !== d.image || c.resources !== d.resources || c.ports !== d.ports || c.restartPolicy !== d.restartPolicy) return false
  }
  return !hasImageVolume(a) && !hasImageVolume(b)
}

const hasImageVolume = ({ volumes }: PodSpec): boolean => volumes !== undefined && volumes.some(v => v.image !== undefined)

const sameEssence = (a: PodSpec, b: PodSpec): boolean =>
  a.initContainers === b.initContainers && a.resources === b.resources && a.overhead === b.overhead && a.nodeSelector === b.nodeSelector
  && a.affinity === b.affinity && a.tolerations === b.tolerations && a.volumes === b.volumes

function sharedShape(spec: PodSpec): PodShape {
  const images = spec.volumes?.filter(v => v.image).map(v => v.image!.reference ?? '') ?? []
  const id = JSON.stringify([
    spec.containers.map(essence), spec.initContainers?.map(essence), spec.resources?.requests, spec.overhead,
    spec.nodeSelector, spec.affinity?.nodeAffinity, spec.tolerations, images,
  ])
  let shape = shapes.get(id)
  if (!shape) {
    if (shapes.size >= MOST_SHAPES) shapes.clear()
    shape = compile(id, spec, images)
    shapes.set(id, shape)
  }
  return shape
}

const essence = (c: Container) => [c.resources?.requests, c.ports?.filter(p => (p.hostPort ?? 0) > 0), c.image, c.restartPolicy]

function compile(id: string, spec: PodSpec, imageVolumes: readonly string[]): PodShape {
  const affinity = spec.affinity?.nodeAffinity
  const required = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution
  const tolerations = spec.tolerations ?? []
  const cordon: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }
  const holding = [...spec.containers, ...(spec.initContainers ?? []).filter(c => c.restartPolicy === 'Always')]
  return {
    id, ...podRequests(spec), tolerations,
    ports: holding.flatMap(c => (c.ports ?? []).filter(p => (p.hostPort ?? 0) > 0)
      .map(p => ({ ip: p.hostIP || '0.0.0.0', protocol: p.protocol || 'TCP', port: p.hostPort! }))),
    nodes: required || Object.keys(spec.nodeSelector ?? {}).length > 0 ? requiredNodeAffinity(spec) : undefined,
    onlyNodes: required && namedNodes(required),
    preferredNodes: preferred?.some(p => p.weight !== 0) ? compilePreferredTerms(preferred) : undefined,
    images: [...spec.containers.map(c => c.image ?? ''), ...(spec.initContainers ?? []).map(c => c.image ?? ''), ...imageVolumes].map(withTag),
    bearsCordon: anyTolerates(tolerations, cordon),
    softTolerations: tolerations.filter(t => !t.effect || t.effect === 'PreferNoSchedule'),
  }
}

/** `nginx` is `nginx:latest`. Upstream: imagelocality, normalizedImageName. */
const withTag = (image: string): string => (image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image)

/** Upstream: nodeaffinity PreFilter. An empty set says that the terms contradict themselves. */
function namedNodes(terms: NonNullable<NonNullable<NonNullable<Affinity['nodeAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms']>): ReadonlySet<string> | undefined {
  const all = new Set<string>()
  for (const term of terms) {
    let names: Set<string> | undefined
    for (const field of term.matchFields ?? []) {
      if (field.key !== 'metadata.name' || field.operator !== 'In') continue
      const values = new Set(field.values ?? [])
      names = names ? new Set([...names].filter(n => values.has(n))) : values
    }
    if (!names) return undefined
    for (const name of names) all.add(name)
  }
  return terms.length ? all : undefined
}

const compiledTerms = new Map<string, PodTerms>()

function termsOf(affinity: Affinity, namespace: string): PodTerms {
  const id = JSON.stringify([namespace, affinity.podAffinity, affinity.podAntiAffinity])
  let terms = compiledTerms.get(id)
  if (!terms) {
    if (compiledTerms.size >= MOST_SHAPES) compiledTerms.clear()
    const required = (list: readonly PodAffinityTerm[] | undefined) => (list ?? []).map(t => podTerm(t, namespace, 0))
    const weighted = (list: readonly WeightedPodAffinityTerm[] | undefined) => (list ?? []).map(t => podTerm(t.podAffinityTerm, namespace, t.weight))
    terms = {
      affinity: required(affinity.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
      antiAffinity: required(affinity.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
      preferredAffinity: weighted(affinity.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
      preferredAntiAffinity: weighted(affinity.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    }
    compiledTerms.set(id, terms)
  }
  return terms
}

function podTerm(term: PodAffinityTerm, namespace: string, weight: number): PodTerm {
  const own = !term.namespaces?.length && !term.namespaceSelector
  const namespaces = own ? [namespace] : [...(term.namespaces ?? [])].sort()
  return {
    id: JSON.stringify([term.labelSelector, namespaces, term.namespaceSelector, term.topologyKey, weight]),
    selector: selectorFor(term.labelSelector), namespaces: new Set(namespaces),
    namespaceSelector: term.namespaceSelector && selectorFor(term.namespaceSelector), topologyKey: term.topologyKey, weight,
  }
}
