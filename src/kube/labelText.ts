// Label selectors as people write them: `app=web,tier in (front,back),!old`. Upstream: apimachinery/pkg/labels/selector.go (Lexer, Parser).
import { labelKeyErrors } from './labelRules.ts'
import { aggregate, requirementErrors, SelectorError, selectorOf } from './labels.ts'
import type { LabelOperator, Requirement, Selector } from './labels.ts'
import type { LabelSelector } from './meta.ts'

/** `word` is a key, a value or a keyword; `error` cannot occur in a selector; `end` closes every list of tokens. */
interface Token { readonly kind: 'word' | 'symbol' | 'error' | 'end'; readonly text: string }

const SYMBOLS = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '('])
const isSymbol = (c: string) => '=!(),><'.includes(c)
const isSpace = (c: string) => c === ' ' || c === '\t' || c === '\r' || c === '\n'

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let i = 0
  while (i < text.length) {
    if (isSpace(text[i]!)) {
      i++
    } else if (isSymbol(text[i]!)) {
      // The longest symbol that the next characters make: `==` before `=`, while `=(` is two.
      let length = 1
      while (i + length < text.length && isSymbol(text[i + length]!) && SYMBOLS.has(text.slice(i, i + length + 1))) length++
      tokens.push({ kind: 'symbol', text: text.slice(i, i + length) })
      i += length
    } else {
      let end = i
      while (end < text.length && !isSymbol(text[end]!) && !isSpace(text[end]!)) end++
      tokens.push({ kind: 'word', text: text.slice(i, end) })
      i = end
    }
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}

const fail = (message: string): never => {
  throw new SelectorError(message)
}
const ALL_OPERATORS = 'in, notin, =, ==, !=, gt, lt'
const operatorSigns: Readonly<Record<string, LabelOperator>> = { in: 'in', notin: 'notin', '=': '=', '==': '==', '!=': '!=', '>': 'gt', '<': 'lt' }

class Parser {
  private readonly tokens: readonly Token[]
  private at = 0
  constructor(text: string) {
    this.tokens = tokenize(text)
  }

  private get next(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)]!
  }

  private take(): Token {
    const token = this.next
    this.at++
    return token
  }

  private is(text: string): boolean {
    return this.next.kind === 'symbol' && this.next.text === text
  }

  requirements(): Requirement[] {
    const found: Requirement[] = []
    for (;;) {
      if (this.next.kind === 'end') return found
      if (this.next.kind !== 'word' && !this.is('!')) fail(`found '${this.next.text}', expected: !, identifier, or 'end of string'`)
      try {
        found.push(this.requirement())
      } catch (e) {
        if (e instanceof SelectorError) fail(`unable to parse requirement: ${e.message}`)
        throw e
      }
      const after = this.take()
      if (after.kind === 'end') return found
      if (after.kind !== 'symbol' || after.text !== ',') fail(`found '${after.text}', expected: ',' or 'end of string'`)
      if (this.next.kind !== 'word' && !this.is('!')) fail(`found '${this.next.text}', expected: identifier after ','`)
    }
  }

  private requirement(): Requirement {
    let operator: LabelOperator | undefined
    let token = this.take()
    if (token.kind === 'symbol' && token.text === '!') {
      operator = '!'
      token = this.take()
    }
    if (token.kind !== 'word') fail(`found '${token.text}', expected: identifier`)
    const key = token.text
    const wrong = labelKeyErrors(key)
    if (wrong.length > 0) fail(`<nil>: Invalid value: ${JSON.stringify(key)}: ${wrong.join('; ')}`)
    if (operator !== '!' && (this.next.kind === 'end' || this.is(','))) operator = 'exists'
    if (operator !== undefined) return checked(key, operator, [])
    const sign = this.take()
    const binary = sign.kind !== 'end' && Object.hasOwn(operatorSigns, sign.text) ? operatorSigns[sign.text]! : fail(`found '${sign.text}', expected: ${ALL_OPERATORS}`)
    return checked(key, binary, binary === 'in' || binary === 'notin' ? this.values() : [this.value()])
  }

  private value(): string {
    if (this.next.kind === 'end' || this.is(',')) return ''
    const token = this.take()
    return token.kind === 'word' ? token.text : fail(`found '${token.text}', expected: identifier`)
  }

  private values(): string[] {
    const open = this.take()
    if (open.kind !== 'symbol' || open.text !== '(') fail(`found '${open.text}' expected: '('`)
    if (this.is(')')) {
      this.take()
      return ['']
    }
    if (this.next.kind !== 'word' && !this.is(',')) fail(`found '${this.next.text}', expected: ',', ')' or identifier`)
    const values = new Set<string>()
    for (;;) {
      const token = this.take()
      if (token.kind === 'word') {
        values.add(token.text)
        if (this.is(')')) break
        if (!this.is(',')) fail(`found '${this.next.text}', expected: ',' or ')'`)
      } else if (token.kind === 'symbol' && token.text === ',') {
        // A comma without a word before or after it stands for the empty value.
        if (values.size === 0) values.add('')
        if (this.is(')')) {
          values.add('')
          break
        }
        if (this.is(',')) values.add('')
      } else {
        fail(`found '${token.text}', expected: ',', or identifier`)
      }
    }
    this.take()
    return [...values].sort()
  }
}

function checked(key: string, operator: LabelOperator, values: string[]): Requirement {
  const errors = requirementErrors(key, operator, values)
  if (errors.length > 0) fail(aggregate(errors))
  return { key, operator, values }
}

/** Reads a selector as the API server does; throws a SelectorError in its words. An empty text selects everything. */
export const parseSelector = (text: string): Selector => selectorOf(new Parser(text).requirements())

/** Reads a selector into the form that objects carry; throws a SelectorError in its words. */
export function parseToLabelSelector(text: string): LabelSelector {
  let requirements: readonly Requirement[]
  try {
    requirements = parseSelector(text).requirements
  } catch (e) {
    if (e instanceof SelectorError) fail(`couldn't parse the selector string "${text}": ${e.message}`)
    throw e
  }
  const matchLabels: Record<string, string> = {}
  const matchExpressions: { key: string; operator: string; values?: string[] }[] = []
  for (const { key, operator, values } of requirements) {
    switch (operator) {
      case '=': case '==': matchLabels[key] = values[0]!; break
      case 'in': matchExpressions.push({ key, operator: 'In', values: [...values] }); break
      case 'notin': matchExpressions.push({ key, operator: 'NotIn', values: [...values] }); break
      case 'exists': matchExpressions.push({ key, operator: 'Exists' }); break
      case '!': matchExpressions.push({ key, operator: 'DoesNotExist' }); break
      case 'gt': case 'lt': fail(`"${operator}" isn't supported in label selectors`); break
      default: fail(`"${operator}" is not a valid label selector operator`)
    }
  }
  return {
    ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
    ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
  }
}
