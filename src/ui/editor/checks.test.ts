import { expect, test } from 'vitest'
import type { Finding } from '../../worker/protocol.ts'
import { allFindings } from './checks.ts'
import { refusalsOf } from './refusals.ts'

const at = (line: number, column: number) => ({ from: { line, column }, to: { line, column: column + 3 } })
const unknown = { path: 'a.yaml', severity: 'error', field: 'spec.paralelism', message: 'unknown field "spec.paralelism"' } as const

test('what the check and the API server both say is shown once, with the check’s place and its way to mend it', () => {
  const checked: Finding = { ...unknown, ...at(6, 3), fix: { ...at(6, 3), text: 'parallelism', title: { id: 'check.unknown' } } }
  const refused: Finding = { ...unknown, ...at(6, 15) }
  const other: Finding = { ...unknown, ...at(2, 7), message: 'already exists' }
  expect(allFindings({ path: 'a.yaml', state: 'checked', findings: [checked], documents: [], refusals: [refused, other] })).toEqual([other, checked])
})

test('what kubectl says with a preamble of its own is shown once too, if the check said it of the same line', () => {
  const said: Finding = { ...unknown, ...at(2, 7), field: 'kind', message: 'no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"\nensure CRDs are installed first' }
  const [refused, ...more] = refusalsOf(`error: resource mapping not found for name: "web" namespace: "" from "a.yaml": ${said.message}\n`, { path: 'a.yaml', text: 'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: web\n' })
  expect(more).toEqual([])
  const shown = (refusal: Finding) => allFindings({ path: 'a.yaml', state: 'checked', findings: [said], documents: [], refusals: [refusal] })
  expect(shown(refused!)).toEqual([said])
  expect(shown({ ...refused!, from: { line: 3, column: 1 } })).toHaveLength(2)
})
