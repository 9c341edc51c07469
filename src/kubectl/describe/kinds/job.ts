// Upstream: describe.go, describeJob and describeCronJob.
import type { CronJob, Job } from '../../../kube/batch.ts'
import { between, bool, rfc1123, selectorText } from '../../print/values.ts'
import type { Describer } from '../describer.ts'
import { controlledBy, heading, labelsAndAnnotations } from '../sections.ts'
import { podTemplate } from '../template.ts'
import type { Writer } from '../writer.ts'

const INDEXES_SHOWN = 50

/** A long list of indexes ends after the first comma beyond the limit. */
function cappedIndexes(indexes: string | undefined): string {
  if (!indexes) return '<none>'
  const end = indexes.indexOf(',', INDEXES_SHOWN)
  return end < 0 ? indexes : `${indexes.slice(0, end + 1)}...`
}

const given = (w: Writer, name: string, value: string | number | boolean | undefined, unit = '') => {
  if (value !== undefined) w.field(0, name, `${value}${unit}`)
}

export const describeJob: Describer = (o: Job, w) => {
  const { spec, status } = o
  heading(w, o)
  w.field(0, 'Selector', selectorText(spec?.selector))
  labelsAndAnnotations(w, o)
  controlledBy(w, o)
  given(w, 'Parallelism', spec?.parallelism)
  w.field(0, 'Completions', spec?.completions ?? '<unset>')
  given(w, 'Completion Mode', spec?.completionMode)
  given(w, 'Suspend', spec?.suspend)
  given(w, 'Backoff Limit', spec?.backoffLimit)
  given(w, 'TTL Seconds After Finished', spec?.ttlSecondsAfterFinished)
  if (status?.startTime) w.field(0, 'Start Time', rfc1123(status.startTime))
  if (status?.completionTime) w.field(0, 'Completed At', rfc1123(status.completionTime))
  if (status?.startTime && status.completionTime) w.field(0, 'Duration', between(status.startTime, status.completionTime))
  given(w, 'Active Deadline Seconds', spec?.activeDeadlineSeconds, 's')
  const ready = status?.ready === undefined ? '' : ` (${status.ready} Ready)`
  w.field(0, 'Pods Statuses', `${status?.active ?? 0} Active${ready} / ${status?.succeeded ?? 0} Succeeded / ${status?.failed ?? 0} Failed`)
  if (spec?.completionMode === 'Indexed') w.field(0, 'Completed Indexes', cappedIndexes(status?.completedIndexes))
  podTemplate(w, spec?.template)
}

export const describeCronJob: Describer = (o: CronJob, w) => {
  const { spec, status } = o
  heading(w, o)
  labelsAndAnnotations(w, o)
  w.field(0, 'Schedule', spec?.schedule ?? '')
  w.field(0, 'Concurrency Policy', spec?.concurrencyPolicy ?? 'Allow')
  w.field(0, 'Suspend', bool(spec?.suspend))
  w.field(0, 'Time Zone', spec?.timeZone ?? '<unset>')
  w.field(0, 'Successful Job History Limit', spec?.successfulJobsHistoryLimit ?? 3)
  w.field(0, 'Failed Job History Limit', spec?.failedJobsHistoryLimit ?? 1)
  w.field(0, 'Starting Deadline Seconds', spec?.startingDeadlineSeconds === undefined ? '<unset>' : `${spec.startingDeadlineSeconds}s`)
  const job = spec?.jobTemplate?.spec
  w.field(0, 'Selector', job?.selector ? selectorText(job.selector) : '<unset>')
  w.field(0, 'Parallelism', job?.parallelism ?? '<unset>')
  w.field(0, 'Completions', job?.completions ?? '<unset>')
  given(w, 'Active Deadline Seconds', job?.activeDeadlineSeconds, 's')
  podTemplate(w, job?.template)
  w.field(0, 'Last Schedule Time', status?.lastScheduleTime ? rfc1123(status.lastScheduleTime) : '<unset>')
  w.field(0, 'Active Jobs', (status?.active ?? []).map(r => r.name).join(', ') || '<none>')
}
