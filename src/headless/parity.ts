// `kubestep parity`: every recording in test-data is replayed and held against what the real cluster did; --write: the table goes to
// docs/parity.md; --floor: what must not be lost again goes to test-data/parity-floor.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Where } from './main.ts'
import { replay, type Replay } from './replay.ts'
import { parseArgs, seedOf, UsageError } from './usage.ts'

interface Score { readonly same: number; readonly real: number; readonly replayed: number; readonly f1: number }
export interface Comparison {
  readonly scenario: string
  readonly commands: { readonly equal: number; readonly total: number; readonly similar: number }
  readonly events: Score
  readonly writes: Score
  readonly pods: Score & { readonly onTime: number }
}
type Compare = (folder: string, replayed: Replay, verbose: boolean) => Comparison

/** The judge that lies with the recordings. */
export async function judgeOf(folder: string): Promise<Compare> {
  return ((await import(pathToFileURL(join(folder, 'compare.mjs')).href)) as { compare: Compare }).compare
}

export const recordingsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).filter(e => e.isDirectory() && existsSync(join(folder, e.name, 'steps.json'))).map(e => e.name).sort()

export async function parity(args: readonly string[], where: Where): Promise<number> {
  const { flags, rest } = parseArgs(args, { values: ['seed', 'dir'], switches: ['json', 'write', 'verbose', 'floor'] })
  const folder = typeof flags.dir === 'string' ? resolve(where.cwd, flags.dir) : join(where.root, 'test-data', 'golden')
  if (!existsSync(folder)) throw new UsageError(`no such folder: ${folder}`)
  const compare = await judgeOf(folder)
  const chosen = recordingsIn(folder).filter(name => rest.length === 0 || rest.some(r => (r.endsWith('*') ? name.startsWith(r.slice(0, -1)) : name === r)))
  if (flags.floor) {
    writeFloor(join(where.root, 'test-data', 'parity-floor.json'), Object.fromEntries(chosen.map(name => [name, floorOf(folder, name, compare)])))
    return 0
  }
  const rows: (Comparison | { readonly scenario: string; readonly error: string })[] = []
  for (const name of chosen) {
    try {
      const played = replay(join(folder, name), { seed: seedOf(flags.seed), slack: true })
      rows.push(compare(join(folder, name), JSON.parse(JSON.stringify(played)) as Replay, flags.verbose === true))
    } catch (error) {
      rows.push({ scenario: name, error: error instanceof Error ? (flags.verbose ? (error.stack ?? error.message) : error.message.slice(0, 200)) : String(error) })
    }
    if (!flags.json) process.stdout.write(`${line(rows.at(-1)!)}\n`)
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(rows)}\n`)
  else process.stdout.write(`\n${total(rows)}\n`)
  if (flags.write) {
    const file = join(where.root, 'docs', 'parity.md')
    writeFileSync(file, page(rows) + writtenByHand(existsSync(file) ? readFileSync(file, 'utf8') : ''))
  }
  return 0
}

/** What a replay of a recording must reach: commands equal, and F1 of events, writes and pods. */
export interface Figures { readonly commands: number; readonly events: number; readonly writes: number; readonly pods: number }
export type Floor = Readonly<Record<string, Figures>>

export const figuresOf = ({ commands, events, writes, pods }: Comparison): Figures => ({ commands: commands.equal, events: events.f1, writes: writes.f1, pods: pods.f1 })

/** Chance decides something in every recording, so a floor is the least of several seeds, and a little less for F1. */
const FLOOR_SEEDS = [1, 2, 3, 4, 5]
const CHANCE = 0.02

function floorOf(folder: string, name: string, compare: Compare): Figures {
  const runs = FLOOR_SEEDS.map(seed => figuresOf(compare(join(folder, name), JSON.parse(JSON.stringify(replay(join(folder, name), { seed, slack: true }))) as Replay, false)))
  const least = (of: keyof Figures) => Math.min(...runs.map(r => r[of]))
  const lower = (of: keyof Figures) => Math.max(0, Math.round((least(of) - CHANCE) * 1000) / 1000)
  return { commands: least('commands'), events: lower('events'), writes: lower('writes'), pods: lower('pods') }
}

/** The floor may only rise: a figure that was reached once is kept. */
function writeFloor(file: string, found: Floor): void {
  const before: Floor = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Floor : {}
  const after = Object.fromEntries(Object.entries({ ...before, ...found }).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, f]) => {
    const old = before[name] ?? f
    return [name, { commands: Math.max(f.commands, old.commands), events: Math.max(f.events, old.events), writes: Math.max(f.writes, old.writes), pods: Math.max(f.pods, old.pods) }]
  }))
  writeFileSync(file, `{\n${Object.entries(after).map(([name, f]) => `  ${JSON.stringify(name)}: ${JSON.stringify(f)}`).join(',\n')}\n}\n`)
}

function line(row: Comparison | { scenario: string; error: string }): string {
  if ('error' in row) return `${row.scenario.padEnd(32)} ERROR ${row.error}`
  const { commands, events, writes, pods } = row
  return `${row.scenario.padEnd(32)} commands ${commands.equal}/${commands.total}  events ${events.f1.toFixed(3)}  writes ${writes.f1.toFixed(3)}  pods ${pods.f1.toFixed(3)}`
}

/** Over several recordings the counts are added, then compared: a long recording weighs more than a short one. */
export function totals(rows: readonly (Comparison | { scenario: string; error: string })[]) {
  const good = rows.filter((r): r is Comparison => !('error' in r))
  const sum = (pick: (r: Comparison) => number) => good.reduce((n, r) => n + pick(r), 0)
  const f1 = (of: (r: Comparison) => Score) => {
    const all = sum(r => of(r).real) + sum(r => of(r).replayed)
    return all === 0 ? 1 : (2 * sum(r => of(r).same)) / all
  }
  return {
    recordings: rows.length, failed: rows.length - good.length, equal: sum(r => r.commands.equal), commands: sum(r => r.commands.total),
    events: f1(r => r.events), writes: f1(r => r.writes), pods: f1(r => r.pods),
  }
}

function total(rows: Parameters<typeof totals>[0]): string {
  const t = totals(rows)
  const percent = t.commands ? ((100 * t.equal) / t.commands).toFixed(1) : '–'
  return `${t.recordings} recordings, ${t.failed} failed to replay: commands ${t.equal}/${t.commands} (${percent} %), events F1 ${t.events.toFixed(3)}, writes F1 ${t.writes.toFixed(3)}, pods F1 ${t.pods.toFixed(3)}`
}

/** What people wrote below the table stays when the table is made anew. */
function writtenByHand(before: string): string {
  const at = before.indexOf('\n## ')
  return at < 0 ? '' : before.slice(at)
}

function page(rows: Parameters<typeof totals>[0]): string {
  const body = rows.map(row => 'error' in row
    ? `| ${row.scenario} | could not be replayed | | | |`
    : `| ${row.scenario} | ${row.commands.equal} / ${row.commands.total} | ${row.events.f1.toFixed(3)} | ${row.writes.f1.toFixed(3)} | ${row.pods.f1.toFixed(3)} |`)
  return `# Parity with a real cluster

Each recording of a real Kubernetes 1.36.2 in \`test-data/golden\` replayed by \`npm run parity -- --write\` and held against what the
real cluster did by \`test-data/golden/compare.mjs\`: commands whose whole output is equal (names, uids, addresses and clock times
normalised, durations within 3 s or 20 %), and F1 of events, of controllers' writes and of pods' lives.

${total(rows)}

| recording | commands equal | events F1 | writes F1 | pods F1 |
|---|---|---|---|---|
${body.join('\n')}
`
}
