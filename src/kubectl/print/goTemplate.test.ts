import { expect, test } from 'vitest'
import { fillGoTemplate, parseGoTemplate, TemplateError } from './goTemplate.ts'

const data = { items: [{ metadata: { name: 'a', labels: { app: 'x', tier: 'y' } }, n: 1 }, { metadata: { name: 'b' }, n: 2 }] }
const fill = (text: string) => fillGoTemplate(parseGoTemplate(text), data)

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
