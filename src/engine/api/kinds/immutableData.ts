// ConfigMaps and Secrets that are marked immutable stay what they are. Upstream: ValidateConfigMapUpdate, ValidateSecretUpdate.
import { sameValue } from '../fields/equality.ts'
import { forbiddenField } from '../fields/fieldError.ts'
import type { Findings } from '../fields/rules.ts'

const FORBIDDEN = 'field is immutable when `immutable` is set'

export function validateImmutableData<T extends { readonly immutable?: boolean }>(out: Findings, next: T, old: T, fields: readonly (keyof T & string)[]): void {
  if (!old.immutable) return
  if (!next.immutable) out.push(forbiddenField('immutable', FORBIDDEN))
  for (const field of fields) if (!sameValue(next[field], old[field], field)) out.push(forbiddenField(field, FORBIDDEN))
}
