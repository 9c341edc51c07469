import { describe, expect, test } from 'vitest'
import vectors from '../../test-data/vectors/selectors.json' with { type: 'json' }
import { failing } from '../headless/vectors/failing.ts'
import { selectorsTopic } from '../headless/vectors/selectors.ts'
import { exactField, parseFieldSelector } from './fieldSelector.ts'
import { exactValue, everything, nothing, parseLabelSelector, selectorFor, selectorFromSet } from './labels.ts'
import { parseSelector } from './labelText.ts'
import { compileNodeSelector } from './nodeAffinity.ts'

test.each([...new Set(vectors.cases.map(c => c.op))])('vectors: %s', op => {
  expect(failing(selectorsTopic, vectors, op)).toEqual([])
})

describe('a compiled selector', () => {
  test('a missing selector selects nothing, an empty one everything', () => {
    expect(parseLabelSelector(undefined)).toBe(nothing)
    expect(parseLabelSelector({})).toBe(everything)
    expect(nothing.matches({})).toBe(false)
    expect(everything.matches(undefined)).toBe(true)
  })
  test('is made once per object', () => {
    const field = { matchLabels: { app: 'web' } }
    expect(selectorFor(field)).toBe(selectorFor(field))
    const set = { app: 'web' }
    expect(selectorFromSet(set)).toBe(selectorFromSet(set))
  })
  test('names that objects inherit are no labels', () => {
    expect(parseSelector('constructor').matches({})).toBe(false)
    expect(parseSelector('!toString').matches({})).toBe(true)
    expect(parseSelector('toString!=x').matches({})).toBe(true)
  })
  test.each([
    ['app=web,tier in (a)', 'app', 'web'], ['app in (web)', 'app', 'web'], ['app in (a,b)', 'app', undefined], ['app!=web', 'app', undefined],
  ])('exactValue of %s under %s', (text, key, value) => expect(exactValue(parseSelector(text), key)).toBe(value))
  test('exactField', () => {
    expect(exactField(parseFieldSelector('spec.nodeName=n1,status.phase!=Failed'), 'spec.nodeName')).toBe('n1')
    expect(exactField(parseFieldSelector('spec.nodeName!=n1'), 'spec.nodeName')).toBeUndefined()
  })
})

test('a wrong term does not hide another that selects the node', () => {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', labels: { zone: 'a' } } } as any
  const s = compileNodeSelector({ nodeSelectorTerms: [
    { matchExpressions: [{ key: 'zone', operator: 'Near' as 'In', values: ['a'] }] },
    { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] },
  ] })
  expect(s.matches(node)).toBe(true)
  expect(s.error).toBe('nodeSelectorTerms[0].matchExpressions[0].operator: Unsupported value: "Near": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"')
})
