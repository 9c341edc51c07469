// Jobs and CronJobs. Upstream: printers.go, printJob and printCronJob.
import type { CronJob, Job } from '../../../kube/batch.ts'
import { formatLabelSelector } from '../../../kube/labels.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { between, bool, selectorText, since } from '../values.ts'
import { containerCells } from './containers.ts'

const hasCondition = (o: Job, type: string) => o.status?.conditions?.some(c => c.type === type && c.status === 'True') ?? false

/** The word in the STATUS column: what has happened to the Job, the most final first. */
function jobStatus(o: Job): string {
  if (hasCondition(o, 'Complete')) return 'Complete'
  if (hasCondition(o, 'Failed')) return 'Failed'
  if (o.metadata.deletionTimestamp) return 'Terminating'
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(type => hasCondition(o, type)) ?? 'Running'
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`
  const parallelism = spec?.parallelism ?? 0
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

export const job: KindPrinter = {
  columns: [
    column('Name'), column('Status'), column('Completions'), column('Duration'), column('Age'),
    wide('Containers'), wide('Images'), wide('Selector'),
  ],
  row(o: Job, { now }) {
    const { startTime, completionTime } = o.status ?? {}
    return [
      o.metadata.name!, jobStatus(o), completions(o),
      !startTime ? '' : completionTime ? between(startTime, completionTime) : since(startTime, now),
      since(o.metadata.creationTimestamp, now),
      ...containerCells(o.spec?.template?.spec?.containers), selectorText(o.spec?.selector),
    ]
  },
}

export const cronJob: KindPrinter = {
  columns: [
    column('Name'), column('Schedule'), column('Timezone'), column('Suspend'), column('Active'), column('Last Schedule'), column('Age'),
    wide('Containers'), wide('Images'), wide('Selector'),
  ],
  row(o: CronJob, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name!, spec?.schedule ?? '', spec?.timeZone ?? '<none>', bool(spec?.suspend),
      status?.active?.length ?? 0, status?.lastScheduleTime ? since(status.lastScheduleTime, now) : '<none>', since(metadata.creationTimestamp, now),
      ...containerCells(spec?.jobTemplate?.spec?.template?.spec?.containers), formatLabelSelector(spec?.jobTemplate?.spec?.selector),
    ]
  },
}
