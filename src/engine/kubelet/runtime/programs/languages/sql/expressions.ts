// Reads expressions and SELECT.
import { SQL_ERRORS } from './errors.ts'
import type { Expression, Order, Select, Shown, Source } from './tree.ts'
import type { Words } from './words.ts'

/** Brackets, NOTs and signs in one another, and so many subqueries. */
const DEEPEST = 100
/** Operations in a row within one expression: each lies in the one before. */
const LONGEST = 1000

export class Reader {
  readonly #w: Words
  #depth = 0
  #links = 0

  constructor(words: Words) {
    this.#w = words
  }

  expression(): Expression {
    if (this.#depth === 0) this.#links = 0
    if (++this.#depth > DEEPEST) throw this.#w.wrong()
    const read = this.#or()
    this.#depth--
    return read
  }

  /** One more operation over what was read. */
  #binary(op: string, left: Expression, right: Expression): Expression {
    if (++this.#links > LONGEST) throw this.#w.wrong()
    return { is: 'binary', op, left, right }
  }

  #or(): Expression {
    let left = this.#and()
    for (;;) {
      const op = this.#w.hasOne('or', '||', 'xor')
      if (op === undefined) return left
      left = this.#binary(op === 'xor' ? 'xor' : 'or', left, this.#and())
    }
  }

  #and(): Expression {
    let left = this.#not()
    while (this.#w.hasOne('and', '&&')) left = this.#binary('and', left, this.#not())
    return left
  }

  #not(): Expression {
    if (!this.#w.has('not') && !this.#w.has('!')) return this.#comparison()
    if (++this.#depth > DEEPEST) throw this.#w.wrong()
    const of = this.#not()
    this.#depth--
    return { is: 'unary', op: 'not', of }
  }

  #comparison(): Expression {
    const w = this.#w
    let left = this.#sum()
    for (;;) {
      const op = w.hasOne('=', '<=>', '<>', '!=', '<=', '>=', '<', '>')
      if (op !== undefined) {
        left = this.#binary(op === '!=' ? '<>' : op, left, this.#sum())
        continue
      }
      if (w.has('is')) {
        const not = w.has('not')
        const what = w.hasOne('null', 'true', 'false')
        if (what === undefined) throw w.wrong()
        const truth: Expression = { is: 'binary', op: '<=>', left: { is: 'binary', op: '<>', left, right: { is: 'value', value: 0 } }, right: { is: 'value', value: what === 'true' ? 1 : 0 } }
        left = what === 'null' ? { is: 'isNull', of: left, not } : not ? { is: 'unary', op: 'not', of: truth } : truth
        continue
      }
      const not = w.sees('not') && ['like', 'in', 'between'].includes(w.peek(1).text.toLowerCase()) && w.has('not')
      if (w.has('like')) {
        const match: Expression = { is: 'binary', op: 'like', left, right: this.#sum() }
        left = not ? { is: 'unary', op: 'not', of: match } : match
      } else if (w.has('in')) {
        left = { is: 'in', of: left, not, list: w.inBrackets(() => (w.sees('select') ? this.select() : w.list(() => this.expression()))) }
      } else if (w.has('between')) {
        const low = this.#sum()
        w.wants('and')
        left = { is: 'between', of: left, low, high: this.#sum(), not }
      } else return left
    }
  }

  #sum(): Expression {
    let left = this.#product()
    for (;;) {
      const op = this.#w.hasOne('+', '-')
      if (op === undefined) return left
      if (this.#w.has('interval')) left = this.#shift(left, op === '-' ? -1 : 1)
      else left = this.#binary(op, left, this.#product())
    }
  }

  #shift(of: Expression, sign: 1 | -1): Expression {
    const by = this.#product()
    const unit = this.#w.hasOne('second', 'minute', 'hour', 'day', 'week', 'month', 'year')
    if (unit === undefined) throw this.#w.wrong()
    return { is: 'shift', of, by, unit, sign }
  }

  #product(): Expression {
    let left = this.#unary()
    for (;;) {
      const op = this.#w.hasOne('*', '/', '%', 'div', 'mod')
      if (op === undefined) return left
      left = this.#binary(op === 'mod' ? '%' : op, left, this.#unary())
    }
  }

  #unary(): Expression {
    if (this.#w.has('+')) return this.#unary()
    if (!this.#w.has('-')) return this.#primary()
    if (++this.#depth > DEEPEST) throw this.#w.wrong()
    const of = this.#unary()
    this.#depth--
    return of.is === 'value' && typeof of.value === 'number' ? { is: 'value', value: -of.value } : { is: 'unary', op: '-', of }
  }

  #primary(): Expression {
    const w = this.#w
    const { kind, text } = w.next
    if (kind === 'string') {
      w.take()
      // Strings that stand beside each other are one.
      let all = text
      while (w.next.kind === 'string') all += w.take().text
      return { is: 'value', value: all }
    }
    if (kind === 'number') return { is: 'value', value: /^\d+\.\d+$/.test(w.take().text) ? text : Number(text) }
    if (kind === 'system') {
      w.take()
      const [, scope, name] = /^(?:(global|session|local)\.)?(.*)$/i.exec(text)!
      return { is: 'system', name: name!.toLowerCase(), ...(scope ? { scope: scope.toLowerCase() === 'global' ? 'global' : 'session' } : {}) }
    }
    if (kind === 'user') return { is: 'user', name: w.take().text.toLowerCase() }
    if (w.has('(')) {
      const inside: Expression = w.sees('select') ? { is: 'select', select: this.select() } : this.expression()
      w.wants(')')
      return inside
    }
    if (w.has('null')) return { is: 'value', value: null }
    if (w.has('true')) return { is: 'value', value: 1 }
    if (w.has('false')) return { is: 'value', value: 0 }
    if (w.has('exists')) return { is: 'exists', select: w.inBrackets(() => this.select()) }
    if (w.has('case')) return this.#case()
    if (w.has('interval')) throw w.wrong()
    if ((kind === 'word') && w.peek(1).kind === 'sign' && w.peek(1).text === '(' && (w.isName() || w.sees('if') || w.sees('left') || w.sees('right') || w.sees('values'))) return this.#call()
    if (kind === 'word' && /^(current_timestamp|current_date|current_time|current_user|localtime)$/i.test(text)) {
      w.take()
      return { is: 'call', name: text.toLowerCase(), args: [], distinct: false, star: false }
    }
    return this.#column()
  }

  #column(): Expression {
    const w = this.#w
    const first = w.name()
    if (!w.has('.')) return { is: 'column', name: first }
    const second = w.anyName()
    return w.has('.') ? { is: 'column', table: second, name: w.anyName() } : { is: 'column', table: first, name: second }
  }

  #case(): Expression {
    const w = this.#w
    const of = w.sees('when') ? undefined : this.expression()
    const when: [Expression, Expression][] = []
    while (w.has('when')) {
      const is = this.expression()
      w.wants('then')
      when.push([is, this.expression()])
    }
    const otherwise = w.has('else') ? this.expression() : undefined
    if (when.length === 0) throw w.wrong()
    w.wants('end')
    return { is: 'case', when, ...(of ? { of } : {}), ...(otherwise ? { otherwise } : {}) }
  }

