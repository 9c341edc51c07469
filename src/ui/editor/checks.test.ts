import { expect, test } from 'vitest'
import type { Finding } from '../../worker/protocol.ts'
import { allFindings } from './checks.ts'

const at = (line: number, column: number) => ({ from: { line, column }, to: { line, column: column + 3 } })
const unknown = { path: 'a.yaml', severity: 'error', field: 'spec.paralelism', message: 'unknown field "spec.paralelism"' } as const

test('what the check and the API server both say is shown once, with the check’s place and its way to mend it', () => {
  const checked: Finding = { ...unknown, ...at(6, 3), fix: { ...at(6, 3), text: 'parallelism', title: { id: 'check.unknown' } } }
  const refused: Finding = { ...unknown, ...at(6, 15) }
  const other: Finding = { ...unknown, ...at(2, 7), message: 'already exists' }
  expect(allFindings({ path: 'a.yaml', state: 'checked', findings: [checked], documents: [], refusals: [refused, other] })).toEqual([other, checked])
})
