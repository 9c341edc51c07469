// Volumes as files: what a container finds under its mounts, and where what it writes there is kept.
// Upstream: pkg/volume/{configmap,secret,downwardapi,projected,emptydir,hostpath}.
import type { Container, Pod, PodSpec, Volume, VolumeMount } from '../../../kube/core.ts'
import { podResources } from '../../../kube/podResources.ts'
import { valueOf } from '../../../kube/quantity.ts'
import { fieldOf, fromBase64, resourceOf, type Lookups } from './env.ts'
import { hostFile, hostFilesUnder, isHostDirectory, isHostFile, isHostSocket } from './hostFiles.ts'
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
    const machine = { name: pod.spec!.nodeName ?? '', address: on.hostIP }
    const text = hostFile(path, machine)
    const made = on.onHost(path)
    const isThere = text !== undefined || made === 'file' ? 'File' : isHostDirectory(path) || made === 'directory' ? 'Directory' : isHostSocket(path) ? 'Socket' : undefined
    const wanted = type.replace(/OrCreate$/, '')
    const makes = isThere === undefined && type !== wanted
    if (makes && wanted === 'File' && !isHostDirectory(parentPath(path)) && on.onHost(parentPath(path)) !== 'directory') throw fail(`open ${path}: no such file or directory`)
    if (!makes && isThere !== wanted && HOST_TYPES[wanted]) throw fail(`hostPath type check failed: ${path} is not a ${HOST_TYPES[wanted]}`)
    if (text !== undefined) return { '': text }
    return makes && wanted === 'File' ? { '': '' } : isThere === 'File' || isThere === 'Socket' ? undefined : hostFilesUnder(path, machine)
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

/** Where what is written to a volume is kept: under which key, and at which path there. */
export interface Place { readonly key: string; readonly base: string }

/** What a node's own directories hold is kept under this key, by paths without their first slash. */
export const hostKey = (node: string): string => `node/${node}`
const hostPlace = (node: string, path: string): Place => ({ key: hostKey(node), base: trim(path).slice(1) })

/** A directory of its node that a claim stands for, where somebody has made that volume by hand. Others keep what is theirs wherever they are used. */
export type ClaimPath = (namespace: string, claim: string) => string | undefined

/** The place of a volume: a pod's own, a node's, or a claim's. Undefined: nothing written is kept. */
export function placeOf(pod: Pod, volume: Volume, claimPath: ClaimPath): Place | undefined {
  const { emptyDir, hostPath, persistentVolumeClaim, ephemeral } = volume
  if (emptyDir) return { key: `pod/${pod.metadata.uid}/${volume.name}`, base: '' }
  // A file of the machine's own is read there, and nobody keeps what is written to it.
  if (hostPath) return isHostFile(hostPath.path) ? undefined : hostPlace(pod.spec!.nodeName!, hostPath.path)
  const claim = persistentVolumeClaim?.claimName ?? (ephemeral && `${pod.metadata.name}-${volume.name}`)
  if (claim === undefined) return undefined
  const path = claimPath(pod.metadata.namespace!, claim)
  return path === undefined ? { key: `claim/${pod.metadata.namespace}/${claim}`, base: '' } : hostPlace(pod.spec!.nodeName!, path)
}

/** Whether one of two places holds the other. */
export const overlap = (a: Place, b: Place): boolean => a.key === b.key && (isWithin(a.base, b.base) || isWithin(b.base, a.base))
const isWithin = (outer: string, inner: string): boolean => outer === '' || inner === outer || inner.startsWith(`${outer}/`)

/** What is kept at a place, by paths inside it. */
export function filesAt(kept: VolumeFiles, { base }: Place): VolumeFiles {
  if (base === '') return kept
  const files: Record<string, FileText> = {}
  for (const [path, text] of Object.entries(kept)) {
    if (path === base) files[''] = text
    else if (path.startsWith(`${base}/`) && path.length > base.length + 1) files[path.slice(base.length + 1)] = text
  }
  return files
}

/** The path inside a place of what is kept there; undefined where it lies outside. */
export const pathInPlace = ({ base }: Place, kept: string): string | undefined =>
  (base === '' ? kept : kept === base ? '' : kept.startsWith(`${base}/`) ? kept.slice(base.length + 1) : undefined)

/** What something at a path inside a place is called where it is kept. */
export const keptPath = ({ base }: Place, inside: string): string => (base === '' ? inside : inside === '' ? base : `${base}/${inside}`)

const trim = (path: string) => path.replace(/\/+$/, '') || '/'
const parentPath = (path: string): string => trim(path).slice(0, trim(path).lastIndexOf('/')) || '/'
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
  if (path === at) return mount.subPath ?? ''
  return path.startsWith(`${at}/`) ? under(mount) + path.slice(at.length + 1) : undefined
}

/** The path in the container of a path inside the volume, if the mount shows it. */
export function pathInContainer(mount: VolumeMount, inside: string): string | undefined {
  const at = trim(mount.mountPath)
  const sub = mount.subPath ? trim(mount.subPath) : ''
  if (inside === sub) return at
  const prefix = sub === '' ? '' : `${sub}/`
  return inside.startsWith(prefix) ? `${at}/${inside.slice(prefix.length)}` : undefined
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
    if (inside !== undefined) result.push({ atMs, path: inside, text })
  }
  return result
}
