// Volumes as files: what a container finds under its mounts, and where what it writes there is kept.
// Upstream: pkg/volume/{configmap,secret,downwardapi,projected,emptydir,hostpath}.
import type { Container, Pod, PodSpec, Volume, VolumeMount } from '../../../kube/core.ts'
import { podResources } from '../../../kube/podResources.ts'
import { valueOf } from '../../../kube/quantity.ts'
import { fieldOf, fromBase64, resourceOf, type Lookups } from './env.ts'
import { hostFile, isHostDirectory, isHostFile } from './hostFiles.ts'
import type { FileChange, FileText } from './programs/program.ts'

/** Files of one volume by path inside it (`a/b.txt`); a path that ends in `/` is a directory. A volume that is one file has it at `''`. */
export type VolumeFiles = Readonly<Record<string, FileText>>

/** A volume that cannot be set up, with the words of its FailedMount event. */
export class MountError extends Error {
  readonly volume: string
  constructor(volume: string, why: string) {
    super(`MountVolume.SetUp failed for volume "${volume}" : ${why}`)
    this.volume = volume
  }
}

interface KeyToPath { readonly key: string; readonly path: string }

function pick(data: Readonly<Record<string, string>>, items: readonly KeyToPath[] | undefined, optional: boolean | undefined, missing: (key: string) => Error): Record<string, string> {
  if (!items) return { ...data }
  const files: Record<string, string> = {}
  for (const { key, path } of items) {
    if (data[key] !== undefined) files[path] = data[key]
    else if (!optional) throw missing(key)
  }
  return files
}

const decoded = (data: Readonly<Record<string, string>> | undefined) => Object.fromEntries(Object.entries(data ?? {}).map(([k, v]) => [k, fromBase64(v)]))
const decodedBinary = (map: { readonly data?: Readonly<Record<string, string>>; readonly binaryData?: Readonly<Record<string, unknown>> } | undefined) =>
  ({ ...decoded(map?.binaryData as Record<string, string> | undefined), ...map?.data })

/** What each type of a hostPath is called. Sockets and devices are not there on a node of ours. Upstream: pkg/volume/hostpath checkTypeInternal. */
const HOST_TYPES: Readonly<Record<string, string>> = { Directory: 'directory', File: 'file', Socket: 'socket file', CharDevice: 'character device', BlockDevice: 'block device' }

/** The files that a volume has by itself; undefined for those whose files are what was written to them. Throws MountError. */
export function suppliedFiles(pod: Pod, volume: Volume, on: Lookups): VolumeFiles | undefined {
  const fail = (why: string) => new MountError(volume.name, why)
  const { configMap, secret, downwardAPI, projected, hostPath } = volume
  if (configMap) {
    const found = on.configMap(configMap.name!)
    if (!found && !configMap.optional) throw fail(`configmap "${configMap.name}" not found`)
    return pick(decodedBinary(found), found ? configMap.items : undefined, configMap.optional, key => fail(`configmap references non-existent config key: ${key}`))
  }
  if (secret) {
    const found = on.secret(secret.secretName!)
    if (!found && !secret.optional) throw fail(`secret "${secret.secretName}" not found`)
    return pick(decoded(found?.data), found ? secret.items : undefined, secret.optional, key => fail(`references non-existent secret key: ${key}`))
  }
  if (downwardAPI) return downward(pod, downwardAPI.items ?? [], on)
  if (projected) {
    const files: Record<string, string> = {}
    for (const source of projected.sources ?? []) {
      if (source.configMap) {
        const found = on.configMap(source.configMap.name!)
        // Every namespace gets its root certificate from a controller of its own; ours is there from the beginning.
        const data = found ? decodedBinary(found) : source.configMap.name === 'kube-root-ca.crt' ? { 'ca.crt': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' } : undefined
        if (!data && !source.configMap.optional) throw fail(`configmap "${source.configMap.name}" not found`)
        Object.assign(files, pick(data ?? {}, data ? source.configMap.items : undefined, source.configMap.optional, key => fail(`configmap references non-existent config key: ${key}`)))
      } else if (source.secret) {
        const found = on.secret(source.secret.name!)
        if (!found && !source.secret.optional) throw fail(`secret "${source.secret.name}" not found`)
        Object.assign(files, pick(decoded(found?.data), found ? source.secret.items : undefined, source.secret.optional, key => fail(`references non-existent secret key: ${key}`)))
      } else if (source.downwardAPI) Object.assign(files, downward(pod, source.downwardAPI.items ?? [], on))
      else if (source.serviceAccountToken) files[source.serviceAccountToken.path] = `token-of-${pod.metadata.namespace}-${pod.spec!.serviceAccountName ?? 'default'}`
    }
    return files
  }
  if (hostPath) {
    const { path, type = '' } = hostPath
    const text = hostFile(path, { name: pod.spec!.nodeName ?? '', address: on.hostIP })
    const wanted = type.replace(/OrCreate$/, '')
    const isThere = text !== undefined ? 'File' : isHostDirectory(path) ? 'Directory' : type === wanted ? undefined : wanted
    if (isThere !== wanted && HOST_TYPES[wanted]) throw fail(`hostPath type check failed: ${path} is not a ${HOST_TYPES[wanted]}`)
    return text === undefined ? undefined : { '': text }
  }
  return undefined
}

function downward(pod: Pod, items: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string }; readonly resourceFieldRef?: { readonly containerName?: string; readonly resource: string; readonly divisor?: string | number } }[], on: Lookups): VolumeFiles {
  return Object.fromEntries(items.map(i => [i.path, i.fieldRef ? fieldOf(pod, i.fieldRef.fieldPath, on) : i.resourceFieldRef ? resourceOf(pod, pod.spec!.containers[0]!, i.resourceFieldRef, on) : '']))
}

