// Every recording in test-data is replayed: parity with the real cluster may only go up.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { figuresOf, judgeOf, recordingsIn, totals, type Comparison, type Floor } from './parity.ts'
import { writtenFor } from './recording.ts'
import { replay, type Replay } from './replay.ts'

const folder = join(import.meta.dirname, '../../test-data/golden')
const floorFile = join(import.meta.dirname, '../../test-data/parity-floor.json')
const floor = existsSync(floorFile) ? JSON.parse(readFileSync(floorFile, 'utf8')) as Floor : {}
const names = existsSync(folder) ? recordingsIn(folder) : []
const rows: Comparison[] = []

/** What each group of recordings must reach as a whole, besides every recording's own floor. */
const GROUPS: readonly { readonly name: string; readonly of: RegExp; readonly commands: number; readonly events: number; readonly writes: number; readonly pods: number }[] = [
  { name: 'rand-job', of: /^rand-job-/, commands: 0.95, events: 0.95, writes: 0.95, pods: 0.95 },
  { name: 'jobfail', of: /^jobfail-/, commands: 0.95, events: 0.93, writes: 0.9, pods: 0.95 },
  { name: 'job', of: /^job-/, commands: 0.88, events: 0.95, writes: 0.93, pods: 0.95 },
  { name: 'pod', of: /^pod-/, commands: 0.82, events: 0.95, writes: 0.95, pods: 0.95 },
  { name: 'kubectl', of: /^kubectl-/, commands: 0.93, events: 0.95, writes: 0.95, pods: 0.95 },
  { name: 'seeds of Jobs', of: /^seed-(000-para|002-job|002-para|003-testjob.*|004-many)$/, commands: 0.93, events: 0.97, writes: 0.95, pods: 0.95 },
  { name: 'Deployments and ReplicaSets', of: /^(rand-)?(deploy|rs)-/, commands: 0.9, events: 0.95, writes: 0.93, pods: 0.9 },
  { name: 'DaemonSets', of: /^(rand-)?ds-/, commands: 0.93, events: 0.95, writes: 0.93, pods: 0.93 },
  { name: 'StatefulSets', of: /^(rand-)?sts-/, commands: 0.87, events: 0.95, writes: 0.93, pods: 0.9 },
  { name: 'CronJobs', of: /^(cronjob|rand-cron)-/, commands: 0.92, events: 0.95, writes: 0.93, pods: 0.9 },
  { name: 'nodes', of: /^node-/, commands: 0.92, events: 0.95, writes: 0.93, pods: 0.95 },
]

describe.skipIf(names.length === 0)('parity', () => {
  test.each(names)('%s is as near to the real cluster as it has been', { timeout: 60_000 }, async name => {
    const compare = await judgeOf(folder)
    const played = replay(join(folder, name), { seed: 1, slack: true })
    const row = compare(join(folder, name), JSON.parse(JSON.stringify(played)) as Replay, false)
    rows.push(row)
    const lost = Object.entries(figuresOf(row)).filter(([of, figure]) => figure < (floor[name]?.[of as keyof Floor[string]] ?? 0)).map(([of, figure]) => `${of} ${figure}`)
    expect(lost, `below ${JSON.stringify(floor[name])}`).toEqual([])
  })

  test.each(GROUPS)('$name recordings together', ({ of, ...least }) => {
    const group = rows.filter(r => of.test(r.scenario))
    expect(group).toHaveLength(names.filter(n => of.test(n)).length)
    const t = totals(group)
    expect(t.equal / t.commands).toBeGreaterThanOrEqual(least.commands)
    expect(t.events).toBeGreaterThanOrEqual(least.events)
    expect(t.writes).toBeGreaterThanOrEqual(least.writes)
    expect(t.pods).toBeGreaterThanOrEqual(least.pods)
  })

  afterAll(() => { rows.length = 0 })
})

test.each([
  ['named first by apply: written for that step', [['apply', '-f', '.'], ['get', 'pods'], ['apply', '-f', 'late.yaml']], { '.': 0, 'late.yaml': 2 }],
  ['named first by create with the long flag', [['get', 'pods'], ['create', '--filename=late.yaml']], { 'late.yaml': 1 }],
  ['taken away first: there before', [['apply', '-f', '.'], ['delete', '-f', 'x.yaml'], ['apply', '-f', 'x.yaml']], { '.': 0, 'x.yaml': 0 }],
] as const)('%s', (_what, argvs, expected) => {
  expect(Object.fromEntries(writtenFor(argvs.map((words, t) => ({ t, argv: ['kubectl', ...words] }))))).toEqual(expected)
})
