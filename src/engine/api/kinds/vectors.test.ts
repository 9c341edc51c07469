// The strategies alone, without admission and store, against what a real API server answered.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AnyObject } from '../../../kube/object.ts'
import type { Kind } from '../../../kube/kinds.ts'
import { defaultTolerationSeconds } from '../admission/podDefaults.ts'
import { decode } from '../fields/decode.ts'
import type { FieldError } from '../fields/fieldError.ts'
import { causeOf } from '../fields/fieldError.ts'
import { strategies } from './registry.ts'

const UID = '11111111-2222-4333-8444-555555555555'
const vectors = (topic: string): any[] => {
  const text = readFileSync(new URL(`../../../../test-data/vectors/${topic}.json`, import.meta.url), 'utf8')
  return JSON.parse(text.replaceAll('<uid>', UID).replaceAll('<rand5>', 'abcde').replaceAll('<allocated ip>', '10.96.0.7')).cases
}
const kindOf = (c: any): string => c.input?.kind ?? c.existing?.kind
const set = (o: any, path: string[], value: unknown): any => {
  const [head, ...rest] = path as [string, ...string[]]
  const copy: any = Array.isArray(o) ? [...o] : { ...o }
  if (rest.length > 0) copy[head] = set(o?.[head] ?? {}, rest, value)
  else if (value === '__DEL__') delete copy[head]
  else copy[head] = value
  return copy
}

/** The one plugin that changes what an update says; it asks nothing of its surroundings. */
const admitUpdate = (next: AnyObject, old: AnyObject, kind: Kind): AnyObject => defaultTolerationSeconds.update?.(next, old, kind, undefined as never) ?? next

function findings(c: any): FieldError[] {
  const strategy = strategies.get(kindOf(c))!
  if (c.verb === 'update') {
    const old: AnyObject = strategy.defaults({ ...c.existing, metadata: { ...c.existing.metadata, uid: UID, resourceVersion: '1' } })
    const edited = c.edits.reduce((o: any, [path, value]: [string, unknown]) => set(o, path.split('.'), value), old)
    const admitted = admitUpdate(strategy.defaults(decode(strategy.kind, edited)), old, strategy.kind)
    return strategy.validateUpdate(strategy.prepareUpdate(admitted, old), old)
  }
  const meta = c.input.metadata
  const name = meta.name ?? (meta.generateName ? `${meta.generateName}abcde` : undefined)
  const placed = { ...c.input, metadata: { ...meta, ...(name ? { name } : {}), uid: UID, ...(strategy.kind.namespaced ? { namespace: 'vec-a' } : {}) } }
  return strategy.validate(strategy.prepareCreate(strategy.defaults(decode(strategy.kind, placed))))
}

const told = (causes: readonly { reason: string; field: string; message: string }[]): string => causes.map(c => `${c.reason} ${c.field}: ${c.message}`).join('\n')
const judged = vectors('validation').filter(c => strategies.has(kindOf(c)) && (c.status === 422 || c.accepted))

test.each([...new Set(judged.map(kindOf))])('validation vectors: %s', kind => {
  const failing: string[] = []
  for (const c of judged.filter(v => kindOf(v) === kind)) {
    const expected = told(c.causes ?? [])
    const actual = told(findings(c).map(causeOf).map(({ type, ...rest }) => ({ reason: type, ...rest })))
    if (actual !== expected) failing.push(`${c.name}\n  expected ${expected}\n  actual   ${actual}`)
  }
  expect(failing.join('\n')).toBe('')
})
