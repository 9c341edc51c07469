// Conditions: what an object says of itself, as type and status.

/** What all conditions of all kinds have in common. */
export interface AnyCondition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
}

interface Conditioned<C extends AnyCondition> { readonly status?: { readonly conditions?: readonly C[] } | undefined }

/** The condition of this type, or undefined. */
export function findCondition<C extends AnyCondition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  // A loop, without a closure for each question: every change of a pod is asked a dozen of them.
  if (conditions) for (let i = 0; i < conditions.length; i++) if (conditions[i]!.type === type) return conditions[i]
  return undefined
}

/** The condition of this type of an object, or undefined. */
export const conditionOf = <C extends AnyCondition>(object: Conditioned<C>, type: string): C | undefined => findCondition(object.status?.conditions, type)

/** Whether the object says that this is so. Not the opposite of isFalse: Unknown and missing are neither. */
export const conditionIsTrue = (object: Conditioned<AnyCondition>, type: string): boolean => conditionOf(object, type)?.status === 'True'
export const conditionIsFalse = (object: Conditioned<AnyCondition>, type: string): boolean => conditionOf(object, type)?.status === 'False'

/** The list with this condition in the place of the one of its type, or at the end. */
export function withCondition<C extends AnyCondition>(conditions: readonly C[] | undefined, condition: C): C[] {
  const at = conditions?.findIndex(c => c.type === condition.type) ?? -1
  return at < 0 ? [...(conditions ?? []), condition] : conditions!.map((c, i) => (i === at ? condition : c))
}

/** The list without conditions of this type. */
export const withoutCondition = <C extends AnyCondition>(conditions: readonly C[] | undefined, type: string): C[] => (conditions ?? []).filter(c => c.type !== type)
