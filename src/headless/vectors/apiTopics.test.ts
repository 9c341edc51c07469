// Defaulting and validation through the whole pipeline of the API server, case by case.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { defaultingTopic } from './defaulting.ts'
import { judgeCase } from './equal.ts'
import { quotaTopic } from './quota.ts'
import type { Topic } from './topic.ts'
import { validationTopic } from './validation.ts'

function failing(topic: Topic): string[] {
  const { cases } = JSON.parse(readFileSync(new URL(`../../../test-data/vectors/${topic.name}.json`, import.meta.url), 'utf8'))
  return cases.filter((c: unknown) => !judgeCase(topic, c, undefined, cases)).map((c: { name: string }) => c.name)
}

test('defaulting vectors', () => {
  expect(failing(defaultingTopic)).toEqual([])
})

test('validation vectors', () => {
  expect(failing(validationTopic)).toEqual([])
})

test('quota vectors', () => {
  expect(failing(quotaTopic)).toEqual([])
})
