import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failing } from '../../../headless/vectors/failing.ts'
import { statefulsetTopic } from '../../../headless/vectors/statefulset.ts'

const file = JSON.parse(readFileSync(new URL('../../../../test-data/vectors/statefulset.json', import.meta.url), 'utf8'))
test('every statefulset vector', () => expect(failing(statefulsetTopic, file)).toEqual([]))
