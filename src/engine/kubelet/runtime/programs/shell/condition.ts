// test, [ and the file tests of [[.
import { lengthOf } from '../program.ts'
import { resolvePath } from '../machine/files.ts'
import type { Process } from '../machine/process.ts'

export function compare(op: string, a: bigint, b: bigint): boolean {
  switch (op) {
    case '-eq': return a === b
    case '-ne': return a !== b
    case '-lt': return a < b
    case '-le': return a <= b
    case '-gt': return a > b
    default: return a >= b
  }
}

/** -e -f -d -s -r -w -x -L -t and their like; false for what is not known here (sockets, devices). */
export function fileTest(proc: Process, op: string, path: string): boolean {
  const { files } = proc.kernel
  if (op === '-t') return false
  if (path === '') return false
  const full = resolvePath(proc.cwd, path)
  if (op === '-L' || op === '-h') return files.at(full)?.kind === 'link'
  const device: boolean = full === '/dev/null' || full === '/dev/stdout' || full === '/dev/stderr' || full === '/dev/stdin' || full === '/dev/zero' || full === '/dev/urandom'
  const living = proc.kernel.living(full)
  if (device) return op === '-e' || op === '-a' || op === '-r' || op === '-w' || op === '-c'
  const node = files.stat(full) ?? (living === undefined ? undefined : ({ kind: 'file', text: living, mode: 0o444, atUs: 0 } as const))
  if (!node) return false
  switch (op) {
    case '-e':
    case '-a':
    case '-r':
    case '-w':
    case '-O':
    case '-G': return true
    case '-f': return node.kind === 'file'
    case '-d': return node.kind === 'dir'
    case '-s': return node.kind !== 'file' || lengthOf(node.text) > 0
    case '-x': return node.kind === 'dir' || (node.mode & 0o111) !== 0 || proc.kernel.commands.find(proc, full).kind === 'program'
    default: return false
  }
}

/** Thrown for what `test` cannot read; each shell has its own words for the kind. */
export class BadTest {
  readonly kind: 'number' | 'operator' | 'binary' | 'arguments' | 'bracket'
  readonly word: string
  /** Of `binary`: what stands before it, which dash blames. */
  readonly first: string
  constructor(kind: BadTest['kind'], word: string, first = word) {
    this.kind = kind
    this.word = word
    this.first = first
  }
}

const UNARY = /^-[abcdefghkprstuwxznLOGS]$/
const BINARY = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef'])

/** Does the expression hold? Throws BadTest. The number of words decides first, as POSIX says. */
export function evaluateTest(proc: Process, words: readonly string[]): boolean {
  switch (words.length) {
    case 0:
      return false
    case 1:
      return words[0] !== ''
    case 2:
      if (words[0] === '!') return words[1] === ''
      if (UNARY.test(words[0]!)) return unary(proc, words[0]!, words[1]!)
      throw BINARY.has(words[1]!) ? new BadTest('arguments', words[1]!, words[0]!) : new BadTest('operator', words[0]!)
    case 3:
      if (BINARY.has(words[1]!)) return binary(proc, words[0]!, words[1]!, words[2]!)
      if (words[0] !== '!' && words[0] !== '(' && words[1] !== '-a' && words[1] !== '-o') throw new BadTest('binary', words[1]!, words[0]!)
      break
    case 4:
      if (words[0] === '!') return !evaluateTest(proc, words.slice(1))
  }
  return new Expression(proc, words).all()
}

function unary(proc: Process, op: string, word: string): boolean {
  if (op === '-z') return word === ''
  if (op === '-n') return word !== ''
  return fileTest(proc, op, word)
}

function integer(text: string): bigint {
  const trimmed = text.trim()
  if (!/^[-+]?\d+$/.test(trimmed)) throw new BadTest('number', text)
  return BigInt(trimmed.replace(/^\+/, ''))
}

function binary(proc: Process, left: string, op: string, right: string): boolean {
  switch (op) {
    case '=':
    case '==': return left === right
    case '!=': return left !== right
    case '<': return left < right
    case '>': return left > right
    case '-nt':
    case '-ot':
    case '-ef': {
      const a = proc.kernel.files.stat(resolvePath(proc.cwd, left))
      const b = proc.kernel.files.stat(resolvePath(proc.cwd, right))
      if (op === '-ef') return a !== undefined && a === b
      const [newer, older] = op === '-nt' ? [a, b] : [b, a]
      return newer !== undefined && (older === undefined || newer.atUs > older.atUs)
    }
  }
  return compare(op, integer(left), integer(right))
}

class Expression {
  readonly #proc: Process
  readonly #words: readonly string[]
  #at = 0
  constructor(proc: Process, words: readonly string[]) {
    this.#proc = proc
    this.#words = words
  }

  all(): boolean {
    const value = this.#or()
    if (this.#at < this.#words.length) throw new BadTest('operator', this.#words[this.#at]!)
    return value
  }

  #or(): boolean {
    let value = this.#and()
    while (this.#words[this.#at] === '-o') {
      this.#at++
      const right = this.#and()
      value = value || right
    }
    return value
  }

  #and(): boolean {
    let value = this.#primary()
    while (this.#words[this.#at] === '-a') {
      this.#at++
      const right = this.#primary()
      value = value && right
    }
    return value
  }

  #primary(): boolean {
    const word = this.#words[this.#at++]
    if (word === undefined) throw new BadTest('arguments', '')
    const next = this.#words[this.#at]
    if (next !== undefined && BINARY.has(next) && this.#at + 1 < this.#words.length) {
      this.#at += 2
      return binary(this.#proc, word, next, this.#words[this.#at - 1]!)
    }
    if (word === '!') return !this.#primary()
    if (word === '(') {
      const value = this.#or()
      if (this.#words[this.#at++] !== ')') throw new BadTest('arguments', ')')
      return value
    }
    if (UNARY.test(word) && next !== undefined) {
      this.#at++
      return unary(this.#proc, word, next)
    }
    return word !== ''
  }
}
