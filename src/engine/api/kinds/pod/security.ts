// Security contexts, of a pod and of a container. Upstream: ValidateSecurityContext, validatePodSpecSecurityContext.
import type { AppArmorProfile, PodSpec, SeccompProfile, SecurityContext } from '../../../../kube/core.ts'
import { duplicate, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { userOrGroupId } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { descendingPath } from '../../fields/rules.ts'

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/
const SYSCTL_TEXT = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'

function id(out: Findings, path: string, value: number | undefined): void {
  if (value !== undefined) for (const reason of userOrGroupId(value)) out.push(invalidValue(path, value, reason))
}

export function validateContainerSecurity(out: Findings, path: string, sc: SecurityContext | undefined, hostUsers: boolean): void {
  if (!sc) return
  id(out, `${path}.runAsUser`, sc.runAsUser)
  id(out, `${path}.runAsGroup`, sc.runAsGroup)
  if (sc.procMount !== undefined) {
    if (sc.procMount !== 'Default' && sc.procMount !== 'Unmasked') out.push(notSupported(`${path}.procMount`, sc.procMount, ['Default', 'Unmasked']))
    if (hostUsers && sc.procMount === 'Unmasked') out.push(invalidValue(`${path}.procMount`, sc.procMount, '`hostUsers` must be false to use `Unmasked`'))
  }
  validateSeccomp(out, `${path}.seccompProfile`, sc.seccompProfile)
  if (sc.allowPrivilegeEscalation === false) {
    if (sc.privileged) out.push(invalidValue(path, goForm('SecurityContext', sc), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
    if (sc.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      out.push(invalidValue(path, goForm('SecurityContext', sc), 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'))
    }
  }
  validateAppArmor(out, `${path}.appArmorProfile`, sc.appArmorProfile)
}

export function validatePodSecurity(out: Findings, path: string, spec: PodSpec): void {
  const sc = spec.securityContext
  if (!sc) return
  id(out, `${path}.fsGroup`, sc.fsGroup)
  id(out, `${path}.runAsUser`, sc.runAsUser)
  id(out, `${path}.runAsGroup`, sc.runAsGroup)
  for (const [i, gid] of (sc.supplementalGroups ?? []).entries()) id(out, `${path}.supplementalGroups[${i}]`, gid)
  if (spec.shareProcessNamespace && spec.hostPID) {
    out.push(invalidValue(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'))
  }
  const names = new Set<string>()
  for (const [i, { name }] of (sc.sysctls ?? []).entries()) {
    const at = `${path}.sysctls[${i}].name`
    if (!name) out.push(required(at, ''))
    else if (name.length > 253 || !SYSCTL.test(name)) out.push(invalidValue(at, name, `must have at most 253 characters and match regex ${SYSCTL_TEXT}`))
    else if (names.has(name)) out.push(duplicate(at, name))
    names.add(name)
  }
  if (sc.fsGroupChangePolicy !== undefined && sc.fsGroupChangePolicy !== 'Always' && sc.fsGroupChangePolicy !== 'OnRootMismatch') {
    out.push(notSupported(`${path}.fsGroupChangePolicy`, sc.fsGroupChangePolicy, ['Always', 'OnRootMismatch']))
  }
  validateSeccomp(out, `${path}.seccompProfile`, sc.seccompProfile)
  validateAppArmor(out, `${path}.appArmorProfile`, sc.appArmorProfile)
  if (sc.supplementalGroupsPolicy !== undefined && sc.supplementalGroupsPolicy !== 'Merge' && sc.supplementalGroupsPolicy !== 'Strict') {
    out.push(notSupported(`${path}.supplementalGroupsPolicy`, sc.supplementalGroupsPolicy, ['Merge', 'Strict']))
  }
}

function validateSeccomp(out: Findings, path: string, profile: SeccompProfile | undefined): void {
  if (!profile) return
  if (!profile.type) out.push(required(`${path}.type`, 'type is required when seccompProfile is set'))
  else if (!profileTypes.includes(profile.type)) out.push(notSupported(`${path}.type`, profile.type, profileTypes))
  if (profile.type === 'Localhost') {
    if (profile.localhostProfile === undefined) out.push(required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost'))
    else descendingPath(out, `${path}.localhostProfile`, profile.localhostProfile)
  } else if (profile.localhostProfile !== undefined) {
    out.push(invalidValue(`${path}.localhostProfile`, goForm('Profile', profile), 'can only be set when seccomp type is Localhost'))
  }
}

function validateAppArmor(out: Findings, path: string, profile: AppArmorProfile | undefined): void {
  if (!profile) return
  const { type, localhostProfile: local } = profile
  if (type === 'Localhost') {
    if (!local?.trim()) out.push(required(`${path}.localhostProfile`, 'must be set when AppArmor type is Localhost'))
    else if (local !== local.trim()) out.push(invalidValue(`${path}.localhostProfile`, local, 'must not be padded with whitespace'))
  } else if (type === 'RuntimeDefault' || type === 'Unconfined') {
    if (local !== undefined) out.push(invalidValue(`${path}.localhostProfile`, local, 'can only be set when AppArmor type is Localhost'))
  } else if (!type) out.push(required(`${path}.type`, 'type is required when appArmorProfile is set'))
  else out.push(notSupported(`${path}.type`, type, profileTypes))
}
