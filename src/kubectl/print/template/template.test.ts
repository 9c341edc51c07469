import { expect, test } from 'vitest'
import { fillGoTemplate } from './execute.ts'
import { TemplateError } from './lexer.ts'
import { parseGoTemplate } from './parse.ts'

const data = { items: [{ metadata: { name: 'a', labels: { app: 'x', tier: 'y' } }, n: 1 }, { metadata: { name: 'b' }, n: 2 }] }
const fill = (text: string, strict = false): string => {
  const { text: filled, error } = fillGoTemplate(parseGoTemplate(text), data, strict)
  if (error) throw error
  return filled
}

test.each([
  ['{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}', 'a\nb\n'],
  ['{{range .items}}{{if eq .n 2}}{{.metadata.name}}{{else}}-{{end}}{{end}}', '-b'],
  ['{{range $i, $p := .items}}{{$i}}={{$p.metadata.name}} {{end}}', '0=a 1=b '],
  ['{{range $k, $v := (index .items 0).metadata.labels}}{{$k}}:{{$v}};{{end}}', 'app:x;tier:y;'],
  ['{{with index .items 0}}{{range $k, $v := .metadata.labels}}{{$k}}:{{$v}};{{end}}{{end}}', 'app:x;tier:y;'],
  ['{{len .items}} {{.nothing}}', '2 <no value>'],
  ['{{printf "%-3s|%d" (index .items 1).metadata.name 3}}', 'b  |3'],
  ['{{range .items}}{{printf "%-3s|" .metadata.name}}{{end}}', 'a  |b  |'],
  ['a {{- " b " -}} c', 'a b c'],
  ['{{range .none}}x{{else}}empty{{end}}', 'empty'],
  ['{{range .items}}', undefined],
  ['{{nonsense .items}}', undefined],
  ['{{.items', undefined],
  ['{{end}}', undefined],
  ['{{"\\x"}}', undefined],
])('%s', (text, expected) => {
  if (expected === undefined) expect(() => fill(text)).toThrow(TemplateError)
  else expect(fill(text)).toBe(expected)
})

// As a real kubectl answers.
test.each([
  ['{{with .nope}}a{{else with .items}}b{{end}}', 'b'], ['{{if .a}}x{{else if .items}}y{{else}}z{{end}}', 'y'], ['{{range 3}}{{.}}{{end}}', '012'],
  ['{{range .items}}{{.metadata.name}}{{break}}{{end}}', 'a'], ['{{range .items}}{{if eq .n 1}}{{continue}}{{end}}{{.n}}{{end}}', '2'],
  ['{{define "x"}}hi {{.}}{{end}}{{template "x" 3}}', 'hi 3'], ['{{block "x" .}}b{{len .items}}{{end}}', 'b2'], ['{{$a := 1}}{{$a = 2}}{{$a}}', '2'],
  ['{{exists . "items" 0 "metadata"}} {{exists . "items" 9}}', 'true false'], ['{{"cGFzcw==" | base64decode}}', 'pass'], ['{{print 1 2 "x"}} {{println "y"}}', '1 2x y\n'],
  ['{{printf "%5.1f|%-5s|%05d|%x|%t|%c|%U|%e" 1.5 "a" 42 255 true 65 66 1.5}}', '  1.5|a    |00042|ff|true|A|U+0042|1.500000e+00'],
  ['{{printf "%s" 1}} {{printf "%d"}} {{printf "a" 1}}', '%!s(int=1) %!d(MISSING) a%!(EXTRA int=1)'], ['{{html "<a>"}} {{js "a\\"b"}} {{urlquery "a b"}}', '&lt;a&gt; a\\"b a+b'],
  ['{{slice "Pod" 1 2}}{{index "abc" 1}}{{\'c\'}}{{`raw`}}', 'o9899raw'], ['{{1000000}} {{1e6}} {{0x10}} {{-5}}', '1000000 1e+06 16 -5'], ['{{print nil}} {{print .nope}}', '<nil> <nil>'],
  ['{{3 -}} x', '3x'], ['{{.items | len | printf "%d!"}}', '2!'], ['{{/* a comment */}}x', 'x'], ['{{.kind |}}', '<no value>'],
])('%s is filled in', (text, expected) => expect(fill(text)).toBe(expected))

