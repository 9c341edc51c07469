// What a quota forbids for good: as long as others keep their pods, nobody gets one more.
import type { AnyObject } from '../../../kube/object.ts'

/** Whether one of these quotas has no room for another pod. */
export const forbidsPods = (quotas: readonly AnyObject[]): boolean =>
  quotas.some(({ status }) => status?.hard?.pods !== undefined && Number(status.used?.pods ?? 0) >= Number(status.hard.pods))
