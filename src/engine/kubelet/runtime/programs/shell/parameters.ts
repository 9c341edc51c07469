// What ${…} comes to: the value, its length, another in its place, or a part of it.
import { worked } from '../machine/io.ts'
import type { Doing } from '../machine/process.ts'
import { allOf, wholeArray } from './allOf.ts'
import type { Parameter, Word } from './ast.ts'
import type { Expander } from './expand.ts'
import { matches, patternExpression, trim } from './glob.ts'
import { prefix, readOnly } from './wording.ts'

const SPECIAL = /^[0-9@*#?$!-]+$/

function* changed(expander: Expander, value: string, part: Parameter): Doing<string> {
  const { op, word, second } = part
  yield* worked(expander.shell.proc, value.length)
  switch (op) {
    case '#':
    case '##':
      return trim(value, word ? yield* expander.pattern(word) : '', 'start', op === '##')
    case '%':
    case '%%':
      return trim(value, word ? yield* expander.pattern(word) : '', 'end', op === '%%')
    case '/':
    case '//':
    case '/#':
    case '/%': {
      const pattern = word ? yield* expander.pattern(word) : ''
      const by = second ? yield* expander.text(second) : ''
      if (pattern === '') return value
      return patternExpression(pattern, op === '/#' ? '^' : op === '/%' ? '$' : '').replace(value, ({ groups: [found] }) => (found === '' && op === '//' ? '' : by), op === '//')
    }
    case ':': {
      const from = Number(expander.calculate(word ? yield* expander.text(word) : ''))
      const begin = from < 0 ? Math.max(0, value.length + from) : from
      if (!second) return value.slice(begin)
      const count = Number(expander.calculate(yield* expander.text(second)))
      return count < 0 ? value.slice(begin, value.length + count) : value.slice(begin, begin + count)
    }
    case '^':
    case '^^':
    case ',':
    case ',,': {
      const pattern = word && word.raw !== '' ? yield* expander.pattern(word) : '?'
      const change = (c: string) => (matches(pattern, c) ? (op[0] === '^' ? c.toUpperCase() : c.toLowerCase()) : c)
      return op.length === 2 ? [...value].map(change).join('') : change(value.slice(0, 1)) + value.slice(1)
    }
    default:
      return value
  }
}

export function* parameter(expander: Expander, part: Parameter): Doing<string> {
  const shell = expander.shell
  if (part.indirect) {
    const name = yield* valueOf(expander, part)
    return name === undefined ? '' : (shell.variable(name) ?? '')
  }
  if (part.length) {
    if (part.name === '@' || part.name === '*') return String(shell.positional.length)
    if (wholeArray(part)) return String((yield* allOf(expander, part)).length)
    const value = yield* valueOf(expander, part)
    if (value === undefined && shell.options.has('u')) expander.unset(part.name)
    return String((value ?? '').length)
  }
  const value = yield* valueOf(expander, part)
  const { op, word } = part
  if (op === undefined) {
    if (value === undefined && shell.options.has('u') && !/^[@*#?$!-]$/.test(part.name)) expander.unset(part.name)
    return value ?? ''
  }
  if (op.endsWith('=') || op.endsWith('?')) {
    if (value !== undefined && !(op.startsWith(':') && value === '')) return value
    const text = word ? yield* expander.text(word) : ''
    if (op.endsWith('?')) {
      const why = text !== '' ? text : shell.dialect === 'bash' || op === ':?' ? (shell.dialect === 'ash' ? 'parameter not set or null' : shell.dialect === 'bash' ? 'parameter null or not set' : 'parameter not set or null') : 'parameter not set'
      expander.fail(`${prefix(shell.speaker())}${part.name}: ${why}\n`, shell.dialect === 'bash' ? 127 : 2)
    }
    if (SPECIAL.test(part.name)) expander.fail(`${prefix(shell.speaker())}$${part.name}: cannot assign in this way\n`, 2)
    if (!shell.assign(part.name, text)) expander.fail(readOnly(shell.speaker(), part.name), 2)
    return text
  }
  if (/^:?[-+]$/.test(op)) return value ?? ''
  if (value === undefined && shell.options.has('u')) expander.unset(part.name)
  return yield* changed(expander, value ?? '', part)
}

/** The value of a plain parameter, undefined if unset. */
function* valueOf(expander: Expander, part: Parameter): Doing<string | undefined> {
  const shell = expander.shell
  if (part.index) {
    const variable = shell.variables.at(part.name)
    if (!variable) return undefined
    if (wholeArray(part)) return (yield* allOf(expander, part)).join(' ')
    const key = yield* expander.text(part.index)
    const at = variable.named ? key : String(expander.calculate(key))
    if (!variable.list) return at === '0' ? variable.text : undefined
    return variable.list.get(/^-\d/.test(at) ? String(Math.max(...[...variable.list.keys()].map(Number)) + 1 + Number(at)) : at)
  }
  if (part.name === '@' || part.name === '*') return shell.positional.length > 0 ? shell.positional.join(' ') : undefined
  return shell.variable(part.name)
}

/** For - and +: the word to take instead, or nothing. */
export function* alternative(expander: Expander, part: Parameter): Doing<Word | undefined> {
  const value = yield* valueOf(expander, part)
  const missing = value === undefined || (part.op!.startsWith(':') && value === '')
  if (part.op!.endsWith('-')) return missing ? part.word : undefined
  return missing ? { parts: [], raw: '' } : part.word
}
