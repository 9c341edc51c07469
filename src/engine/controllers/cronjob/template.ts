// The Job of one run. Upstream: pkg/controller/cronjob/utils.go, getJobFromTemplate2.
import type { CronJob } from '../../../kube/batch.ts'
import { zoneOf } from '../../../kube/cron/zones.ts'
import { SCHEDULED_TIMESTAMP } from '../../../kube/jobs.ts'
import { CronJob as CronJobKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { controllerRefTo } from '../podControl.ts'

/** C10: named by the minute it was scheduled for, so that no run is started twice. */
export const jobNameFor = (cj: CronJob, scheduled: Instant): string => `${cj.metadata.name}-${Math.floor(scheduled / 60_000)}`

export function jobFor(cj: CronJob, scheduled: Instant): AnyObject {
  const { metadata: { labels, annotations } = {}, spec } = cj.spec.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobNameFor(cj, scheduled),
      ...(cj.metadata.namespace ? { namespace: cj.metadata.namespace } : {}),
      ...(labels ? { labels } : {}),
      annotations: { ...annotations, [SCHEDULED_TIMESTAMP]: localTime(scheduled, cj.spec.timeZone) },
      // As upstream has it; the API server puts its own time in the place.
      creationTimestamp: timeOf(scheduled),
      ownerReferences: [controllerRefTo(cj, CronJobKind)],
    },
    spec,
  }
}

/** `2026-01-02T00:00:00-05:00`; without a zone, or where the offset is none, `…Z`. */
function localTime(at: Instant, timeZone: string | undefined): string {
  const offset = (timeZone === undefined ? undefined : zoneOf(timeZone))?.offsetAt(at) ?? 0
  if (offset === 0) return timeOf(at)
  const minutes = Math.abs(offset) / 60_000
  const two = (n: number) => String(n).padStart(2, '0')
  return `${timeOf(at + offset).slice(0, -1)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
