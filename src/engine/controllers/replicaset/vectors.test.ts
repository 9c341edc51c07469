import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failing } from '../../../headless/vectors/failing.ts'
import { replicasetTopic } from '../../../headless/vectors/replicaset.ts'

const file = JSON.parse(readFileSync(new URL('../../../../test-data/vectors/replicaset.json', import.meta.url), 'utf8'))
test.each(['sync', 'deletionOrder'])('every replicaset vector: %s', { timeout: 30_000 }, op => expect(failing(replicasetTopic, file, op)).toEqual([]))