test.each([
  ['{{foo .kind}}', 'function "foo" not defined'], ['{{if}}x{{end}}', 'missing value for if'], ['{{$x}}', 'undefined variable "$x"'], ['{{break}}', '{{break}} outside {{range}}'],
  ['{{.kind}', "bad character U+007D '}'"], ['{{range .x}}', 'unexpected EOF'], ['{{else}}', 'unexpected {{else}}'], ['{{ | .kind}}', 'unexpected "|" in command'],
  ['{{"unterminated}}', 'unterminated quoted string'], ['{{/* a */ }}', 'comment ends before closing delimiter'], ["{{'ab'}}", "malformed character constant: 'ab'"],
  ['{{if .a}}{{else}}{{else}}{{end}}', 'expected end; found {{else}}'], ['{{end', 'unclosed action'], ['a{{/* x', 'unclosed comment'], ['{{..}}', 'unexpected <.> in operand'],
  ['{{&}}', 'unexpected "&" in command'], ['{{nil.a}}', 'unexpected . after term "nil"'], ['{{"a".b}}', 'unexpected . after term "\\"a\\""'],
  ['{{range $a, $b, $c := .x}}{{end}}', 'too many declarations in range'], ['{{template}}', 'unexpected "}}" in template clause'], ['{{define "x"}}', 'unexpected EOF'],
  ['{{len .nope}}', 'template: output:1:2: executing "output" at <len .nope>: error calling len: reflect: call of reflect.Value.Type on zero Value'],
  ['{{index .nope 0}}', 'template: output:1:2: executing "output" at <index .nope 0>: error calling index: index of untyped nil'],
  ['{{index .items 99}}', 'template: output:1:2: executing "output" at <index .items 99>: error calling index: index out of range: 99'],
  ['{{index .items "a"}}', 'template: output:1:2: executing "output" at <index .items "a">: error calling index: cannot index slice/array with type string'],
  ['{{lt "a" 1}}', 'template: output:1:2: executing "output" at <lt "a" 1>: error calling lt: incompatible types for comparison'],
  ['{{len . .}}', 'template: output:1:2: executing "output" at <len>: wrong number of args for len: want 1 got 2'],
  ['{{and}}', 'template: output:1:2: executing "output" at <and>: wrong number of args for and: want at least 1 got 0'],
  ['{{.items .items}}', 'template: output:1:2: executing "output" at <.items>: items is not a method but has arguments'],
  ['{{template "nope"}}', 'template: output:1:11: executing "output" at <{{template "nope"}}>: template "nope" not defined'],
  ['{{"a" | base64decode}}', 'template: output:1:8: executing "output" at <base64decode>: error calling base64decode: base64 decode failed: illegal base64 data at input byte 0'],
  ['{{.items.foo}}', 'template: output:1:8: executing "output" at <.items.foo>: can\'t evaluate field foo in type interface {}'],
  ['{{(len .items).x}}', 'template: output:1:3: executing "output" at <len .items>: can\'t evaluate field x in type int'],
  ['{{$y = 1}}', 'template: output:1:7: executing "output" at <1>: undefined variable: $y'], ['{{nil}}', 'template: output:1:2: executing "output" at <nil>: nil is not a command'],
  ['{{range "Pod"}}x{{end}}', 'template: output:1:8: executing "output" at <"Pod">: range can\'t iterate over Pod'],
])('%s: %s', (text, words) => expect(() => fill(text)).toThrow(expect.objectContaining({ message: words })))

test('what is missing is an error where it is asked to be one, and what was printed before it stays', () => {
  expect(() => fill('{{.nope}}', true)).toThrow('template: output:1:2: executing "output" at <.nope>: map has no entry for key "nope"')
  expect(fillGoTemplate(parseGoTemplate('a{{index .items 9}}'), data).text).toBe('a')
})
