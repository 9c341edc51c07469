// A pod's resources change while it runs, by a door of their own. Upstream: pkg/registry/core/pod/strategy.go podResizeStrategy,
// ValidatePodResize.
import type { Container, Pod } from '../../../../kube/core.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { qosClassOf } from '../../../../kube/podResources.ts'
import { isSidecar } from '../../../../kube/pods.ts'
import { isMirror } from '../../../../kube/system.ts'
import { sameValue } from '../../fields/equality.ts'
import { forbiddenField, invalidValue, type FieldError } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { validateMetadataUpdate } from '../../fields/metadata.ts'
import type { Findings } from '../../fields/rules.ts'
import { textDiff } from '../../fields/textDiff.ts'
import { validatePodItself } from './validate.ts'

type Lists = 'containers' | 'initContainers'
const LISTS: readonly Lists[] = ['containers', 'initContainers']

/** What this door lets through of a write: resources and resize policies. Containers that come, go or change places are left for the judgement. */
export function onlyResize<T extends Pod & AnyObject>(next: T, old: T): T {
  if (LISTS.some(list => (next.spec[list]?.length ?? 0) !== (old.spec[list]?.length ?? 0))) return { ...old, spec: next.spec }
  const { resources: _had, ...rest } = old.spec
  const spec = { ...rest, ...(next.spec.resources ? { resources: next.spec.resources } : {}) }
  for (const list of LISTS) if (old.spec[list]) spec[list] = only(next.spec[list]!, old.spec[list])
  return { ...old, spec }
}

function only(next: readonly Container[], old: readonly Container[]): Container[] {
  if (next.some((c, i) => c.name !== old[i]!.name)) return [...next]
  return old.map(({ resources: _r, resizePolicy: _p, ...c }, i) => ({
    ...c, ...(next[i]!.resources ? { resources: next[i]!.resources } : {}), ...(next[i]!.resizePolicy ? { resizePolicy: next[i]!.resizePolicy } : {}),
  }))
}

/** All findings of such a write. `old`: as it is stored. */
export function validateResize(next: Pod, old: Pod): FieldError[] {
  if (isMirror(old)) return [forbiddenField('', 'static pods cannot be resized')]
  if (old.spec.os?.name === 'windows') return [forbiddenField('', 'windows pods cannot be resized')]
  const out: Findings = []
  validateMetadataUpdate(out, next, old)
  validatePodItself(out, next)
  if (LISTS.flatMap(list => displaced(out, list, next.spec[list] ?? [], old.spec[list] ?? [])).includes(true)) return out
  const qos = old.status?.qosClass ?? qosClassOf(old.spec)
  if (qosClassOf(next.spec) !== qos) out.push(invalidValue('spec', qos, 'Pod QOS Class may not change as a result of resizing'))
  if (old.status?.containerStatuses?.some(s => s.state?.running && !s.resources)) out.push(forbiddenField('spec', 'Pod running on node without support for resize'))
  for (const list of [...LISTS].reverse()) removed(out, list, next.spec[list] ?? [], old.spec[list] ?? [])
  const rest = { ...next.spec }
  for (const [i, c] of next.spec.containers.entries()) if (!sameValue(withoutSizes(c), withoutSizes(old.spec.containers[i]!))) out.push(forbiddenField('spec', 'only cpu and memory resources are mutable'))
  for (const [i, c] of (next.spec.initContainers ?? []).entries()) {
    const was = old.spec.initContainers![i]!
    if (!isSidecar(c)) {
      if (!sameValue(c, was)) out.push(forbiddenField('spec', 'resources for non-sidecar init containers are immutable'))
    } else if (!sameValue(withoutSizes(c), withoutSizes(was))) out.push(forbiddenField('spec', 'only cpu and memory resources for sidecar containers are mutable'))
  }
  if (out.length > 0) return out
  for (const list of LISTS) if (old.spec[list]) rest[list] = old.spec[list]
  if (old.spec.resources) rest.resources = old.spec.resources
  if (!sameValue(rest, old.spec, 'spec')) {
    out.push(forbiddenField('spec', `only cpu and memory resources are mutable\n${textDiff(goForm('PodSpec', old.spec), goForm('PodSpec', rest))}`))
  }
  return out
}

/** Whether containers came, went or changed places; then nothing more can be said. */
function displaced(out: Findings, list: Lists, next: readonly Container[], old: readonly Container[]): boolean {
  if (next.length !== old.length) {
    out.push(forbiddenField(`spec.${list}`, `${list} may not be added or removed on resize`))
    return true
  }
  const before = out.length
  for (const [i, { name }] of old.entries()) if (next[i]!.name !== name) out.push(forbiddenField(`spec.${list}[${i}].name`, `${list} may not be renamed or reordered on resize`))
  return out.length > before
}

/** What was asked for or limited once stays so, only more or less of it. */
function removed(out: Findings, list: Lists, next: readonly Container[], old: readonly Container[]): void {
  for (const [i, c] of old.entries()) {
    if (list === 'initContainers' && !isSidecar(c)) continue
    for (const side of ['requests', 'limits'] as const) {
      if (Object.keys(c.resources?.[side] ?? {}).some(name => next[i]!.resources?.[side]?.[name] === undefined)) {
        out.push(forbiddenField(`spec.${list}[${i}].resources.${side}`, `resource ${side} cannot be removed`))
      }
    }
  }
}

/** All of a container that this door may not change. */
function withoutSizes({ resizePolicy: _p, resources, ...rest }: Container): Container {
  const bare = (amounts: Readonly<Record<string, unknown>> | undefined) => Object.fromEntries(Object.entries(amounts ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory'))
  const { requests, limits, ...other } = resources ?? {}
  return { ...rest, resources: { ...other, requests: bare(requests), limits: bare(limits) } } as Container
}
