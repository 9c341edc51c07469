// What a kustomization changes in every object: namespace, names, labels, annotations, images, replicas.
// Upstream: kustomize api/internal/konfig/builtinpluginconsts (which fields), api/filters.
import { changeAt, isNamespaced, rename, type Resource } from './resource.ts'

type Json = any

const WORKLOADS = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'])
/** Kinds whose names neither prefix nor suffix changes. */
const KEEP_NAME = new Set(['Namespace', 'CustomResourceDefinition', 'APIService'])

export function setNamespace(resources: readonly Resource[], namespace: string): void {
  for (const r of resources) {
    if (r.object.kind === 'Namespace') rename(r, namespace)
    else if (isNamespaced(r.object)) r.object = { ...r.object, metadata: { ...r.object.metadata, namespace } }
  }
}

export function affixNames(resources: readonly Resource[], prefix: string, suffix: string): void {
  for (const r of resources) if (!KEEP_NAME.has(r.object.kind)) rename(r, `${prefix}${r.object.metadata.name}${suffix}`)
}

const templateOf = (kind: string): readonly string[][] => {
  if (kind === 'CronJob') return [['spec', 'jobTemplate'], ['spec', 'jobTemplate', 'spec', 'template']]
  return WORKLOADS.has(kind) || kind === 'Job' || kind === 'ReplicationController' ? [['spec', 'template']] : []
}

const merged = (pairs: Json) => (value: Json) => ({ ...value, ...pairs })

export interface LabelRule { readonly pairs: Readonly<Record<string, string>>; readonly selectors: boolean; readonly templates: boolean }

export function addLabels(resources: readonly Resource[], { pairs, selectors, templates }: LabelRule): void {
  for (const r of resources) {
    const { kind } = r.object
    const put = (path: readonly string[], create: boolean) => { r.object = changeAt(r.object, path, create, merged(pairs)) }
    put(['metadata', 'labels'], true)
    if (selectors || templates) {
      for (const path of templateOf(kind)) put([...path, 'metadata', 'labels'], true)
      if (kind === 'StatefulSet') put(['spec', 'volumeClaimTemplates', '*', 'metadata', 'labels'], true)
    }
    if (!selectors) continue
    if (kind === 'Service' || kind === 'ReplicationController') put(['spec', 'selector'], kind !== 'Service' || r.object.spec !== undefined)
    else if (WORKLOADS.has(kind)) put(['spec', 'selector', 'matchLabels'], true)
    else if (kind === 'Job' || kind === 'PodDisruptionBudget') put(['spec', 'selector', 'matchLabels'], false)
    if (WORKLOADS.has(kind)) {
      const spec = ['spec', 'template', 'spec']
      for (const affinity of ['podAffinity', 'podAntiAffinity']) {
        put([...spec, 'affinity', affinity, 'requiredDuringSchedulingIgnoredDuringExecution', '*', 'labelSelector', 'matchLabels'], false)
        put([...spec, 'affinity', affinity, 'preferredDuringSchedulingIgnoredDuringExecution', '*', 'podAffinityTerm', 'labelSelector', 'matchLabels'], false)
      }
      put([...spec, 'topologySpreadConstraints', '*', 'labelSelector', 'matchLabels'], false)
    }
  }
}

export function addAnnotations(resources: readonly Resource[], pairs: Readonly<Record<string, string>>): void {
  for (const r of resources) {
    for (const path of [[], ...templateOf(r.object.kind)]) r.object = changeAt(r.object, [...path, 'metadata', 'annotations'], true, merged(pairs))
  }
}

export interface ImageRule { readonly name: string; readonly newName?: string; readonly newTag?: string; readonly digest?: string; readonly tagSuffix?: string }

/** `registry:5000/app:1.2@sha256:…`: the name, the tag with its colon, the digest with its sign. */
function partsOf(image: string): { name: string; tag: string; digest: string } {
  const [rest = '', digest] = image.split('@')
  const colon = rest.lastIndexOf(':')
  const tagged = colon > rest.lastIndexOf('/')
  return { name: tagged ? rest.slice(0, colon) : rest, tag: tagged ? rest.slice(colon) : '', digest: digest === undefined ? '' : `@${digest}` }
}

export function setImages(resources: readonly Resource[], rules: readonly ImageRule[]): void {
  const image = (text: Json): Json => {
    if (typeof text !== 'string') return text
    return rules.reduce((now, { name, newName, newTag, digest, tagSuffix }) => {
      const parts = partsOf(now)
      if (parts.name !== name) return now
      const to = newName ?? parts.name
      if (digest) return `${to}${newTag ? `:${newTag}` : ''}@${digest}`
      if (newTag) return `${to}:${newTag}`
      return `${to}${tagSuffix ? `${parts.tag}${tagSuffix}` : parts.tag}${parts.digest}`
    }, text)
  }
  // Wherever containers stand: kinds of all sorts carry pod templates.
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, v]) =>
      [key, (key === 'containers' || key === 'initContainers' || key === 'ephemeralContainers') && Array.isArray(v) ? v.map((c: Json) => (c?.image === undefined ? c : { ...c, image: image(c.image) })) : visit(v)]))
  }
  for (const r of resources) r.object = visit(r.object)
}

/** False where no object of that name can be scaled. */
export function setReplicas(resources: readonly Resource[], name: string, count: number): boolean {
  const meant = resources.filter(r => r.names.has(name) && ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'].includes(r.object.kind))
  for (const r of meant) r.object = changeAt(r.object, ['spec', 'replicas'], true, () => count)
  return meant.length > 0
}
