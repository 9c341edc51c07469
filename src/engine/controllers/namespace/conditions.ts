// What a namespace says while it goes. Upstream: status_condition_utils.go.
import type { NamespaceCondition } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { Remaining } from './remaining.ts'

type Saying = Pick<NamespaceCondition, 'type'> & { readonly status: 'True' | 'False'; readonly reason: string; readonly message: string }

const fine = (type: string, why: string, message: string): Saying => ({ type, status: 'False', reason: why, message })
const bad = (type: string, why: string, message: string): Saying => ({ type, status: 'True', reason: why, message })

function sayings({ content, finalizers, errors }: Remaining): Saying[] {
  return [
    fine('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    fine('NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
    errors.length > 0
      ? bad('NamespaceDeletionContentFailure', 'ContentDeletionFailed', `Failed to delete all resource types, ${errors.length} remaining: ${errors.join(', ')}`)
      : fine('NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'),
    content.length > 0
      ? bad('NamespaceContentRemaining', 'SomeResourcesRemain', `Some resources are remaining: ${content.join(', ')}`)
      : fine('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'),
    finalizers.length > 0
      ? bad('NamespaceFinalizersRemaining', 'SomeFinalizersRemain', `Some content in the namespace has finalizers remaining: ${finalizers.join(', ')}`)
      : fine('NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'),
  ]
}

/** N6: the five conditions; the list itself if they say what they said. A transition is a change of status, not of words. */
export function conditionsAfter(list: readonly NamespaceCondition[], remaining: Remaining, at: Instant): readonly NamespaceCondition[] {
  let result = list
  for (const said of sayings(remaining)) {
    const i = result.findIndex(c => c.type === said.type)
    const old = result[i]
    if (!old) result = [...result, { ...said, lastTransitionTime: timeOf(at) } as NamespaceCondition]
    else if (old.status !== said.status || old.reason !== said.reason || old.message !== said.message) {
      result = result.with(i, { ...old, ...said, ...(old.status === said.status ? {} : { lastTransitionTime: timeOf(at) }) } as NamespaceCondition)
    }
  }
  return result
}
