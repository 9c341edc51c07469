// CronJobs. Upstream: pkg/registry/batch/cronjob, validateCronJobSpec.
import type { CronJob, CronJobSpec, JobTemplateSpec } from '../../../../kube/batch.ts'
import { CronJob as CronJobKind } from '../../../../kube/kinds.ts'
import { invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { sorted } from '../../fields/goForm.ts'
import type { Findings } from '../../fields/rules.ts'
import { nonnegative, oneOf } from '../../fields/rules.ts'
import { jobTemplateSpecDefaults } from '../job/defaults.ts'
import { validateJobSpec } from '../job/spec.ts'
import { podNameWarnings } from '../job/strategy.ts'
import { plainStrategy } from '../plain.ts'
import { templateWarnings } from '../workload.ts'
import { scheduleError } from './schedule.ts'
import { isTimeZone } from './timeZones.ts'

/** A Job's name is eleven longer, and ends at 63. */
const LONGEST_NAME = 52

export const cronJobStrategy = plainStrategy<CronJob>({
  kind: CronJobKind,
  counted: true,
  newStatus: () => ({}),

  defaults({ spec, ...cj }) {
    const job = spec?.jobTemplate ?? ({} as JobTemplateSpec)
    return {
      ...cj,
      spec: {
        ...spec,
        schedule: spec?.schedule ?? '',
        concurrencyPolicy: spec?.concurrencyPolicy || 'Allow',
        suspend: spec?.suspend ?? false,
        successfulJobsHistoryLimit: spec?.successfulJobsHistoryLimit ?? 3,
        failedJobsHistoryLimit: spec?.failedJobsHistoryLimit ?? 1,
        jobTemplate: { ...job, metadata: job.metadata ?? {}, spec: jobTemplateSpecDefaults(job.spec ?? ({} as JobTemplateSpec['spec'] & object)) },
      } as CronJobSpec,
    } as CronJob
  },

  judge(out, cj) {
    const { spec, metadata } = cj
    const job = spec.jobTemplate.spec!
    if (!spec.schedule) out.push(required('spec.schedule', ''))
    else validateSchedule(out, spec.schedule)
    nonnegative(out, 'spec.startingDeadlineSeconds', spec.startingDeadlineSeconds)
    if (spec.timeZone !== undefined) validateTimeZone(out, 'spec.timeZone', spec.timeZone)
    oneOf(out, 'spec.concurrencyPolicy', spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'])
    validateJobSpec(out, 'spec.jobTemplate.spec', job)
    if (job.selector) out.push(invalidValue('spec.jobTemplate.spec.selector', sorted(job.selector), '`selector` will be auto-generated'))
    if (job.manualSelector) out.push(notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']))
    nonnegative(out, 'spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit)
    nonnegative(out, 'spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit)
    if ((metadata.name?.length ?? 0) > LONGEST_NAME) out.push(invalidValue('metadata.name', metadata.name, `must be no more than ${LONGEST_NAME} characters`))
  },

  warnings: (cj, old) => [...(old ? [] : podNameWarnings(cj.metadata.name)), ...templateWarnings(cj.spec.jobTemplate.spec?.template, 'spec.jobTemplate.spec.template.')],
})

function validateSchedule(out: Findings, schedule: string): void {
  const wrong = scheduleError(schedule)
  if (wrong) out.push(invalidValue('spec.schedule', schedule, wrong))
  if (schedule.includes('TZ')) out.push(invalidValue('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'))
}

function validateTimeZone(out: Findings, path: string, zone: string): void {
  if (zone === '') return void out.push(invalidValue(path, zone, 'timeZone must be nil or non-empty string'))
  if (zone.toLowerCase() === 'local') out.push(invalidValue(path, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'))
  else if (!isTimeZone(zone)) out.push(invalidValue(path, zone, `unknown time zone ${zone}`))
}
