import { describe, expect, test } from 'vitest'
import { cidrReasons, parseIp, specialIp } from './addresses.ts'
import { sameValue } from './equality.ts'
import { OMITTED, causeOf, errorBody, invalidValue, notSupported, required, tooLong, tooMany } from './fieldError.ts'
import { goForm } from './goForm.ts'
import { configMapKey, dns1123Label, maskTrailingDash } from './names.ts'
import { textDiff } from './textDiff.ts'

describe('a finding in words', () => {
  test.each([
    [required('a', ''), 'Required value'],
    [required('a', 'why'), 'Required value: why'],
    [invalidValue('a', 'x"y\n', 'no'), 'Invalid value: "x\\"y\\n": no'],
    [invalidValue('a', undefined, 'no'), 'Invalid value: null: no'],
    [invalidValue('a', { b: '<' }, 'no'), 'Invalid value: {"b":"\\u003c"}: no'],
    [invalidValue('a', OMITTED, 'no'), 'Invalid value: no'],
    [notSupported('a', 'x', ['b', 'a']), 'Unsupported value: "x": supported values: "b", "a"'],
    [tooLong('a', 63), 'Too long: may not be more than 63 bytes'],
    [tooMany('a', 2, 1), 'Too many: 2: must have at most 1 item'],
  ])('%o', (finding, text) => expect(errorBody(finding)).toBe(text))
  test('as a cause', () => expect(causeOf(required('a.b', ''))).toEqual({ type: 'FieldValueRequired', message: 'Required value', field: 'a.b', full: 'a.b: Required value' }))
})

describe('names', () => {
  test.each([['a', 0], ['0', 0], ['a'.repeat(63), 0], ['a'.repeat(64), 1], ['-a', 1], ['A', 1], ['', 1]])('label %s', (name, n) => expect(dns1123Label(name)).toHaveLength(n))
  test('a subdomain where a label is asked for', () => expect(dns1123Label('a.b')).toEqual(['must not contain dots']))
  test.each([['a', 0], ['..', 1], ['..a', 1], ['.a', 0], ['a b', 1], ['', 1]])('key %s', (key, n) => expect(configMapKey(key)).toHaveLength(n))
  test.each([['a-', 'a'], ['ab-', 'aa'], ['-', '-'], ['ab', 'ab']])('beginning of a name %s', (prefix, name) => expect(maskTrailingDash(prefix)).toBe(name))
})

describe('addresses', () => {
  test.each([['10.9.8.7', 4], ['::1', 6], ['2001:db8::ffff', 6], ['::ffff:1.2.3.4', 6], ['10.9.8', undefined], ['10.9.8.256', undefined], ['010.9.8.7', undefined], ['1::2::3', undefined], ['x', undefined]])(
    '%s', (text, family) => expect(parseIp(text)?.family).toBe(family))
  test.each([['10.0.0.0/8', 0], ['10.0.0.0/33', 1], ['10.0.0.0', 1], ['::/128', 0]])('network %s', (text, n) => expect(cidrReasons(text)).toHaveLength(n))
  test.each([['127.0.0.1', true], ['169.254.1.1', true], ['0.0.0.0', true], ['::1', true], ['8.8.8.8', false]])('%s is special: %s', (ip, special) => expect(specialIp(ip) !== undefined).toBe(special))
})

describe('the same value', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['an empty list is none', { a: [] }, {}, true],
    ['empty labels are none', { labels: {} }, {}, true],
    ['an empty structure behind a pointer is one', { emptyDir: {} }, {}, false],
    ['cpu written otherwise', { requests: { cpu: '1000m' } }, { requests: { cpu: '1' } }, true],
    ['a label written otherwise', { labels: { cpu: '1000m' } }, { labels: { cpu: '1' } }, false],
    ['order counts in lists', [1, 2], [2, 1], false],
    ['nothing is not zero', { a: 0 }, {}, false],
  ])('%s', (_name, a, b, same) => expect([sameValue(a, b), sameValue(b, a)]).toEqual([same, same]))
})

describe("the server's own form", () => {
  test('every field, in its order', () => expect(JSON.stringify(goForm('Toleration', { key: 'a', tolerationSeconds: 5 }))).toBe('{"Key":"a","Operator":"","Value":"","Effect":"","TolerationSeconds":5}'))
  test('what is embedded stands beside', () => expect(goForm('Probe', { httpGet: { port: 'x', path: '/' }, periodSeconds: 3 })).toMatchObject({ HTTPGet: { Path: '/', Port: 'x', Host: '', Scheme: '', HTTPHeaders: null }, GRPC: null, PeriodSeconds: 3 }))
  test('the host’s namespaces are in the security context', () => expect(goForm('PodSpec', { hostNetwork: true }).SecurityContext.HostNetwork).toBe(true))
  test('metadata is as in public, without what is empty', () => expect(JSON.stringify(goForm('PodTemplateSpec', { metadata: { annotations: {}, labels: { b: '1', a: '2' } } })).slice(0, 40)).toBe('{"labels":{"a":"2","b":"1"},"Spec":{"Vol'))
})

describe('a difference', () => {
  const list = (n: number, change: Record<number, unknown> = {}): Record<string, unknown> => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, change[i] ?? i]))
  test('none', () => expect(textDiff(list(3), list(3))).toBe(''))
  test('three lines around', () => expect(textDiff(list(12), list(12, { 5: 'x' }))).toBe('@@ -4,7 +4,7 @@\n "k2": 2,\n "k3": 3,\n "k4": 4,\n-"k5": 5,\n+"k5": "x",\n "k6": 6,\n "k7": 7,\n "k8": 8,\n'.replaceAll('\n "', '\n  "').replace('\n-"', '\n- "').replace('\n+"', '\n+ "')))
  test('at the start', () => expect(textDiff(list(9), list(9, { 0: 'x' })).split('\n')[0]).toBe('@@ -1,5 +1,5 @@'))
  test('far apart: two places', () => expect(textDiff(list(30), list(30, { 5: 'x', 20: 'y' })).match(/@@ .* @@/g)).toEqual(['@@ -4,7 +4,7 @@', '@@ -19,7 +19,7 @@']))
  test('near: one place', () => expect(textDiff(list(30), list(30, { 5: 'x', 11: 'y' })).match(/@@ .* @@/g)).toEqual(['@@ -4,13 +4,13 @@']))
})
