import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { daemonsetTopic } from '../../../headless/vectors/daemonset.ts'
import { failing } from '../../../headless/vectors/failing.ts'

const file = JSON.parse(readFileSync(new URL('../../../../test-data/vectors/daemonset.json', import.meta.url), 'utf8'))
test.each([...new Set<string>(file.cases.map((c: { op: string }) => c.op))])('every daemonset vector: %s', op => expect(failing(daemonsetTopic, file, op)).toEqual([]))
