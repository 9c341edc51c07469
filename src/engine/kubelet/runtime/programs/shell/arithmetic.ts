// $((…)): 64-bit integers, C's operators, variables by name.

/** What an expression reads and sets. Values are texts, as the shell keeps them. */
export interface Variables {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

/** Thrown for `1 +`, `1/0` and their like; `kind` tells how each shell words it. */
export class BadArithmetic {
  readonly kind: 'syntax' | 'zero' | 'number'
  readonly at: string
  constructor(kind: 'syntax' | 'zero' | 'number', at: string) {
    this.kind = kind
    this.at = at
  }
}

type Token = { readonly k: 'number'; readonly value: bigint } | { readonly k: 'name' | 'op'; readonly text: string; readonly from: number }

const TOKENS = /\s*(?:(0[xX][0-9a-fA-F]+|\d+#[0-9a-zA-Z]+|\d\w*)|([A-Za-z_][A-Za-z0-9_]*)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|<=|>=|==|!=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|[-+*/%<>=!~&|^?:(),]))/y
const cache = new Map<string, readonly Token[]>()

function tokens(text: string): readonly Token[] {
  const known = cache.get(text)
  if (known) return known
  const all: Token[] = []
  TOKENS.lastIndex = 0
  const trimmed = text.trimEnd()
  while (TOKENS.lastIndex < trimmed.length) {
    const from = TOKENS.lastIndex
    const found = TOKENS.exec(trimmed)
    if (!found) throw new BadArithmetic('syntax', trimmed.slice(from).trim())
    if (found[1] !== undefined) all.push({ k: 'number', value: numberOf(found[1]) })
    else all.push({ k: found[2] !== undefined ? 'name' : 'op', text: found[2] ?? found[3]!, from })
  }
  if (cache.size > 2000) cache.clear()
  cache.set(text, all)
  return all
}

function numberOf(text: string): bigint {
  const based = /^(\d+)#(.+)$/.exec(text)
  if (based) {
    const base = Number(based[1])
    let value = 0n
    for (const c of based[2]!.toLowerCase()) {
      const digit = Number.parseInt(c, 36)
      if (!(digit < base)) throw new BadArithmetic('number', text)
      value = value * BigInt(base) + BigInt(digit)
    }
    return value
  }
  if (/^0[0-9]+$/.test(text)) {
    if (/[89]/.test(text)) throw new BadArithmetic('number', text)
    return BigInt(`0o${text.slice(1)}`)
  }
  if (!/^(\d+|0[xX][0-9a-fA-F]+)$/.test(text)) throw new BadArithmetic('number', text)
  return BigInt.asIntN(64, BigInt(text))
}

const BINARY: readonly (readonly string[])[] = [['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<', '>', '<=', '>='], ['<<', '>>'], ['+', '-'], ['*', '/', '%']]
const wrap = (n: bigint): bigint => BigInt.asIntN(64, n)
const truth = (b: boolean): bigint => (b ? 1n : 0n)

/** The value of an expression; an empty one is 0. */
export function evaluateArithmetic(text: string, variables: Variables): bigint {
  return new Evaluation(tokens(text), variables, text, 0).all()
}

class Evaluation {
  readonly #tokens: readonly Token[]
  readonly #variables: Variables
  readonly #text: string
  readonly #depth: number
  #at = 0
  /** Above 0: what is passed over by && || ?: has no effect. */
  #idle = 0

  constructor(all: readonly Token[], variables: Variables, text: string, depth: number) {
    this.#tokens = all
    this.#variables = variables
    this.#text = text
    this.#depth = depth
  }

  all(): bigint {
    if (this.#tokens.length === 0) return 0n
    const value = this.#comma()
    if (this.#at < this.#tokens.length) this.#bad()
    return value
  }

  #bad(): never {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1)
    throw new BadArithmetic('syntax', token && token.k !== 'number' ? this.#text.slice(token.from).trimStart() : this.#text.trim())
  }

  #op(...ops: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at]
    if (token?.k !== 'op' || !ops.includes(token.text)) return undefined
    this.#at++
    return token.text
  }

  #comma(): bigint {
    let value = this.#assign()
    while (this.#op(',')) value = this.#assign()
    return value
  }

  #assign(): bigint {
    const token = this.#tokens[this.#at]
    const next = this.#tokens[this.#at + 1]
    if (token?.k === 'name' && next?.k === 'op' && /^(=|[-+*/%&|^]=|<<=|>>=)$/.test(next.text)) {
      this.#at += 2
      const right = this.#assign()
      const value = next.text === '=' ? right : this.#apply(next.text.slice(0, -1), this.#value(token.text), right)
      return this.#store(token.text, value)
    }
    return this.#choice()
  }

  #choice(): bigint {
    const condition = this.#binary(0)
    if (!this.#op('?')) return condition
    if (condition === 0n) this.#idle++
    const yes = this.#assign()
    if (condition === 0n) this.#idle--
    if (!this.#op(':')) this.#bad()
    if (condition !== 0n) this.#idle++
    const no = this.#assign()
    if (condition !== 0n) this.#idle--
    return condition !== 0n ? yes : no
  }

  #binary(level: number): bigint {
    if (level === BINARY.length) return this.#power()
    let left = this.#binary(level + 1)
    for (;;) {
      const op = this.#op(...BINARY[level]!)
      if (op === undefined) return left
      const skip = (op === '&&' && left === 0n) || (op === '||' && left !== 0n)
      if (skip) this.#idle++
      const right = this.#binary(level + 1)
      if (skip) this.#idle--
      left = this.#apply(op, left, right)
    }
  }

  #power(): bigint {
    const base = this.#unary()
    if (!this.#op('**')) return base
    const exponent = this.#power()
    return exponent < 0n ? 0n : this.#idle ? 0n : wrapPower(base, exponent)
  }

  #apply(op: string, a: bigint, b: bigint): bigint {
    switch (op) {
      case '||': return truth(a !== 0n || b !== 0n)
      case '&&': return truth(a !== 0n && b !== 0n)
      case '|': return a | b
      case '^': return a ^ b
      case '&': return a & b
      case '==': return truth(a === b)
      case '!=': return truth(a !== b)
      case '<': return truth(a < b)
      case '>': return truth(a > b)
      case '<=': return truth(a <= b)
      case '>=': return truth(a >= b)
      case '<<': return wrap(a << (b & 63n))
      case '>>': return a >> (b & 63n)
      case '+': return wrap(a + b)
      case '-': return wrap(a - b)
      case '*': return wrap(a * b)
    }
    if (b === 0n) {
      if (this.#idle) return 0n
      throw new BadArithmetic('zero', this.#text.trim())
    }
    return wrap(op === '/' ? a / b : a % b)
  }

  #unary(): bigint {
    const op = this.#op('!', '~', '+', '-', '++', '--')
    if (op === undefined) return this.#postfix()
    if (op === '++' || op === '--') {
      const token = this.#tokens[this.#at++]
      if (token?.k !== 'name') this.#bad()
      return this.#store(token.text, wrap(this.#value(token.text) + (op === '++' ? 1n : -1n)))
    }
    const value = this.#unary()
    return op === '!' ? truth(value === 0n) : op === '~' ? ~value : op === '-' ? wrap(-value) : value
  }

  #postfix(): bigint {
    const token = this.#tokens[this.#at]
    if (token === undefined) this.#bad()
    if (token.k === 'number') {
      this.#at++
      return token.value
    }
    if (token.k === 'op') {
      if (!this.#op('(')) this.#bad()
      const value = this.#comma()
      if (!this.#op(')')) this.#bad()
      return value
    }
    this.#at++
    const value = this.#value(token.text)
    const op = this.#op('++', '--')
    if (op !== undefined) this.#store(token.text, wrap(value + (op === '++' ? 1n : -1n)))
    return value
  }

  #value(name: string): bigint {
    const text = (this.#variables.get(name) ?? '').trim()
    if (text === '') return 0n
    if (/^-?\d+$/.test(text) && !/^-?0\d/.test(text)) return wrap(BigInt(text))
    if (this.#depth > 20) throw new BadArithmetic('syntax', text)
    return new Evaluation(tokens(text), this.#variables, text, this.#depth + 1).all()
  }

  #store(name: string, value: bigint): bigint {
    if (!this.#idle) this.#variables.set(name, String(value))
    return value
  }
}

function wrapPower(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = wrap(b * b)) if (e & 1n) result = wrap(result * b)
  return result
}
