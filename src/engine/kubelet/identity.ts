// As whom a container runs: what its security context asks for, before its pod's. Upstream: pkg/kubelet/kuberuntime/security_context.go.
import type { Container, Pod, PodSpec } from '../../kube/core.ts'
import type { Identity } from './runtime/programs/program.ts'

/** Whether anybody says as whom; otherwise it is whoever the image names. */
const isAsked = (spec: PodSpec, container: Container): boolean => {
  const own = spec.securityContext
  return container.securityContext !== undefined || own?.runAsUser !== undefined || own?.runAsGroup !== undefined || own?.fsGroup !== undefined || own?.supplementalGroups !== undefined
}

/** User, group and all groups in their order, as the status tells them. */
export function identityOf(spec: PodSpec, container: Container): Identity {
  if (!isAsked(spec, container)) return { uid: 0, gid: 0, groups: [0] }
  const pod = spec.securityContext
  const uid = Number(container.securityContext?.runAsUser ?? pod?.runAsUser ?? 0)
  const gid = Number(container.securityContext?.runAsGroup ?? pod?.runAsGroup ?? 0)
  const groups = [gid, ...(pod?.fsGroup !== undefined ? [Number(pod.fsGroup)] : []), ...(pod?.supplementalGroups ?? []).map(Number)]
  return { uid, gid, groups: [...new Set(groups)].sort((a, b) => a - b) }
}

/** What a program sees of it: nothing where nobody asks for anything, and to whom its volumes belong. */
export function identityForProgram({ spec }: Pod, container: Container): { readonly identity?: Identity; readonly modes?: Record<string, number> } {
  const { runAsUser, runAsGroup } = { ...spec!.securityContext, ...container.securityContext }
  const { fsGroup, supplementalGroups } = spec!.securityContext ?? {}
  if (runAsUser === undefined && runAsGroup === undefined && fsGroup === undefined && supplementalGroups === undefined) return {}
  const shared: string[] = []
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const volume = spec!.volumes?.find(v => v.name === name)
    if (fsGroup !== undefined && (volume?.emptyDir || volume?.persistentVolumeClaim || volume?.ephemeral)) shared.push(mountPath.replace(/\/+$/, ''))
  }
  const identity = identityOf(spec!, container)
  if (shared.length === 0) return { identity }
  return { identity: { ...identity, shared: { paths: shared, gid: Number(fsGroup) } }, modes: Object.fromEntries(shared.map(path => [`${path}/`, 0o2777])) }
}
