// Names that objects call each other by, followed when a kustomization renames what they mean.
// Upstream: kustomize api/internal/konfig/builtinpluginconsts/namereference.go.
import type { Resource } from './resource.ts'

type Json = any

/** What was renamed: kind and old name → new name. */
export type Renames = ReadonlyMap<string, string>
export const renameKey = (kind: string, name: string): string => `${kind}/${name}`

/** Fields that hold an object with the name of something in them: the field, the name in it, and of which kind that is. */
const holders: Readonly<Record<string, readonly [field: string, kind: string]>> = {
  configMapKeyRef: ['name', 'ConfigMap'], configMapRef: ['name', 'ConfigMap'], configMap: ['name', 'ConfigMap'], secretKeyRef: ['name', 'Secret'], secretRef: ['name', 'Secret'],
  persistentVolumeClaim: ['claimName', 'PersistentVolumeClaim'],
}
const names: Readonly<Record<string, string>> = {
  serviceAccountName: 'ServiceAccount', serviceAccount: 'ServiceAccount', priorityClassName: 'PriorityClass', storageClassName: 'StorageClass', volumeName: 'PersistentVolume', serviceName: 'Service',
}

export function followNames(resources: readonly Resource[], renames: Renames): void {
  if (renames.size === 0) return
  const named = (kind: string, name: Json) => (typeof name === 'string' ? renames.get(renameKey(kind, name)) ?? name : name)
  const visit = (value: Json, key: string): Json => {
    if (Array.isArray(value)) {
      if (key === 'imagePullSecrets' || key === 'secrets') return value.map(v => (v?.name === undefined ? v : { ...v, name: named('Secret', v.name) }))
      return value.map(v => visit(v, key))
    }
    if (typeof value !== 'object' || value === null) return Object.hasOwn(names, key) ? named(names[key]!, value) : value
    const out = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, visit(v, k)]))
    const holder = Object.hasOwn(holders, key) ? holders[key] : undefined
    if (holder && out[holder[0]] !== undefined) out[holder[0]] = named(holder[1], out[holder[0]])
    // A volume names its Secret otherwise than a projected one does.
    if (key === 'secret') for (const field of ['secretName', 'name']) if (out[field] !== undefined) out[field] = named('Secret', out[field])
    if (key === 'scaleTargetRef' && out.name !== undefined) out.name = named(String(out.kind), out.name)
    return out
  }
  for (const r of resources) {
    const { metadata, data, binaryData, stringData, ...rest } = r.object
    r.object = { ...visit(rest, ''), ...(metadata === undefined ? {} : { metadata }), ...(data === undefined ? {} : { data }),
      ...(binaryData === undefined ? {} : { binaryData }), ...(stringData === undefined ? {} : { stringData }) }
  }
}
