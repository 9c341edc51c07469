// Ephemeral containers come to a pod that runs, by a door of their own, and never go again. Upstream: pkg/registry/core/pod/strategy.go
// podEphemeralContainersStrategy, ValidatePodEphemeralContainersUpdate.
import type { Pod } from '../../../../kube/core.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { isMirror } from '../../../../kube/system.ts'
import { sameValue } from '../../fields/equality.ts'
import { forbiddenField, type FieldError } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { validateMetadataUpdate } from '../../fields/metadata.ts'
import type { Findings } from '../../fields/rules.ts'
import { textDiff } from '../../fields/textDiff.ts'
import { validatePodItself } from './validate.ts'

/** What this door lets through of a write: the list of ephemeral containers, and nothing else. */
export function onlyEphemeral<T extends Pod & AnyObject>(next: T, old: T): T {
  const { ephemeralContainers: _had, ...spec } = old.spec
  const given = next.spec.ephemeralContainers
  return { ...old, spec: given?.length ? { ...spec, ephemeralContainers: given } : spec }
}

/** All findings of such a write, the pod's own first. `old`: as it is stored. */
export function validateEphemeralUpdate(next: Pod, old: Pod): FieldError[] {
  if (isMirror(old)) return [forbiddenField('', 'static pods do not support ephemeral containers')]
  const out: Findings = []
  validateMetadataUpdate(out, next, old)
  validatePodItself(out, next)
  const path = 'spec.ephemeralContainers'
  const now = new Map((next.spec.ephemeralContainers ?? []).map(c => [c.name, c]))
  for (const was of old.spec.ephemeralContainers ?? []) {
    const is = now.get(was.name)
    if (!is) out.push(forbiddenField(path, `existing ephemeral containers ${JSON.stringify(was.name)} may not be removed\n`))
    else if (!sameValue(is, was)) {
      const [before, after] = [goForm('EphemeralContainer', was), goForm('EphemeralContainer', is)]
      out.push(forbiddenField(path, `existing ephemeral containers ${JSON.stringify(was.name)} may not be changed\n${textDiff(before, after)}`))
    }
  }
  return out
}
