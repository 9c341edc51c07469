// A change of a pod's status. Upstream: ValidatePodStatusUpdate.
import type { ContainerStatus, Pod } from '../../../../kube/core.ts'
import { ipReasons } from '../../fields/addresses.ts'
import type { FieldError } from '../../fields/fieldError.ts'
import { duplicate, forbiddenField, invalidValue } from '../../fields/fieldError.ts'
import { validateMetadataUpdate } from '../../fields/metadata.ts'
import type { Findings } from '../../fields/rules.ts'
import { named, qualified, subdomain } from '../../fields/rules.ts'

const ownConditions = new Set(['PodScheduled', 'Ready', 'Initialized'])

export function validatePodStatus(next: Pod, old: Pod): FieldError[] {
  const out: Findings = []
  validateMetadataUpdate(out, next, old)
  const { conditions } = next.status ?? {}
  // By number here and below: every write of a status comes through.
  if (conditions && conditions !== old.status?.conditions) {
    for (let i = 0; i < conditions.length; i++) if (!ownConditions.has(conditions[i]!.type)) qualified(out, `metadata.conditions[${i}].Type`, conditions[i]!.type ?? '')
  }
  if ((next.spec.nodeName ?? '') !== (old.spec.nodeName ?? '')) out.push(forbiddenField('status.nodeName', 'may not be changed directly'))
  const nominated = next.status?.nominatedNodeName
  if (nominated && nominated !== old.status?.nominatedNodeName) subdomain(out, 'status.nominatedNodeName', nominated)
  validateStates(out, 'status.containerStatuses', next.status?.containerStatuses, old.status?.containerStatuses, old)
  validateStates(out, 'status.initContainerStatuses', next.status?.initContainerStatuses, old.status?.initContainerStatuses, old)
  if (next.status?.podIPs !== old.status?.podIPs) validateIps(out, 'status.podIPs', next.status?.podIPs)
  const hostIps = next.status?.hostIPs
  if (hostIps?.length && hostIps[0]!.ip !== next.status!.hostIP) out.push(invalidValue('status.hostIPs[0].ip', hostIps[0]!.ip ?? '', 'must be equal to `hostIP`'))
  if (hostIps !== old.status?.hostIPs) validateIps(out, 'status.hostIPs', hostIps)
  return out
}

/** A container that ended for good does not come back. */
function validateStates(out: Findings, path: string, next: readonly ContainerStatus[] | undefined, old: readonly ContainerStatus[] | undefined, pod: Pod): void {
  if (!old) return
  if (next === old) return
  for (let i = 0; i < old.length; i++) {
    const was = old[i]!
    const exit = was.state?.terminated?.exitCode
    if (exit === undefined) continue
    const container = pod.spec.containers.find(c => c.name === was.name) ?? pod.spec.initContainers?.find(c => c.name === was.name)
    const policy = container?.restartPolicy ?? pod.spec.restartPolicy
    if (policy === 'Always' || container?.restartPolicyRules?.length || (exit !== 0 && policy === 'OnFailure')) continue
    if (next?.some(s => s.name === was.name && !s.state?.terminated)) out.push(forbiddenField(`${path}[${i}].state`, 'may not be transitioned to non-terminated state'))
  }
}

function validateIps(out: Findings, path: string, list: readonly { readonly ip?: string }[] | undefined): void {
  if (!list) return
  for (let i = 0; i < list.length; i++) {
    const ip = list[i]!.ip ?? ''
    named(out, `${path}[${i}]`, ip, ipReasons)
    for (let before = 0; before < i; before++) {
      if ((list[before]!.ip ?? '') !== ip) continue
      out.push(duplicate(`${path}[${i}]`, { IP: ip }))
      break
    }
  }
}
