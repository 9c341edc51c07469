// A kustomization: a folder that says which objects there are and what is different about them. `kubectl kustomize`, `-k`.
// Upstream: sigs.k8s.io/kustomize api/internal/target/kusttarget.go.
import { ParseError, parseYaml, toYaml } from '../../kube/yaml.ts'
import { KubectlError } from '../errors.ts'
import type { Files } from '../running.ts'
import { generate, hashOf, type GeneratorArgs, type GeneratorOptions } from './generate.ts'
import { kustomizationOf } from './kustomization.ts'
import { inOrder } from './order.ts'
import { patch, type Target } from './patches.ts'
import { joinPath } from './paths.ts'
import { followNames, renameKey } from './references.ts'
import { replace, type Replacement } from './replacements.ts'
import { idText, rename, resourceOf, type Resource } from './resource.ts'
import { addAnnotations, addLabels, affixNames, setImages, setNamespace, setReplicas, type ImageRule } from './transform.ts'
import { resolveVars, type Var } from './vars.ts'

type Json = any

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
const DEPRECATED: readonly (readonly [string, string])[] = [
  ['bases', 'resources'], ['commonLabels', 'labels'], ['patchesJson6902', 'patches'], ['patchesStrategicMerge', 'patches'], ['vars', 'replacements'],
]
const MOST_DEEP = 20

const noFolder = (path: string) => `evalsymlink failure on '${path}' : lstat ${path}: no such file or directory`

class Builder {
  private readonly files: Files
  private readonly warn: (text: string) => void
  private readonly vars: Var[] = []

  constructor(files: Files, warn: (text: string) => void) {
    this.files = files
    this.warn = warn
  }

