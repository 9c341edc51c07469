import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failing } from '../../../headless/vectors/failing.ts'
import { jobsimTopic } from '../../../headless/vectors/jobsim.ts'
import { jobsyncTopic } from '../../../headless/vectors/jobsync.ts'

for (const topic of [jobsyncTopic, jobsimTopic]) {
  const file = JSON.parse(readFileSync(new URL(`../../../../test-data/vectors/${topic.name}.json`, import.meta.url), 'utf8'))
  const ops: string[] = [...new Set<string>(file.cases.map((c: any) => c.op))]
  test.each(ops)(`every ${topic.name} vector: %s`, op => expect(failing(topic, file, op)).toEqual([]))
}
