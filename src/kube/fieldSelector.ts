// Field selectors: `status.phase=Running,spec.nodeName!=n1`. Which fields a kind answers for is known to the API server
// (engine/api/selectors). Upstream: apimachinery/pkg/fields/selector.go.
import { SelectorError } from './labels.ts'

export interface FieldTerm {
  readonly field: string
  readonly value: string
  readonly equal: boolean
}

export interface FieldSelector {
  readonly terms: readonly FieldTerm[]
  readonly empty: boolean
  /** `read` gives the value of a field, '' where it is not set. */
  matches(read: (field: string) => string): boolean
  toString(): string
}

const escape = (value: string) => value.replace(/[\\,=]/g, c => `\\${c}`)

/** The text cut at commas that no backslash precedes. */
function split(text: string): string[] {
  const terms: string[] = []
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') {
      i++
    } else if (text[i] === ',') {
      terms.push(text.slice(start, i))
      start = i + 1
    }
  }
  terms.push(text.slice(start))
  return terms
}

function unescape(value: string): string {
  const wrong = (what: string) => new SelectorError(`invalid field selector: ${what}`)
  let out = ''
  const runes = [...value]
  for (let i = 0; i < runes.length; i++) {
    const c = runes[i]!
    if (c === '\\') {
      const escaped = runes[++i]
      if (escaped === undefined) throw wrong('invalid escape sequence: \\')
      if (escaped !== '\\' && escaped !== ',' && escaped !== '=') throw wrong(`invalid escape sequence: \\${escaped}`)
      out += escaped
    } else if (c === ',' || c === '=') {
      throw wrong(`unescaped character in value: ${c.codePointAt(0)}`)
    } else {
      out += c
    }
  }
  return out
}

export function fieldSelectorOf(terms: readonly FieldTerm[]): FieldSelector {
  return {
    terms, empty: terms.length === 0,
    matches: read => terms.every(t => (read(t.field) === t.value) === t.equal),
    toString: () => terms.map(t => `${t.field}${t.equal ? '=' : '!='}${escape(t.value)}`).join(','),
  }
}

/** Reads a field selector as the API server does; throws a SelectorError in its words. */
export function parseFieldSelector(text: string): FieldSelector {
  const terms: FieldTerm[] = []
  for (const part of split(text).sort()) {
    if (part === '') continue
    const sign = /!=|==|=/.exec(part)
    if (!sign) throw new SelectorError(`invalid selector: '${text}'; can't understand '${part}'`)
    terms.push({ field: part.slice(0, sign.index), value: unescape(part.slice(sign.index + sign[0].length)), equal: sign[0] !== '!=' })
  }
  return fieldSelectorOf(terms)
}

/** The one value that must stand in a field, if the selector says so: what an index can be searched by. */
export const exactField = (selector: FieldSelector, field: string): string | undefined => selector.terms.find(t => t.equal && t.field === field)?.value
