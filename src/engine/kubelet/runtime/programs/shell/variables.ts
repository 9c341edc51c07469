// A shell's variables: texts, and bash's arrays.

interface Variable {
  text: string
  /** Elements of an array; `text` is then element 0. */
  list?: Map<string, string>
  /** Is the array by name (declare -A)? */
  named?: boolean
  exported: boolean
  readOnly: boolean
  integer?: boolean
}

/** Variables as plain data. */
export interface PlainVariables {
  readonly all: readonly (readonly [name: string, variable: Omit<Variable, 'list'> & { readonly list?: readonly (readonly [string, string])[] }])[]
  readonly odd: readonly (readonly [string, string])[]
}

export class Variables {
  readonly #all = new Map<string, Variable>()

  static from(env: ReadonlyMap<string, string>): Variables {
    const variables = new Variables()
    for (const [name, text] of env) {
      if (/^[A-Za-z_]\w*$/.test(name)) variables.#all.set(name, { text, exported: true, readOnly: false })
      else variables.#odd.set(name, text)
    }
    return variables
  }

  static of({ all, odd }: PlainVariables): Variables {
    const variables = new Variables()
    for (const [name, { list, ...variable }] of all) variables.#all.set(name, { ...variable, ...(list ? { list: new Map(list) } : {}) })
    for (const [name, text] of odd) variables.#odd.set(name, text)
    return variables
  }

  plain(): PlainVariables {
    return { all: [...this.#all].map(([name, { list, ...variable }]) => [name, { ...variable, ...(list ? { list: [...list] } : {}) }]), odd: [...this.#odd] }
  }

  /** Names that no shell variable can have (`my.key`): handed on to programs all the same. */
  readonly #odd = new Map<string, string>()

  copy(): Variables {
    const copy = new Variables()
    for (const [name, v] of this.#all) copy.#all.set(name, { ...v, ...(v.list ? { list: new Map(v.list) } : {}) })
    for (const [name, text] of this.#odd) copy.#odd.set(name, text)
    return copy
  }

  at(name: string): Variable | undefined {
    return this.#all.get(name)
  }

  text(name: string): string | undefined {
    return this.#all.get(name)?.text
  }

  /** The variable, made if there is none. */
  make(name: string): Variable {
    let v = this.#all.get(name)
    if (!v) {
      v = { text: '', exported: false, readOnly: false }
      this.#all.set(name, v)
    }
    return v
  }

  set(name: string, text: string): void {
    const v = this.make(name)
    v.text = text
    if (v.list) v.list.set('0', text)
  }

  put(name: string, variable: Variable | undefined): void {
    if (variable) this.#all.set(name, variable)
    else this.#all.delete(name)
  }

  remove(name: string): void {
    this.#all.delete(name)
  }

  /** What a child process gets. */
  exported(): Map<string, string> {
    const env = new Map(this.#odd)
    for (const [name, v] of this.#all) if (v.exported) env.set(name, v.text)
    return env
  }

  *entries(): Iterable<[string, Variable]> {
    yield* this.#all
  }
}
