import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deploymentsyncTopic } from '../../../headless/vectors/deploymentsync.ts'
import { failing } from '../../../headless/vectors/failing.ts'

const file = JSON.parse(readFileSync(new URL('../../../../test-data/vectors/deploymentsync.json', import.meta.url), 'utf8'))
test('every deploymentsync vector', { timeout: 60_000 }, () => expect(failing(deploymentsyncTopic, file)).toEqual([]))