  /** `quietly`: what is out of date was told, or will be. */
  private load(folder: string, quietly = false): Json {
    const names = NAMES.filter(n => this.files.read(joinPath(folder, n)) !== undefined)
    if (names.length === 0) throw new KubectlError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`)
    if (names.length > 1) throw new KubectlError(`Found multiple kustomization files: ${joinPath(folder, names[0]!)}, ${joinPath(folder, names[1]!)}\n`)
    let value: Json
    try {
      value = parseYaml(this.files.read(joinPath(folder, names[0]!))!)[0]?.value
    } catch (e) {
      if (!(e instanceof ParseError)) throw e
      throw new KubectlError(`invalid Kustomization: ${e.message}`)
    }
    if (value === undefined || value === null) throw new KubectlError('kustomization.yaml is empty')
    value = kustomizationOf(value)
    for (const [old, now] of DEPRECATED) {
      if (value[old] !== undefined && !quietly) this.warn(`# Warning: '${old}' is deprecated. Please use '${now}' instead. ${old === 'vars' ? '[EXPERIMENTAL] ' : ''}Run 'kustomize edit fix' to update your Kustomization automatically.`)
    }
    return value
  }

  private resourcesAt(folder: string, entry: string, deep: number): Resource[] {
    const path = joinPath(folder, entry)
    const text = this.files.read(path)
    if (text === undefined) {
      if (this.files.list(path) !== undefined) {
        if (deep < MOST_DEEP && this.load(path, true).kind === 'Component') {
          throw new KubectlError(`accumulating resources: accumulation err='accumulating resources from '${entry}': '${path}' must resolve to a file': expected kind != 'Component' for path '${path}'`)
        }
        return this.build(path, deep + 1)
      }
      const why = noFolder(path)
      throw new KubectlError(`accumulating resources: accumulation err='accumulating resources from '${entry}': ${why}': must build at directory: not a valid directory: ${why}`)
    }
    try {
      return parseYaml(text).flatMap(({ value }) => {
        const object = value as Json
        const items = typeof object?.kind === 'string' && object.kind.endsWith('List') && Array.isArray(object.items) ? object.items : [object]
        return items.map((item: Json) => {
          if (!item?.kind || !item.metadata?.name) {
            const missing = item?.kind ? 'missing metadata.name in object' : 'missing Resource metadata'
            throw new KubectlError(`accumulating resources: accumulation err='accumulating resources from '${entry}': ${missing}'`)
          }
          return resourceOf(item)
        })
      })
    } catch (e) {
      if (!(e instanceof ParseError)) throw e
      throw new KubectlError(`accumulating resources: accumulation err='accumulating resources from '${entry}': ${e.message}'`)
    }
  }

  private generated(kustomization: Json, folder: string, resources: Resource[]): Resource[] {
    const general = (kustomization.generatorOptions ?? {}) as GeneratorOptions
    let all = resources
    for (const [kind, list] of [['ConfigMap', kustomization.configMapGenerator], ['Secret', kustomization.secretGenerator]] as const) {
      for (const args of (list ?? []) as readonly GeneratorArgs[]) {
        const fresh = generate(kind, args, general, this.files, folder)
        const there = all.find(r => r.object.kind === kind && r.names.has(args.name!))
        if (args.behavior === 'merge' || args.behavior === 'replace') {
          if (!there) throw new KubectlError(`merging from generator ${args.name}: id ${idText(fresh)} does not exist; cannot merge or replace`)
          there.object = args.behavior === 'replace' ? { ...fresh.object, metadata: { ...fresh.object.metadata, name: there.object.metadata.name } }
            : { ...there.object, data: { ...there.object.data, ...fresh.object.data } }
        } else {
          if (there) throw new KubectlError(`merging from generator ${args.name}: id ${idText(fresh)} exists; behavior must be merge or replace`)
          all = [...all, fresh]
        }
      }
    }
    return all
  }

  private patchText(folder: string, given: { readonly patch?: string; readonly path?: string }): string {
    if (given.patch !== undefined) return given.patch
    const path = joinPath(folder, given.path ?? '')
    const text = given.path === undefined ? undefined : this.files.read(path)
    if (text === undefined) throw new KubectlError(`failed to get the patch file from path(${given.path ?? ''}): ${noFolder(path)}`)
    return text
  }

  private replacements(folder: string, given: Replacement & { readonly path?: string }): readonly Replacement[] {
    if (given.path === undefined) return [given]
    const text = this.files.read(joinPath(folder, given.path))
    if (text === undefined) throw new KubectlError(noFolder(joinPath(folder, given.path)))
    return parseYaml(text).flatMap(({ value }) => (Array.isArray(value) ? value : [value]) as unknown as Replacement[])
  }

  /** A component adds to what is there, and changes all of it. */
  private component(folder: string, entry: string, all: readonly Resource[], deep: number): Resource[] {
    const path = joinPath(folder, entry)
    if (this.files.list(path) === undefined) throw new KubectlError(`accumulating components: loader.New "must build at directory: not a valid directory: ${noFolder(path)}"`)
    const kind = this.load(path, true).kind ?? 'Kustomization'
    if (kind !== 'Component') throw new KubectlError(`accumulating components: accumulateDirectory: "expected kind 'Component' for path '${path}' but got '${kind}'"`)
    return this.build(path, deep + 1, all)
  }

  build(folder: string, deep = 0, there: readonly Resource[] = []): Resource[] {
    if (deep > MOST_DEEP) throw new KubectlError(`cycle detected: candidate root '${folder}' contains visited root`)
    const k = this.load(folder)
    let all: Resource[] = [...there]
    for (const entry of [...(k.resources ?? []), ...(k.bases ?? [])]) {
      for (const fresh of this.resourcesAt(folder, String(entry), deep)) {
        const twin = all.find(r => r.object.apiVersion === fresh.object.apiVersion && r.object.kind === fresh.object.kind && r.object.metadata.name === fresh.object.metadata.name
          && (r.object.metadata.namespace ?? '') === (fresh.object.metadata.namespace ?? ''))
        if (twin) throw new KubectlError(`accumulating resources: accumulation err='merging resources from '${entry}': may not add resource with an already registered id: ${idText(fresh)}'`)
        all.push(fresh)
      }
    }
    all = this.generated(k, folder, all)
    for (const entry of k.components ?? []) all = this.component(folder, String(entry), all, deep)
    for (const entry of k.patchesStrategicMerge ?? []) all = patch(all, String(entry).includes('\n') ? entry : this.patchText(folder, { path: entry }), undefined)
    for (const entry of k.patches ?? []) all = patch(all, this.patchText(folder, entry), entry.target as Target | undefined)
    const before = new Map(all.map(r => [r, r.object.metadata.name as string]))
    if (k.namespace) setNamespace(all, String(k.namespace))
    if (k.namePrefix || k.nameSuffix) affixNames(all, k.namePrefix ?? '', k.nameSuffix ?? '')
    if (k.commonLabels) addLabels(all, { pairs: k.commonLabels, selectors: true, templates: true })
    for (const rule of k.labels ?? []) addLabels(all, { pairs: rule.pairs ?? {}, selectors: rule.includeSelectors === true, templates: rule.includeTemplates === true })
    if (k.commonAnnotations) addAnnotations(all, k.commonAnnotations)
    for (const entry of k.patchesJson6902 ?? []) all = patch(all, this.patchText(folder, entry), entry.target as Target | undefined)
    for (const { name, count } of k.replicas ?? []) {
      if (!setReplicas(all, name, count)) throw new KubectlError(`resource with name ${name} does not match a config with the following GVK [Deployment.[noVer].[noGrp] ReplicationController.[noVer].[noGrp] ReplicaSet.[noVer].[noGrp] StatefulSet.[noVer].[noGrp]]`)
    }
    if (k.images) setImages(all, k.images as readonly ImageRule[])
    for (const entry of k.replacements ?? []) for (const replacement of this.replacements(folder, entry)) replace(all, replacement)
    this.vars.push(...(k.vars ?? []) as readonly Var[])
    this.follow(all, before)
    return all
  }

  private follow(all: readonly Resource[], before: ReadonlyMap<Resource, string>): void {
    followNames(all, new Map(all.filter(r => before.has(r) && before.get(r) !== r.object.metadata.name).map(r => [renameKey(r.object.kind, before.get(r)!), r.object.metadata.name])))
  }

  /** Generated names get their hashes last, when nothing changes any more. */
  whole(folder: string): Json[] {
    if (this.files.list(folder) === undefined) throw new KubectlError(`must build at directory: not a valid directory: ${noFolder(folder)}`)
    const all = this.build(folder)
    if (all.length === 0) throw new KubectlError('kustomization.yaml is empty')
    const before = new Map(all.map(r => [r, r.object.metadata.name as string]))
    for (const r of all) if (r.hashed) rename(r, `${r.object.metadata.name}-${hashOf(r.object, '')}`)
    this.follow(all, before)
    resolveVars(all, this.vars)
    return inOrder(all).map(r => r.object)
  }
}

/** The objects that a folder's kustomization makes. `warn` hears of what is out of date in it. */
export const kustomize = (folder: string, files: Files, warn: (text: string) => void): Json[] => new Builder(files, warn).whole(joinPath('', folder))

export const kustomizeText = (objects: readonly Json[]): string => objects.map(o => toYaml(o)).join('---\n')
