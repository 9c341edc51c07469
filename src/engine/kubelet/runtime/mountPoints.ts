// Where a container has its volumes, as its programs see it: what may be written, and the bits and directories of what a kubelet supplies.
// Upstream: pkg/kubelet/kubelet_pods.go makeMounts; pkg/volume/util/atomic_writer.go; pkg/volume/{configmap,secret,projected,downwardapi}.
import type { Container, Pod, Volume, VolumeMount } from '../../../kube/core.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { Instant } from '../../../kube/object.ts'
import type { MountPoint } from './programs/program.ts'

/** Whether a kubelet supplies its files: nobody writes there, and all of it changes at once. */
const isSupplied = (volume: Volume): boolean => !!(volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected)

/** The directory that holds what is supplied from then on: the time, and a number. */
export const dataDirectory = (at: Instant, number: number): string => `..${timeOf(at).slice(0, 19).replace(/[-T:]/g, '_')}.${number}`

const FILE = 0o644
/** For whom a group is asked, his may read what is supplied. Upstream: volume.SetVolumeOwnership, roMask. */
const GROUP_READS = 0o440

interface KeyToPath { readonly path: string; readonly mode?: number }
interface Items { readonly items?: readonly KeyToPath[] }

const itemsOf = ({ configMap, secret, downwardAPI, projected }: Volume): readonly KeyToPath[] => {
  const sources: readonly (Items | undefined)[] = [configMap, secret, downwardAPI, ...(projected?.sources ?? []).flatMap(s => [s.configMap, s.secret, s.downwardAPI] as (Items | undefined)[])]
  return sources.flatMap(s => s?.items ?? [])
}

const trim = (path: string): string => path.replace(/\/+$/, '') || '/'

/** `dataOf`: the directory of a volume that is supplied. */
export function mountPoints({ spec }: Pod, container: Container, dataOf: (volume: string) => string): readonly MountPoint[] {
  const points: MountPoint[] = []
  for (const mount of container.volumeMounts ?? []) {
    const volume = spec!.volumes?.find(v => v.name === mount.name)
    if (volume) points.push(isSupplied(volume) ? supplied(volume, mount, spec!.securityContext?.fsGroup, dataOf) : plain(volume, mount))
  }
  return points
}

function plain(volume: Volume, mount: VolumeMount): MountPoint {
  const readOnly = mount.readOnly || volume.persistentVolumeClaim?.readOnly || volume.image
  return {
    path: trim(mount.mountPath), ...(readOnly ? { readOnly: true } : {}), ...(volume.emptyDir ? { directoryMode: 0o777 } : {}), ...(volume.emptyDir?.medium === 'Memory' ? { inMemory: true } : {}),
  }
}

function supplied(volume: Volume, mount: VolumeMount, fsGroup: number | string | undefined, dataOf: (volume: string) => string): MountPoint {
  const { configMap, secret, downwardAPI, projected } = volume
  const own = Number((configMap ?? secret ?? downwardAPI ?? projected)!.defaultMode ?? FILE)
  const bits = (mode: number): number => (fsGroup === undefined ? mode : mode | GROUP_READS)
  const prefix = mount.subPath ? `${trim(mount.subPath)}/` : ''
  const modes: Record<string, number> = {}
  let mode = own
  for (const item of itemsOf(volume)) {
    if (item.mode === undefined) continue
    if (mount.subPath && item.path === trim(mount.subPath)) mode = Number(item.mode)
    else if (item.path.startsWith(prefix)) modes[item.path.slice(prefix.length)] = bits(Number(item.mode))
  }
  return {
    path: trim(mount.mountPath), readOnly: true, mode: bits(mode), ...(Object.keys(modes).length > 0 ? { modes } : {}),
    ...(configMap ? { directoryMode: 0o777 } : { inMemory: true, directoryMode: 0o1777 }), ...(fsGroup === undefined ? {} : { group: Number(fsGroup) }),
    ...(mount.subPath ? {} : { data: dataOf(volume.name) }),
  }
}
