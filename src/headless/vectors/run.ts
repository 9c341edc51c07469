// `kubestep vectors DIR [TOPIC…] [--json]`: every case found there through the engine's own functions.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Where } from '../main.ts'
import { parseArgs, UsageError } from '../usage.ts'
import { judgeCase } from './equal.ts'
import { topics } from './registry.ts'

export interface TopicResult { equal: number; total: number; failed: string[] }

export function runVectors(folder: string, only: readonly string[] = []): Record<string, TopicResult> {
  const results: Record<string, TopicResult> = {}
  for (const file of readdirSync(folder).filter(f => f.endsWith('.json')).sort()) {
    const doc = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { topic: string; cases?: any[]; shared?: any }
    if (!doc.cases || (only.length && !only.includes(doc.topic))) continue
    const topic = topics.get(doc.topic)
    const result: TopicResult = { equal: 0, total: doc.cases.length, failed: [] }
    for (const vector of doc.cases) {
      if (topic && judgeCase(topic, vector, doc.shared, doc.cases)) result.equal++
      else result.failed.push(vector.name)
    }
    results[doc.topic] = result
  }
  return results
}

export function vectorsCommand(args: readonly string[], where: Where): number {
  const { flags, rest } = parseArgs(args, { values: [], switches: ['json'] })
  const [folder, ...only] = rest
  if (!folder) throw new UsageError('which folder? kubestep vectors DIR [TOPIC...]')
  const path = resolve(where.cwd, folder)
  if (!existsSync(path)) throw new UsageError(`no such folder: ${folder}`)
  const results = runVectors(path, only)
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(results)}\n`)
  } else {
    for (const [topic, { equal, total, failed }] of Object.entries(results)) {
      process.stdout.write(`${topic.padEnd(18)} ${equal} / ${total}\n`)
      for (const name of failed.slice(0, 20)) process.stdout.write(`    ≠ ${name}\n`)
    }
  }
  return 0
}
