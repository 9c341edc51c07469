import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failing } from '../../headless/vectors/failing.ts'
import { podstatusTopic } from '../../headless/vectors/podstatus.ts'
import { align, DESCRIBE, TABLE } from './tabwriter.ts'

const file = JSON.parse(readFileSync('test-data/vectors/podstatus.json', 'utf8'))

test.each(['row', 'text'])('vectors podstatus: %s', op => expect(failing(podstatusTopic, file, op)).toEqual([]))

test.each([
  ['a column is as wide as its widest cell', 'a\tb\nlong\tc\n', 'a     b\nlong  c\n'],
  ['what follows the last tab is not padded', 'a\tb\nc\tlonger\n', 'a  b\nc  longer\n'],
  ['a line without the column ends it', 'aaaa\tb\n\nc\td\n', 'aaaa  b\n\nc  d\n'],
  ['a trailing tab pads', 'a\t\nbbb\tc\n', 'a    \nbbb  c\n'],
  ['runes, not bytes', 'é\tb\nab\tc\n', 'é   b\nab  c\n'],
])('align: %s', (_name, text, aligned) => expect(align(text, DESCRIBE)).toBe(aligned))

test('align: widths never shrink when they are remembered', () => {
  const widths: number[] = []
  expect(align('long name\tx', TABLE, widths)).toBe('long name   x')
  expect(align('a\tx', TABLE, widths)).toBe('a           x')
})
