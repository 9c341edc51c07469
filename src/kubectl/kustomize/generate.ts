// ConfigMaps and Secrets out of literals and files, and the hash in their names by which Pods notice that they changed.
// Upstream: kustomize api/internal/generators, api/internal/hasher.
import { toBase64, utf8 } from '../../kube/base64.ts'
import { sha256 } from '../../kube/sha256.ts'
import { KubectlError } from '../errors.ts'
import { compactJson } from '../print/json.ts'
import type { Files } from '../running.ts'
import { joinPath } from './paths.ts'
import { resourceOf, type Resource } from './resource.ts'

type Json = any

export interface GeneratorOptions {
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly disableNameSuffixHash?: boolean
  readonly immutable?: boolean
}

export interface GeneratorArgs {
  readonly name?: string
  readonly namespace?: string
  readonly behavior?: string
  readonly literals?: readonly string[]
  readonly files?: readonly string[]
  readonly envs?: readonly string[]
  readonly env?: string
  readonly type?: string
  readonly options?: GeneratorOptions
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at <= 0) throw new KubectlError(`invalid literal source ${text}, expected key=value`)
  const value = text.slice(at + 1)
  const quoted = value.length > 1 && (value[0] === '"' || value[0] === "'") && value.at(-1) === value[0]
  return [text.slice(0, at), quoted ? value.slice(1, -1) : value]
}

function read(files: Files, folder: string, path: string): string {
  const text = files.read(joinPath(folder, path))
  if (text === undefined) throw new KubectlError(`loading KV pairs: file sources: [${path}]: evalsymlink failure on '${joinPath(folder, path)}' : lstat ${joinPath(folder, path)}: no such file or directory`)
  return text
}

function dataOf(args: GeneratorArgs, files: Files, folder: string): Record<string, string> {
  const data: Record<string, string> = {}
  const add = (key: string, value: string) => {
    if (Object.hasOwn(data, key)) throw new KubectlError(`configmap ${args.name} illegally repeats the key \`${key}\``)
    data[key] = value
  }
  for (const path of [...(args.envs ?? []), ...(args.env ? [args.env] : [])]) {
    for (const line of read(files, folder, path).split(/\r?\n/)) {
      const text = line.trimStart()
      if (text === '' || text.startsWith('#')) continue
      const at = text.indexOf('=')
      add(at < 0 ? text : text.slice(0, at), at < 0 ? '' : text.slice(at + 1))
    }
  }
  for (const source of args.files ?? []) {
    const at = source.indexOf('=')
    const path = at < 0 ? source : source.slice(at + 1)
    add(at < 0 ? path.slice(path.lastIndexOf('/') + 1) : source.slice(0, at), read(files, folder, path))
  }
  for (const literal of args.literals ?? []) add(...pair(literal))
  return data
}

/** The ConfigMap or Secret that a generator describes. `general`: the kustomization's own options, over which the generator's count. */
export function generate(kind: 'ConfigMap' | 'Secret', args: GeneratorArgs, general: GeneratorOptions, files: Files, folder: string): Resource {
  if (!args.name) throw new KubectlError(`${kind === 'ConfigMap' ? 'configmap' : 'secret'} generator must have a name`)
  const data = dataOf(args, files, folder)
  const labels = { ...general.labels, ...args.options?.labels }
  const annotations = { ...general.annotations, ...args.options?.annotations }
  const filled = kind === 'ConfigMap' ? data : Object.fromEntries(Object.entries(data).map(([k, v]) => [k, toBase64(v)]))
  const object: Json = {
    apiVersion: 'v1', kind,
    metadata: {
      name: args.name, ...(args.namespace ? { namespace: args.namespace } : {}), ...(Object.keys(labels).length ? { labels } : {}),
      ...(Object.keys(annotations).length ? { annotations } : {}),
    },
    ...(Object.keys(filled).length ? { data: filled } : {}), ...(kind === 'Secret' ? { type: args.type || 'Opaque' } : {}),
    ...((args.options?.immutable ?? general.immutable) ? { immutable: true } : {}),
  }
  return resourceOf(object, !(args.options?.disableNameSuffixHash ?? general.disableNameSuffixHash ?? false))
}

/** Letters that are easily taken for words or numbers are others. */
const LETTERS: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' }

/** `name`: what the hash counts of it. kubectl's own generators count the name, kustomize does not, so that a prefix changes no hash. */
export function hashOf(object: Json, name: string): string {
  const what = object.kind === 'ConfigMap'
    ? { kind: 'ConfigMap', name, data: object.data ?? '', ...(object.binaryData ? { binaryData: object.binaryData } : {}) }
    : { kind: 'Secret', type: object.type, name, data: object.data ?? '', ...(object.stringData ? { stringData: object.stringData } : {}) }
  return [...sha256(utf8(compactJson(what))).slice(0, 10)].map(c => LETTERS[c] ?? c).join('')
}
