// Quantities as Go prints them: in canonical form. Objects carry them as text (the API server has accepted them).
import { canonicalQuantity } from '../../kube/quantity.ts'

/** `1.5Gi` → `1536Mi`; a quantity that is not there is `0`. */
export function quantityText(text: unknown): string {
  if (text === undefined || text === null) return '0'
  try {
    return canonicalQuantity(String(text))
  } catch {
    return String(text)
  }
}
