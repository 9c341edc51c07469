// The two wide columns that everything with a pod template has.
import type { Container } from '../../../kube/core.ts'

/** `main,aux` and `busybox:1.36,nginx`. */
export const containerCells = (containers: readonly Container[] | undefined): [string, string] => [
  (containers ?? []).map(c => c.name).join(','),
  (containers ?? []).map(c => c.image ?? '').join(','),
]
