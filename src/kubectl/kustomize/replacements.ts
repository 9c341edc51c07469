// Values that a kustomization copies from one field to others. Upstream: kustomize api/filters/replacement/replacement.go.
import { KubectlError } from '../errors.ts'
import { isMeant, type Target } from './patches.ts'
import type { Resource } from './resource.ts'

type Json = any

interface Options { readonly delimiter?: string; readonly index?: number; readonly create?: boolean }
interface Source extends Target { readonly fieldPath?: string; readonly options?: Options }
export interface Replacement {
  readonly source?: Source
  readonly sourceValue?: string
  readonly targets?: readonly { readonly select?: Target; readonly reject?: readonly Target[]; readonly fieldPaths?: readonly string[]; readonly options?: Options }[]
}

/** `spec.template.spec.containers.[name=c].image`: a dot within brackets, or behind a backslash, belongs to its part. */
export function pathOf(text: string): string[] {
  const parts = ['']
  let deep = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '\\' && text[i + 1] === '.') parts[parts.length - 1] += text[++i]
    else if (c === '.' && deep === 0) parts.push('')
    else {
      if (c === '[') deep++
      if (c === ']') deep--
      parts[parts.length - 1] += c
    }
  }
  return parts
}

/** `[name=c]`: the elements whose field is this. */
const choiceOf = (part: string): readonly [field: string, value: string] | undefined => {
  const found = /^\[([^=\]]*)=(.*)\]$/.exec(part)
  return found ? [found[1]!, found[2]!] : undefined
}

const isMap = (value: Json): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The places below a value that a path leads to, each changed; undefined where it leads nowhere and nothing may be made. */
function putAt(value: Json, path: readonly string[], create: boolean, change: (old: Json) => Json): Json | undefined {
  const [part, ...rest] = path
  if (part === undefined) return change(value)
  if (value === undefined || value === null) {
    if (!create) return undefined
    value = choiceOf(part) || /^\d+$/.test(part) ? [] : {}
  }
  if (Array.isArray(value)) {
    const choice = choiceOf(part)
    const places = part === '*' ? [...value.keys()]
      : choice ? [...value.keys()].filter(i => String(choice[0] === '' ? value[i] : value[i]?.[choice[0]] ?? '') === choice[1])
      : /^\d+$/.test(part) && Number(part) < value.length ? [Number(part)] : []
    if (places.length === 0) {
      if (!create || !choice || choice[0] === '') return undefined
      const made = putAt({ [choice[0]]: choice[1] }, rest, create, change)
      return made === undefined ? undefined : [...value, made]
    }
    const out = [...value]
    for (const i of places) {
      const changed = putAt(value[i], rest, create, change)
      if (changed === undefined) return undefined
      out[i] = changed
    }
    return out
  }
  if (!isMap(value)) return undefined
  if (part === '*') {
    const entries = Object.entries(value).map(([key, v]) => [key, putAt(v, rest, create, change)] as const)
    return entries.some(([, v]) => v === undefined) ? undefined : Object.fromEntries(entries)
  }
  if (!Object.hasOwn(value, part) && !create) return undefined
  const changed = putAt(Object.hasOwn(value, part) ? value[part] : undefined, rest, create, change)
  return changed === undefined ? undefined : { ...value, [part]: changed }
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(value: Json, path: readonly string[]): Json {
  let found: Json
  putAt(value, path, false, old => {
    found ??= old
    return old ?? null
  })
  return found
}

const targetText = ({ group, version, kind, name, namespace }: Target): string =>
  `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}/${name || '[noName]'}.${namespace || '[noNs]'}`

function sourceOf(resources: readonly Resource[], source: Source): Json {
  const found = resources.filter(r => isMeant(r, source, true))
  if (found.length === 0) throw new KubectlError(`nothing selected by ${targetText(source)}:${source.fieldPath ?? ''}`)
  if (found.length > 1) throw new KubectlError(`multiple matches for selector ${targetText(source)}:${source.fieldPath ?? ''}`)
  const fieldPath = source.fieldPath || 'metadata.name'
  const value = valueAt(found[0]!.object, pathOf(fieldPath))
  if (value === undefined) throw new KubectlError(`fieldPath \`${fieldPath}\` is missing for replacement source ${targetText(source)}`)
  const { delimiter, index = 0 } = source.options ?? {}
  if (!delimiter) return value
  const parts = String(value).split(delimiter)
  if (index < 0 || index >= parts.length) throw new KubectlError(`options.index ${index} is out of bounds for value ${String(value)}`)
  return parts[index]
}

/** The old value with the new one in its place: the whole, or one part of it. */
function placed(old: Json, value: Json, { delimiter, index = 0 }: Options): Json {
  if (!delimiter) return typeof old === 'string' && typeof value !== 'object' ? String(value) : value
  const parts = String(old ?? '').split(delimiter)
  if (index < 0) parts.unshift(String(value))
  else if (index >= parts.length) parts.push(String(value))
  else parts[index] = String(value)
  return parts.join(delimiter)
}

/** Annotations and labels are words, whatever was copied to them. */
const asWord = (path: readonly string[], value: Json): Json => (path[0] === 'metadata' && (path[1] === 'annotations' || path[1] === 'labels') && typeof value !== 'object' ? String(value) : value)

export function replace(resources: readonly Resource[], replacement: Replacement): void {
  if (!replacement.source && replacement.sourceValue === undefined) throw new KubectlError('replacements must specify a source and at least one target')
  const value = replacement.source ? sourceOf(resources, replacement.source) : replacement.sourceValue
  for (const { select, reject = [], fieldPaths = [], options = {} } of replacement.targets ?? []) {
    if (!select) throw new KubectlError('target must specify resources to select')
    for (const r of resources) {
      if (!isMeant(r, select, true) || reject.some(target => isMeant(r, target, true))) continue
      for (const text of fieldPaths.length ? fieldPaths : ['metadata.name']) {
        const path = pathOf(text)
        const changed = putAt(r.object, path, options.create === true, old => asWord(path, placed(old, value, options)))
        if (changed === undefined) throw new KubectlError(`unable to find field ${JSON.stringify(text)} in replacement target`)
        r.object = changed
      }
    }
  }
}