/** Whether a volume has its files from that ConfigMap or Secret. What every pod gets of its account does not change. */
export function refersTo(volume: Volume, kind: 'configMap' | 'secret', name: string): boolean {
  if (volume.name.startsWith('kube-api-access-')) return false
  const of = (source: { readonly configMap?: { readonly name?: string }; readonly secret?: { readonly name?: string; readonly secretName?: string } }) =>
    (kind === 'configMap' ? source.configMap?.name : source.secret?.secretName ?? source.secret?.name) === name
  return of(volume) || (volume.projected?.sources?.some(of) ?? false)
}

/** Under which key what is written to a volume is kept: a pod's own, a node's, or a claim's. Undefined: nothing written is kept. */
export function storeKey(pod: Pod, volume: Volume): string | undefined {
  if (volume.emptyDir) return `pod/${pod.metadata.uid}/${volume.name}`
  // A file of the machine's own is read there, and nobody keeps what is written to it.
  if (volume.hostPath && isHostFile(volume.hostPath.path)) return undefined
  if (volume.hostPath) return `node/${pod.spec!.nodeName}/${volume.hostPath.path}`
  if (volume.persistentVolumeClaim) return `claim/${pod.metadata.namespace}/${volume.persistentVolumeClaim.claimName}`
  if (volume.ephemeral) return `claim/${pod.metadata.namespace}/${pod.metadata.name}-${volume.name}`
  return undefined
}

const trim = (path: string) => path.replace(/\/+$/, '') || '/'
const under = (mount: VolumeMount) => (mount.subPath ? `${trim(mount.subPath)}/` : '')

/** A volume's files where this mount puts them. */
export function mountedFiles(mount: VolumeMount, files: VolumeFiles): Record<string, FileText> {
  const at = trim(mount.mountPath)
  const prefix = under(mount)
  if (files[''] !== undefined) return { [at]: files[''] }
  if (mount.subPath && files[mount.subPath] !== undefined) return { [at]: files[mount.subPath]! }
  const result: Record<string, FileText> = { [`${at}/`]: '' }
  for (const [path, text] of Object.entries(files)) if (path.startsWith(prefix)) result[`${at}/${path.slice(prefix.length)}`] = text
  return result
}

/** The path inside the volume of a path in the container, if it lies under this mount. */
export function pathInVolume(mount: VolumeMount, path: string): string | undefined {
  const at = trim(mount.mountPath)
  if (path === at && mount.subPath) return mount.subPath
  return path.startsWith(`${at}/`) ? under(mount) + path.slice(at.length + 1) : undefined
}

/** The mount under which a path lies: the longest, for mounts may lie in one another. */
export function mountFor(container: Container, path: string): VolumeMount | undefined {
  let best: VolumeMount | undefined
  for (const mount of container.volumeMounts ?? []) {
    if (pathInVolume(mount, path) !== undefined && (!best || mount.mountPath.length > best.mountPath.length)) best = mount
  }
  return best
}

/**
 * Mounts that lie in memory, and how many bytes fit into each: what the volume allows, what the pod may have, what the machine has, whichever is least.
 * What does not fit is refused when it is written; nobody is evicted for it. Upstream: pkg/volume/emptydir calculateEmptyDirMemorySize.
 */
export function inMemoryOf(spec: PodSpec, container: Container, nodeMemory: string | undefined): { readonly inMemory?: Record<string, number> } {
  const inMemory: Record<string, number> = {}
  for (const mount of container.volumeMounts ?? []) {
    const emptyDir = spec.volumes?.find(v => v.name === mount.name)?.emptyDir
    if (emptyDir?.medium !== 'Memory') continue
    const most = [nodeMemory, podResources(spec, 'limits')['memory'], emptyDir.sizeLimit].map(text => (text === undefined ? 0 : valueOf(String(text)))).filter(bytes => bytes > 0)
    inMemory[trim(mount.mountPath)] = Math.min(...most)
  }
  return Object.keys(inMemory).length > 0 ? { inMemory } : {}
}

/** A volume's files after these changes. The same object when nothing changed. */
export function changed(files: VolumeFiles, changes: readonly { readonly path: string; readonly text: FileText | undefined }[]): VolumeFiles {
  if (changes.length === 0) return files
  const result: Record<string, FileText> = { ...files }
  for (const { path, text } of changes) {
    if (text !== undefined) result[path] = text
    else if (path.endsWith('/')) {
      for (const other of Object.keys(result)) if (other.startsWith(path)) delete result[other]
    } else delete result[path]
  }
  return result
}

/** What a container's changes of files mean to a volume that it has mounted. */
export function changesInVolume(container: Container, volume: string, changes: readonly FileChange[]): { atMs: number; path: string; text: FileText | undefined }[] {
  const result: { atMs: number; path: string; text: FileText | undefined }[] = []
  for (const { atMs, path, text } of changes) {
    const mount = mountFor(container, path)
    if (mount?.name !== volume || mount.readOnly) continue
    const inside = pathInVolume(mount, path)
    if (inside) result.push({ atMs, path: inside, text })
  }
  return result
}
