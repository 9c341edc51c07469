// Fills a Go template in. Upstream: Go's text/template/exec.go.
import { CallError, functions } from './functions.ts'
import { TemplateError } from './lexer.ts'
import type { Command, GoTemplate, Node, Operand, Pipe } from './parse.ts'
import { isMap, own, truth, goText, typeName } from './values.ts'

/** What was printed, and what it then failed on. */
export interface Filled { readonly text: string; readonly error?: TemplateError }

/** `typed`: the dot is of its own type, as `with` makes it; elements of a range are of any. */
interface Scope { readonly dot: unknown; readonly typed: boolean; readonly names: Map<string, { value: unknown }> }

/** Leaves a range, or its round. */
class Leave extends Error {
  readonly how: 'break' | 'continue'
  constructor(how: 'break' | 'continue') {
    super(how)
    this.how = how
  }
}

const MOST_CALLS = 50
const MOST_TEXT = 10_000_000
/** Ranges in ranges come to an end. */
const MOST_STEPS = 1_000_000
/** No argument comes from the pipe. */
const NONE = Symbol('none')

class Execution {
  out = ''
  #calls = 0
  #steps = 0
  readonly #template: GoTemplate
  readonly #strict: boolean
  constructor(template: GoTemplate, strict: boolean) {
    this.#template = template
    this.#strict = strict
  }

