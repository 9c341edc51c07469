import { describe, expect, test } from 'vitest'
import { MOST_CHARACTERS, ParseError, parseYaml, pathAt, pathOf, rangeOf, toYaml } from './yaml.ts'
import { compareKeys } from './yaml/keyOrder.ts'

const value = (text: string) => parseYaml(text)[0]?.value
const said = (text: string) => {
  try {
    parseYaml(text)
  } catch (e) {
    if (e instanceof ParseError) return e.message.replace('error converting YAML to JSON: ', '')
    throw e
  }
  return undefined
}
const pod = (lines: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n${lines}`

describe('what plain texts mean', () => {
  test.each<[string, unknown]>([
    ['y', true], ['yes', true], ['On', true], ['n', false], ['off', false], ['~', null], ['Null', null],
    ['0777', 511], ['0o777', 511], ['0x1F', 31], ['0b101', 5], ['1_000', 1000], ['-12', -12], ['+5', 5], ['08', 8], ['1.50', 1.5], ['.5', 0.5], ['1e3', 1000], ['1.', 1],
    ['1:30', '1:30'], ['2026-11-20', '2026-11-20'], ['2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z'], ['1.2.3', '1.2.3'], ['100m', '100m'], ['nginx:1.9', 'nginx:1.9'],
    ['"yes"', 'yes'], ["'1'", '1'], ['!!str 1', '1'], ['!!int "7"', 7], ['! 1', '1'], ['!!binary aGVsbG8=', 'hello'], ['!!float 3', 3],
    ['yEs', 'yEs'], ['-', [null]], ['a#b', 'a#b'], ['a #b', 'a'],
  ])('%s', (text, meaning) => expect(value(`v: ${text === '-' ? '\n-' : text}`)).toEqual({ v: meaning }))
})

describe('scalars of several lines', () => {
  test.each<[string, string, unknown]>([
    ['literal', 'v: |\n  a\n  b\n\n', 'a\nb\n'],
    ['literal, stripped', 'v: |-\n  a\n   b\n', 'a\n b'],
    ['literal, kept', 'v: |+\n  a\n\n', 'a\n\n'],
    ['literal with indentation said', 'v: |2\n   a\n', ' a\n'],
    ['folded', 'v: >\n  a\n  b\n\n  c\n', 'a b\nc\n'],
    ['folded, more indented lines stay', 'v: >-\n  a\n    b\n  c\n', 'a\n  b\nc'],
    ['plain', 'v: a\n  b\n\n  c\n', 'a b\nc'],
    ['double quoted', 'v: "a\n  b \\\n  c\\n\\u00e9"\n', 'a b c\né'],
    ['single quoted', "v: 'it''s\n  so'\n", "it's so"],
  ])('%s', (_name, text, meaning) => expect(value(text)).toEqual({ v: meaning }))
})

describe('collections', () => {
  test.each<[string, string, unknown]>([
    ['a list level with its key', 'a:\n- 1\n- b: 2\n  c: 3\n- - 4\n', { a: [1, { b: 2, c: 3 }, [4]] }],
    ['flow', 'a: [1, {b: c}, "d", [e]]\nf: {}\n', { a: [1, { b: 'c' }, 'd', ['e']], f: {} }],
    ['JSON with tabs', '{\n\t"a": [1,\n\t2],"b":{"c":null}}', { a: [1, 2], b: { c: null } }],
    ['a pair in a list', '[a: 1]', [{ a: 1 }]],
    ['a flow map without values', '{a, b: 1}', { a: null, b: 1 }],
    ['explicit keys', '? a\n: 1\n? b\n', { a: 1, b: null }],
    ['keys become texts', '1: a\ntrue: b\n1.5: c\n', { 1: 'a', true: 'b', '1.5': 'c' }],
    ['numbers that are keys, in 32 bits', '.nan: a\n-.inf: b\n1e6: c\n1234567.5: d\n0.00001: e\n123456.0: f\n0.1: g\n', { '.nan': 'a', '-.inf': 'b', '1e+06': 'c', '1.2345675e+06': 'd', '1e-05': 'e', '123456': 'f', '0.1': 'g' }],
    ['aliases', 'a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['merges', 'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n', { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
    ['the last of several keys counts', 'a: 1\na: 2\n', { a: 2 }],
    ['line ends of Windows', 'a:\r\n  b: 1\r\n', { a: { b: 1 } }],
    ['a byte order mark', '\uFEFFa: 1\n', { a: 1 }],
  ])('%s', (_name, text, meaning) => expect(value(text)).toEqual(meaning))
  test('a key named __proto__ is a key', () => expect(Object.keys(value('__proto__: {a: 1}') as object)).toEqual(['__proto__']))
})

describe('mistakes, in kubectl\'s words', () => {
  test.each<[string, string | undefined]>([
    [pod('  - name: c\n   image: busybox\n'), 'yaml: line 7: did not find expected key'],
    [pod('  - name: c\n    image: a: b\n'), 'yaml: line 8: mapping values are not allowed in this context'],
    [pod('  -name: c\n    image: b\n'), 'yaml: line 8: mapping values are not allowed in this context'],
    [pod('  - name: c\n\t image: b\n'), 'yaml: line 8: found a tab character that violates indentation'],
    ['metadata:\n\tname: p\n', 'yaml: line 2: found character that cannot start any token'],
    ['a: b\nc: @d\n', 'yaml: line 2: found character that cannot start any token'],
    ['a: @b\n', 'yaml: found character that cannot start any token'],
    ['a: b\nc\nd: e\n', "yaml: line 3: could not find expected ':'"],
    ['a:\n  - "b\n', 'yaml: line 3: found unexpected end of stream'],
    ['a: [b\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['a: {b: c\nd: e', "yaml: line 1: did not find expected ',' or '}'"],
    ['kind: [\n', 'yaml: line 1: did not find expected node content'],
    ['a: */1 * * * *\nb: 1\n', 'yaml: did not find expected alphabetic or numeric character'],
    ['\na: */1 * * * *\n', 'yaml: line 2: did not find expected alphabetic or numeric character'],
    ['a: *b\n', "yaml: unknown anchor 'b' referenced"],
    ['a: &b [*b]\n', "yaml: anchor 'b' value contains itself"],
    ['a: "\\q"\n', 'yaml: found unknown escape character'],
    ['a: {{ .b }}\n', 'yaml: invalid map key: map[interface {}]interface {}{".b":interface {}(nil)}'],
    ['a: b\n  c: d\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a:\n- b\n c: d\n', 'yaml: line 3: mapping values are not allowed in this context'],
    ['- b\nc: d\n', "yaml: line 1: did not find expected '-' indicator"],
    ['a: \u0007\n', 'yaml: control characters are not allowed'],
    ['a: .inf\n', 'json: unsupported value: +Inf'],
    ['a: -   b\n', 'yaml: block sequence entries are not allowed in this context'],
  ])('%j', (text, message) => expect(said(text)).toBe(message))

  test('says where in the file, and what came before', () => {
    const e = (() => {
      try {
        return parseYaml('a: 1\n---\nb:\n  c: @d\n')
      } catch (error) {
        return error
      }
    })() as ParseError
    expect(e.message).toBe('error converting YAML to JSON: yaml: line 2: found character that cannot start any token')
    expect(e.position).toEqual({ line: 4, column: 6 })
    expect(e.before.map(d => d.value)).toEqual([{ a: 1 }])
  })
})

describe('hostile texts', () => {
  test('a bomb of aliases', () => {
    let text = 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n'
    for (let i = 1; i < 10; i++) text += `a${i}: &a${i} [${Array(10).fill(`*a${i - 1}`).join(',')}]\n`
    expect(said(text)).toBe('yaml: document contains excessive aliasing')
  })
  test('deep nesting', () => {
    expect(said('['.repeat(50_000))).toMatch(/exceeded max depth/)
    expect(said('- '.repeat(50_000))).toMatch(/exceeded max depth/)
  })
  test('too long', () => expect(said('a'.repeat(MOST_CHARACTERS + 1))).toMatch(/too large/))
  test('any cut and any crossing of a text gives an answer or a ParseError, never anything else', () => {
    const text = '%YAML 1.1\n---\na: &x !!str "b\\n"\n? - c\n: {d: [e, \'f\'], <<: {g: 1}}\nh: |2-\n   i\nj: *x # k\n...\n'
    for (let i = 0; i < text.length; i++) {
      said(text.slice(0, i))
      said(text.slice(i))
      for (const c of ['\t', '\n', ':', '-', '"', '[', '}', '&', '!', '|', ' ', '?', ',']) said(text.slice(0, i) + c + text.slice(i + 1))
    }
  })
})

describe('documents', () => {
  test('are cut at ---, empty ones left out', () => {
    const found = parseYaml('---\n# nothing\n---\na: 1\n---\n\n---\nb: 2\n--- \nc: 3')
    expect(found.map(d => [d.firstLine, d.value])).toEqual([[4, { a: 1 }], [8, { b: 2 }], [10, { c: 3 }]])
  })
  test('JSON objects in a row', () => {
    expect(parseYaml('{"a":"}"}\n{"b":1}').map(d => [d.firstLine, d.value])).toEqual([[1, { a: '}' }], [1, { b: 1 }]])
    expect(parseYaml('{a: 1}').map(d => d.value)).toEqual([{ a: 1 }])
  })
})

describe('places', () => {
  const text = '---\nkind: Pod\n---\nmetadata:\n  name: p\n  labels: {a.b/c: d}\nspec:\n  containers:\n  - name: c\n    image: x\n  - name: d\n'
  const document = parseYaml(text)[1]!
  test.each([
    ['metadata.name', 'value', { line: 5, column: 9 }, true],
    ['metadata.name', 'key', { line: 5, column: 3 }, true],
    ['metadata.labels[a.b/c]', 'value', { line: 6, column: 19 }, true],
    ['spec.containers[1].name', 'value', { line: 11, column: 11 }, true],
    ['spec.containers[1].image', 'value', { line: 11, column: 5 }, false],
    ['spec.template', 'value', { line: 7, column: 1 }, false],
  ] as const)('%s, its %s', (path, of, start, exact) => expect(rangeOf(document, pathOf(path), of)).toMatchObject({ start, exact }))
  test.each([
    [5, 10, ['metadata', 'name']], [10, 5, ['spec', 'containers', 0, 'image']], [11, 12, ['spec', 'containers', 1, 'name']],
  ])('line %i, column %i', (line, column, path) => expect(pathAt(document, { line, column })).toEqual(path))
  test('duplicates', () => expect(parseYaml('spec:\n  a: 1\n  a: 2\n')[0]!.duplicates).toEqual([{ path: 'spec.a', key: 'a', position: { line: 3, column: 3 } }]))
})

describe('printing', () => {
  test.each<[unknown, string]>([
    ['a', 'a'], ['', '""'], ['yes', '"yes"'], ['y', '"y"'], ['1', '"1"'], ['1e3', '"1e3"'], ['0x10', '"0x10"'], ['null', '"null"'], ['~', '"~"'], ['1:30', '"1:30"'], ['1_0', '"1_0"'],
    ['2026-11-20T09:00:00Z', '"2026-11-20T09:00:00Z"'], ['2026-11-20', '"2026-11-20"'], ['1.2.3', '1.2.3'], ['100m', '100m'], ['-1', '"-1"'], ['-x', '-x'], ['- x', "'- x'"],
    ['a: b', "'a: b'"], ['a:', "'a:'"], ['a:b', 'a:b'], ['a #b', "'a #b'"], ['#a', "'#a'"], ['*', "'*'"], ["it's", "it's"], ["'a'", "'''a'''"], ['"a"', "'\"a\"'"],
    [' a', "' a'"], ['a ', "'a '"], ['a\tb', '"a\\tb"'], ['é', 'é'], ['🙂', '"\\U0001F642"'], ['[a]', "'[a]'"], ['{}', "'{}'"], ['%a', "'%a'"], ['@a', "'@a'"], ['<<', '"<<"'], ['=', '='],
    ['a\nb', '|-\n  a\n  b'], ['a\n', '|\n  a'], ['a\n\n', '|+\n  a\n'], [' a\nb', '|2-\n   a\n  b'], ['a \nb', '"a \\nb"'], ['a\nb ', '"a\\nb "'],
    [true, 'true'], [null, 'null'], [1.5, '1.5'], [1e21, '1e+21'], [1e-7, '1e-07'], [{}, '{}'], [[], '[]'],
  ])('%j', (thing, text) => {
    expect(toYaml({ v: thing })).toBe(`v: ${text}\n`)
    expect(parseYaml(toYaml({ v: thing }))[0]!.value).toEqual({ v: thing })
  })
  test('lists stand level with their key, keys are sorted', () => {
    expect(toYaml({ b: [{ z: 1, a: [] }, ['x', ['y']]], a: { c: {} }, no: undefined })).toBe('a:\n  c: {}\nb:\n- a: []\n  z: 1\n- - x\n  - - "y"\n')
  })
  test('long texts are folded at the first space after column 80', () => {
    const text = '0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate'
    expect(toYaml({ status: { conditions: [{ message: text }] } })).toBe(
      "status:\n  conditions:\n  - message: '0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient\n      cpu. no new claims to deallocate'\n")
  })
  test('keys by their numbers', () => expect(['a10', 'a2', 'b', 'A', '1', 'a-1', 'a'].sort(compareKeys)).toEqual(['1', 'A', 'a', 'a-1', 'a2', 'a10', 'b']))
})