  #call(): Expression {
    const w = this.#w
    const name = w.take().text.toLowerCase()
    w.wants('(')
    if (w.has('*')) {
      w.wants(')')
      if (name !== 'count') throw w.wrong()
      return { is: 'call', name, args: [], distinct: false, star: true }
    }
    if (name === 'cast' || name === 'convert') return this.#cast()
    if (name === 'date_add' || name === 'date_sub') {
      const of = this.expression()
      w.wants(',', 'interval')
      const shifted = this.#shift(of, name === 'date_add' ? 1 : -1)
      w.wants(')')
      return shifted
    }
    const distinct = w.has('distinct')
    const args: Expression[] = []
    if (!w.sees(')')) args.push(...w.list(() => this.expression()))
    // SUBSTRING(x FROM 2 FOR 3), GROUP_CONCAT(x SEPARATOR ', ')
    while (w.hasOne('from', 'for', 'separator')) args.push(this.expression())
    w.wants(')')
    return { is: 'call', name, args, distinct, star: false }
  }

  #cast(): Expression {
    const w = this.#w
    const of = this.expression()
    if (!w.has('as')) w.wants(',')
    const type = w.anyName().toLowerCase()
    w.has('integer')
    const digits = w.has('(') ? [w.whole(), w.has(',') ? w.whole() : 0] as const : undefined
    if (digits) w.wants(')')
    w.wants(')')
    return { is: 'call', name: `cast ${type}`, args: [of, { is: 'value', value: digits?.[1] ?? 0 }], distinct: false, star: false }
  }

  select(): Select {
    const w = this.#w
    if (++this.#depth > DEEPEST) throw w.wrong()
    w.wants('select')
    const distinct = w.has('distinct')
    if (!distinct) w.has('all')
    const shown = w.list(() => this.#shown())
    const from = w.has('from') && !w.has('dual') ? this.#sources() : []
    const where = w.has('where') ? this.expression() : undefined
    const groupBy = w.has('group', 'by') ? w.list(() => this.expression()) : []
    const having = w.has('having') ? this.expression() : undefined
    const orderBy = this.orderBy()
    const [limit, offset] = this.limit()
    if (w.sees('union') || w.sees('into') || w.sees('procedure')) throw SQL_ERRORS.notYet(`SELECT … ${w.next.text.toUpperCase()}`)
    if (w.has('for', 'update') || w.has('for', 'share') || w.has('lock', 'in', 'share', 'mode')) w.has('nowait')
    this.#depth--
    return { is: 'select', shown, distinct, from, groupBy, orderBy, ...(where ? { where } : {}), ...(having ? { having } : {}), ...(limit === undefined ? {} : { limit }), ...(offset === undefined ? {} : { offset }) }
  }

  #shown(): Shown {
    const w = this.#w
    if (w.has('*')) return { all: true }
    if (w.isName() && w.peek(1).text === '.' && w.peek(2).text === '*' && w.peek(2).kind === 'sign') {
      const table = w.name()
      w.take()
      w.take()
      return { all: true, table }
    }
    const { from } = w.next
    const expression = this.expression()
    const written = w.sql.slice(from, w.before.to)
    if (w.has('as')) return { expression, name: w.next.kind === 'string' ? w.string() : w.anyName() }
    if (w.isName()) return { expression, name: w.name() }
    if (w.next.kind === 'string') return { expression, name: w.string() }
    return { expression, name: expression.is === 'column' ? expression.name : expression.is === 'value' && typeof expression.value === 'string' && /^['"]/.test(written) ? expression.value : written }
  }

  #sources(): Source[] {
    const w = this.#w
    const source = (join?: Source['join']): Source => {
      if (w.sees('(')) throw SQL_ERRORS.notYet('a subquery in FROM')
      const table = w.table()
      const as = w.has('as') ? w.anyName() : w.isName() ? w.name() : table.name
      return { table, as, ...(join ? { join } : {}) }
    }
    const all = [source()]
    for (;;) {
      if (w.has(',')) {
        all.push(source('inner'))
        continue
      }
      if (w.sees('right') || w.sees('natural')) throw SQL_ERRORS.notYet(`${w.next.text.toUpperCase()} JOIN`)
      const left = w.has('left')
      if (left) w.has('outer')
      else if (!w.has('inner')) w.has('cross')
      if (!w.has('join')) {
        if (left) throw w.wrong()
        return all
      }
      const joined = source(left ? 'left' : 'inner')
      if (w.has('on')) all.push({ ...joined, on: this.expression() })
      else if (w.has('using')) {
        const name = w.inBrackets(() => w.name())
        all.push({ ...joined, on: { is: 'binary', op: '=', left: { is: 'column', table: all.at(-1)!.as, name }, right: { is: 'column', table: joined.as, name } } })
      } else all.push(joined)
    }
  }

  orderBy(): Order[] {
    const w = this.#w
    if (!w.has('order', 'by')) return []
    return w.list(() => {
      const by = this.expression()
      const down = w.has('desc')
      if (!down) w.has('asc')
      return { by, down }
    })
  }

  limit(): readonly [limit?: number, offset?: number] {
    const w = this.#w
    if (!w.has('limit')) return []
    const first = w.whole()
    return w.has(',') ? [w.whole(), first] : w.has('offset') ? [first, w.whole()] : [first]
  }
}
