// What each --profile makes of a debugging container and of the pod around it. Upstream: kubectl/pkg/cmd/debug/profiles.go.
import type { Container, PodSpec, SecurityContext } from '../../../kube/core.ts'

export const PROFILES = ['legacy', 'general', 'baseline', 'netadmin', 'restricted', 'sysadmin'] as const
export type Profile = (typeof PROFILES)[number]
export const isProfile = (text: string): text is Profile => (PROFILES as readonly string[]).includes(text)

/** Where the container is put: into the pod as it runs, into a copy of it, or into a pod of its own on a node. */
export type Style = 'ephemeral' | 'copy' | 'node'

/** What is kept in a copy that would otherwise be left out of it. */
export interface Keep {
  readonly labels: boolean
  readonly annotations: boolean
  readonly liveness: boolean
  readonly readiness: boolean
  readonly startup: boolean
  readonly initContainers: boolean
}

/** The container as the profile wants it. */
export function profiled<C extends Container>(profile: Profile, style: Style, container: C): C {
  const { securityContext, ...bare } = container
  const withContext = (context: SecurityContext | undefined) => ({ ...bare, ...(context ? { securityContext: context } : {}) }) as C
  switch (profile) {
    case 'legacy': return container
    case 'general': return style === 'node' ? withContext(undefined) : withContext(withCapabilities(securityContext, 'SYS_PTRACE'))
    case 'baseline': return withContext(undefined)
    case 'netadmin': return withContext(withCapabilities(securityContext, 'NET_ADMIN', 'NET_RAW'))
    case 'sysadmin': return withContext({ ...securityContext, privileged: true })
    case 'restricted': return withContext({
      allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' },
    })
  }
}

const withCapabilities = (context: SecurityContext | undefined, ...names: readonly string[]): SecurityContext =>
  ({ ...context, capabilities: { ...context?.capabilities, add: [...(context?.capabilities?.add ?? []), ...names] } })

/** Whether the pod on a node is let into the machine's own namespaces, and whether it sees its files. */
export const entersHost = (profile: Profile): { readonly namespaces: boolean; readonly files: boolean } =>
  ({ namespaces: profile !== 'baseline' && profile !== 'restricted', files: profile === 'legacy' || profile === 'general' || profile === 'sysadmin' })

/** The specification of a copy as the profile wants it: one process namespace, and only such probes and init containers as are to be kept. */
export function copiedSpec(profile: Profile, keep: Keep, spec: PodSpec): PodSpec {
  if (profile === 'legacy') return spec
  const { initContainers, ...rest } = spec
  return {
    ...rest,
    containers: spec.containers.map(({ livenessProbe, readinessProbe, startupProbe, ...c }) => ({
      ...c, ...(keep.liveness && livenessProbe ? { livenessProbe } : {}), ...(keep.readiness && readinessProbe ? { readinessProbe } : {}), ...(keep.startup && startupProbe ? { startupProbe } : {}),
    })),
    ...(keep.initContainers && initContainers ? { initContainers } : {}),
    shareProcessNamespace: spec.shareProcessNamespace ?? true,
  }
}
