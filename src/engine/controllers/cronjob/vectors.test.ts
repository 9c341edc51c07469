import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cronTopic } from '../../../headless/vectors/cron.ts'
import { failing } from '../../../headless/vectors/failing.ts'

const file = JSON.parse(readFileSync(new URL('../../../../test-data/vectors/cron.json', import.meta.url), 'utf8'))
test.each(['next', 'helpers', 'jobFromTemplate', 'sync'])('every cron vector: %s', { timeout: 60_000 }, op => expect(failing(cronTopic, file, op)).toEqual([]))