  #fail(at: number, text: string, why: string): TemplateError {
    const before = this.#template.text.slice(0, at).split('\n')
    return new TemplateError(`template: output:${before.length}:${new TextEncoder().encode(before.at(-1)).length}: executing "output" at <${text}>: ${why}`)
  }

  walk(nodes: readonly Node[], scope: Scope): void {
    for (const node of nodes) this.#step(node, scope)
  }

  #print(text: string): void {
    this.out += text
    if (this.out.length > MOST_TEXT) throw new TemplateError('template: output: exceeded maximum length')
  }

  #step(node: Node, scope: Scope): void {
    if (++this.#steps > MOST_STEPS) throw new TemplateError('template: output: exceeded maximum number of steps')
    switch (node.type) {
      case 'text': return this.#print(node.text)
      case 'break': case 'continue': throw new Leave(node.type)
      case 'action': {
        const value = this.#pipe(node.pipe, scope)
        if (node.pipe.declared.length === 0) this.#print(value === undefined || value === null ? '<no value>' : goText(value))
        return
      }
      case 'template': {
        const body = this.#template.defined.get(node.name)
        if (!body) throw this.#fail(node.at, node.text, `template ${JSON.stringify(node.name)} not defined`)
        if (++this.#calls > MOST_CALLS) throw this.#fail(node.at, node.text, `exceeded maximum template depth (${MOST_CALLS})`)
        const dot = node.pipe && this.#pipe(node.pipe, scope)
        this.walk(body, { dot, typed: true, names: new Map([['$', { value: dot }]]) })
        this.#calls--
        return
      }
      case 'range': return this.#range(node, scope)
      default: {
        const inner = { ...scope, names: new Map(scope.names) }
        const value = this.#pipe(node.pipe, inner)
        if (!truth(value)) return this.walk(node.otherwise, inner)
        return this.walk(node.body, node.type === 'with' ? { ...inner, dot: value, typed: true } : inner)
      }
    }
  }

  #range(node: Extract<Node, { body: readonly Node[] }>, scope: Scope): void {
    const inner = { ...scope, names: new Map(scope.names) }
    const value = this.#pipe(node.pipe, inner, false)
    const entries: (readonly [unknown, unknown])[] = Array.isArray(value) ? value.map((v, i) => [i, v] as const)
      : isMap(value) ? Object.keys(value).sort().map(k => [k, own(value, k)] as const)
        : typeof value === 'number' && Number.isInteger(value) ? Array.from({ length: Math.max(0, Math.min(value, MOST_STEPS)) }, (_, i) => [i, i] as const) : []
    if (entries.length === 0) {
      if (value !== undefined && value !== null && typeof value !== 'object' && typeof value !== 'number') throw this.#fail(node.pipe.at, node.pipe.text, `range can't iterate over ${goText(value)}`)
      return this.walk(node.otherwise, inner)
    }
    for (const [key, element] of entries) {
      const round: Scope = { dot: element, typed: false, names: new Map(inner.names) }
      const given = node.pipe.declared.length === 2 ? [key, element] : [element]
      node.pipe.declared.forEach((name, i) => this.#assign(node.pipe, round, name, given[i]))
      if (++this.#steps > MOST_STEPS) throw new TemplateError('template: output: exceeded maximum number of steps')
      try {
        this.walk(node.body, round)
      } catch (e) {
        if (!(e instanceof Leave)) throw e
        if (e.how === 'break') return
      }
    }
  }

  #assign(pipe: Pipe, scope: Scope, name: string, value: unknown): void {
    if (!pipe.assigns) return void scope.names.set(name, { value })
    const known = scope.names.get(name)
    if (!known) {
      const last = pipe.commands.at(-1)!.args.at(-1)!
      throw this.#fail(last.at, last.text, `undefined variable: ${name}`)
    }
    known.value = value
  }

  #pipe(pipe: Pipe, scope: Scope, declares = true): unknown {
    let value: unknown = NONE
    for (const command of pipe.commands) {
      value = this.#command(command, scope, value)
      // What is nil is no value behind a pipe.
      if (value === null) value = undefined
    }
    if (declares) for (const name of pipe.declared) this.#assign(pipe, scope, name, value)
    return value
  }

  #command({ args, at, text }: Command, scope: Scope, piped: unknown): unknown {
    const [first, ...rest] = args as [Operand, ...Operand[]]
    if (first.type === 'call') return this.#call(first, rest, { at, text }, scope, piped)
    if (rest.length || piped !== NONE) {
      const name = 'names' in first ? first.names.at(-1) : undefined
      if (name !== undefined) throw this.#fail(first.at, first.text, `${name} is not a method but has arguments`)
      throw this.#fail(first.at, first.text, `can't give argument to non-function ${first.text}`)
    }
    if (first.type === 'nil') throw this.#fail(first.at, first.text, 'nil is not a command')
    return this.#operand(first, scope)
  }

  #call(first: Extract<Operand, { type: 'call' }>, rest: readonly Operand[], whole: { at: number; text: string }, scope: Scope, piped: unknown): unknown {
    const { least, most, run } = functions[first.name]!
    const count = rest.length + (piped === NONE ? 0 : 1)
    if (count < least || count > most) {
      throw this.#fail(first.at, first.text, `wrong number of args for ${first.name}: want ${most === Infinity ? `at least ${least}` : least} got ${count}`)
    }
    const args: unknown[] = []
    for (const operand of rest) {
      args.push(this.#operand(operand, scope))
      // Whether the others are asked at all depends on those before them.
      if ((first.name === 'and' && !truth(args.at(-1))) || (first.name === 'or' && truth(args.at(-1)))) return args.at(-1)
    }
    try {
      return run(piped === NONE ? args : [...args, piped])
    } catch (e) {
      if (!(e instanceof CallError)) throw e
      throw this.#fail(whole.at, whole.text, `error calling ${first.name}: ${e.message}`)
    }
  }

  #operand(operand: Operand, scope: Scope): unknown {
    switch (operand.type) {
      case 'constant': return operand.value
      case 'nil': return null
      case 'dot': return scope.dot
      case 'field': return this.#fields(operand, scope.dot, operand.names, scope.typed)
      case 'variable': {
        const known = scope.names.get(operand.name)
        if (!known) throw this.#fail(operand.at, operand.text, `undefined variable: ${operand.name}`)
        return this.#fields(operand, known.value, operand.names, false)
      }
      case 'pipe': return this.#pipe(operand.pipe, scope)
      case 'chain': {
        const value = operand.of.type === 'call' ? this.#call(operand.of, [], operand.of, scope, NONE) : this.#operand(operand.of, scope)
        // What is wrong with a field behind parentheses is said of what stands in them.
        return this.#fields(operand.of, value, operand.names, true)
      }
      default: return this.#call(operand, [], operand, scope, NONE)
    }
  }

  #fields({ at, text }: Operand, value: unknown, names: readonly string[], typed: boolean): unknown {
    for (const [i, name] of names.entries()) {
      const type = i === 0 && typed ? typeName(value) : 'interface {}'
      if (value === undefined) {
        if (this.#strict) throw this.#fail(at, text, `nil data; no entry for key ${JSON.stringify(name)}`)
        return undefined
      }
      if (value === null) throw this.#fail(at, text, `nil pointer evaluating ${type}.${name}`)
      if (!isMap(value)) throw this.#fail(at, text, `can't evaluate field ${name} in type ${type}`)
      if (!Object.hasOwn(value, name) && this.#strict) throw this.#fail(at, text, `map has no entry for key ${JSON.stringify(name)}`)
      value = own(value, name)
    }
    return value
  }
}

/** Fills a template in with data; `strict`: what is missing is an error. */
export function fillGoTemplate(template: GoTemplate, data: unknown, strict = false): Filled {
  const execution = new Execution(template, strict)
  try {
    execution.walk(template.nodes, { dot: data, typed: true, names: new Map([['$', { value: data }]]) })
    return { text: execution.out }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { text: execution.out, error }
  }
}
