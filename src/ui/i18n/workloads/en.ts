// What the drawings of workloads say in English; comes with them, after the first load. This file is the type of zh.ts.
const plural = new Intl.PluralRules('en')
const number = (n: number) => n.toLocaleString('en-US')
const s = (n: number, one: string, other: string) => `${number(n)} ${plural.select(n) === 'one' ? one : other}`

/** Sentences that are all said with the same details, though not each of them needs them. */
const said = <F>() => <K extends string>(sentences: { readonly [Id in K]: F }) => sentences

export const en = {
  replicas: {
    ready: (n: number, of: number) => `${number(n)} of ${number(of)} ready`,
    available: (n: number) => `${number(n)} available`,
    terminating: (n: number) => `${number(n)} terminating`,
    failure: (message: string) => `cannot make pods: ${message}`,
    deleting: 'being deleted',
  },
  deployment: {
    updated: (n: number, of: number) => `${number(n)} of ${number(of)} updated`,
    available: (n: number) => `${number(n)} available`,
    pods: (n: number) => s(n, 'pod', 'pods'),
    recreate: 'Recreate: old pods go first',
    unseen: 'changed just now',
    paused: 'paused',
    complete: 'rolled out',
    deadline: (left: string) => `${left} left to make progress`,
    late: 'no progress within its deadline',
    revision: (n: number) => `rev ${n}`,
    newest: 'new',
    emptied: (n: number, names: string) => `${s(n, 'older revision', 'older revisions')} without pods: ${names}`,
    chart: { available: 'available', pods: 'all pods', most: (n: number) => `at most ${number(n)}`, least: (n: number) => `at least ${number(n)}` },
    chartLabel: (available: number, least: number, most: number) => `Available over time: now ${number(available)}, at least ${number(least)} while it rolls, at most ${s(most, 'pod', 'pods')}`,
  },
  cronjob: {
    next: (left: string) => `next run in ${left}`,
    never: 'never due again',
    suspended: 'suspended: nothing is started',
    wrong: { schedule: 'its schedule cannot be read', zone: 'its time zone is unknown' },
    active: (n: number) => `${s(n, 'Job', 'Jobs')} active`,
    last: said<(job: string) => string>()({
      skipped: job => `the last was skipped${job ? `: ${job} still ran` : ''} (Forbid)`,
      late: () => 'the last was too late to start',
      complete: () => 'the last one succeeded',
      failed: () => 'the last one failed',
      deleted: () => 'the last one was deleted before it ended',
      replaced: () => 'the last one was replaced',
    }),
    run: (time: string, manual: boolean) => (manual ? `Run made by hand at ${time}` : `Run of ${time}`),
    outcomes: said<(job: string, seconds: number) => string>()({
      running: () => 'running',
      complete: () => 'succeeded',
      failed: () => 'failed',
      deleted: () => 'deleted before it ended',
      replaced: () => 'replaced by the next run (concurrencyPolicy: Replace)',
      skipped: job => `skipped${job ? `, because ${job} still ran` : ''} (concurrencyPolicy: Forbid)`,
      late: (_job, seconds) => `not started: more than ${s(seconds, 'second', 'seconds')} late (startingDeadlineSeconds)`,
      missed: () => 'missed: nobody looked in time; when the controller looks again it starts only the latest',
      suspended: () => 'not started: suspended',
      due: () => 'due',
      coming: () => 'to come',
    }),
    lateBy: (span: string) => `started ${span} late`,
    cleaned: 'its Job was cleaned up by the history limit',
    gone: 'its Job is gone',
    policies: { Allow: 'Allow: runs may overlap', Forbid: 'Forbid: no run while one is active', Replace: 'Replace: a new run ends the old one' },
    keeps: (successful: number, failed: number) => `keeps ${number(successful)} succeeded and ${number(failed)} failed`,
    deadline: (seconds: number) => `at most ${number(seconds)} s late`,
    earlier: (n: number) => `${s(n, 'earlier run', 'earlier runs')}`,
  },
}

export type WorkloadWords = typeof en
