// What a kustomization may say: its fields and their types. What does not fit is refused in the words of Go's decoder; what is null is not there.
// Upstream: sigs.k8s.io/kustomize api/types (Kustomization, ConfigMapArgs, Patch, …), decoded with unknown fields refused.
import { KubectlError } from '../errors.ts'

type Json = any

/** `struct`: the Go type and its fields; a list holds what it holds; `map`: of texts, or of switches. */
type Shape = 'string' | 'bool' | 'int' | 'any' | readonly ['list', Shape] | readonly ['map', 'string' | 'bool'] | { readonly struct: string; readonly fields: Readonly<Record<string, Shape>> }

const struct = (name: string, fields: Readonly<Record<string, Shape>>): Shape => ({ struct: name, fields })
const list = (of: Shape): Shape => ['list', of]
const texts = list('string')
const pairs: Shape = ['map', 'string']
const strings = (...names: readonly string[]): Record<string, Shape> => Object.fromEntries(names.map(n => [n, 'string']))

const gvk = strings('group', 'version', 'kind', 'apiVersion', 'name', 'namespace')
const target = struct('Selector', { ...gvk, ...strings('annotationSelector', 'labelSelector') })
const patchShape = struct('Patch', { ...strings('path', 'patch'), target, options: ['map', 'bool'] })
const options = struct('GeneratorOptions', { labels: pairs, annotations: pairs, disableNameSuffixHash: 'bool', immutable: 'bool' })
const generator = { ...strings('namespace', 'name', 'behavior', 'env'), literals: texts, files: texts, envs: texts, options }
const fieldSpec = struct('FieldSpec', { ...strings('group', 'version', 'kind', 'path'), create: 'bool' })
const place = { ...strings('delimiter', 'encoding'), index: 'int', create: 'bool' } as const
const replacement = struct('Replacement', {
  path: 'string', source: struct('SourceSelector', { ...gvk, fieldPath: 'string', options: struct('FieldOptions', place) }), sourceValue: 'string',
  targets: list(struct('TargetSelector', { select: target, reject: list(target), fieldPaths: texts, options: struct('FieldOptions', place) })),
})

const KUSTOMIZATION = {
  ...strings('apiVersion', 'kind', 'namespace', 'namePrefix', 'nameSuffix'), metadata: 'any', resources: texts, bases: texts, components: texts, patchesStrategicMerge: texts, buildMetadata: texts,
  commonLabels: pairs, commonAnnotations: pairs, labels: list(struct('Label', { pairs, includeSelectors: 'bool', includeTemplates: 'bool', fields: list(fieldSpec) })),
  images: list(struct('Image', strings('name', 'newName', 'tagSuffix', 'newTag', 'digest'))), replicas: list(struct('Replica', { name: 'string', count: 'int' })),
  configMapGenerator: list(struct('ConfigMapArgs', generator)), secretGenerator: list(struct('SecretArgs', { ...generator, type: 'string' })), generatorOptions: options,
  patches: list(patchShape), patchesJson6902: list(patchShape), replacements: list(replacement), sortOptions: struct('SortOptions', { order: 'string', legacySortOptions: 'any' }),
  vars: list(struct('Var', { name: 'string', objref: struct('Target', gvk), fieldref: struct('FieldSelector', { fieldpath: 'string', fieldPath: 'string' }) })),
} as const satisfies Readonly<Record<string, Shape>>

/** Fields that kustomize knows and that are worked on here. */
const KNOWN: ReadonlySet<string> = new Set(Object.keys(KUSTOMIZATION))
/** … and those that kustomize knows, and nobody here does. */
const UNDONE = ['crds', 'transformers', 'validators', 'generators', 'helmCharts', 'helmGlobals', 'helmChartInflationGenerator', 'configurations', 'openapi', 'inventory']

const goType = (shape: Shape): string => (shape === 'int' ? 'int64' : typeof shape === 'string' ? shape : 'struct' in shape ? `types.${shape.struct}` : shape[0] === 'list' ? `[]${goType(shape[1])}` : `map[string]${shape[1]}`)
const jsonType = (value: Json): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value)
const isMap = (value: Json): boolean => typeof value === 'object' && !Array.isArray(value)

/** The value as the shape has it, or a refusal. `owner` and `path`: where it stands. */
function fitted(value: Json, shape: Shape, owner: string, path: string): Json {
  const wrong = () => new KubectlError(`invalid Kustomization: json: cannot unmarshal ${jsonType(value)}${typeof value === 'number' && shape === 'int' ? ` ${value}` : ''} into Go struct field ${owner}.${path} of type ${goType(shape)}`)
  if (shape === 'any') return value
  if (shape === 'string' || shape === 'bool') {
    if (typeof value !== (shape === 'bool' ? 'boolean' : 'string')) throw wrong()
    return value
  }
  if (shape === 'int') {
    if (!Number.isInteger(value)) throw wrong()
    return value
  }
  if ('struct' in shape) {
    if (!isMap(value)) throw wrong()
    return fields(value, shape.fields, shape.struct, `${path}.`)
  }
  if (shape[0] === 'map') {
    if (!isMap(value)) throw wrong()
    return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, v === null ? '' : fitted(v, shape[1], owner, path)]))
  }
  if (!Array.isArray(value)) throw wrong()
  const [, of] = shape
  return value.map(v => (v === null ? (of === 'string' ? '' : {}) : fitted(v, of, owner, path)))
}

function fields(value: Json, shapes: Readonly<Record<string, Shape>>, owner: string, head: string): Json {
  const out: Json = {}
  for (const [name, given] of Object.entries(value as object)) {
    if (!Object.hasOwn(shapes, name)) throw new KubectlError(`invalid Kustomization: json: unknown field ${JSON.stringify(name)}`)
    if (given !== null) out[name] = fitted(given, shapes[name]!, owner, `${head}${name}`)
  }
  return out
}

/** A kustomization as it was read, with everything in it of its type. */
export function kustomizationOf(value: Json): Json {
  if (typeof value !== 'object' || Array.isArray(value)) throw new KubectlError(`invalid Kustomization: json: cannot unmarshal ${jsonType(value)} into Go value of type types.Kustomization`)
  for (const name of Object.keys(value)) if (UNDONE.includes(name) && !KNOWN.has(name)) throw new KubectlError(`the field ${JSON.stringify(name)} of a kustomization is not supported here`)
  return fields(value, KUSTOMIZATION, 'Kustomization', '')
}
