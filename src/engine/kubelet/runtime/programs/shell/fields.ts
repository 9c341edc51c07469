// Fields of a command, built from pieces that are quoted or not, split at IFS.

export const escape = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')

/** Builds fields from pieces that are quoted or not. */
export class Fields {
  readonly done: { text: string; pattern: string; glob: boolean }[] = []
  #text = ''
  #pattern = ''
  #glob = false
  #open = false
  readonly #ifs: string

  constructor(ifs: string) {
    this.#ifs = ifs
  }

  quoted(text: string): void {
    this.#text += text
    this.#pattern += escape(text)
    this.#open = true
  }

  plain(text: string): void {
    this.#text += text
    this.#pattern += text
    this.#open = true
    if (/[*?[]/.test(text)) this.#glob = true
  }

  /** The value of an unquoted expansion: split at IFS. */
  split(text: string): void {
    const ifs = this.#ifs
    if (ifs === '') {
      if (text !== '') this.plain(text)
      return
    }
    let i = 0
    const isIfs = (c: string | undefined) => c !== undefined && ifs.includes(c)
    const isBlank = (c: string | undefined) => isIfs(c) && (c === ' ' || c === '\t' || c === '\n')
    if (isBlank(text[0])) {
      while (isBlank(text[i])) i++
      this.#breakIfOpen()
    }
    while (i < text.length) {
      let end = i
      while (end < text.length && !isIfs(text[end])) end++
      if (end > i) this.plain(text.slice(i, end))
      if (end >= text.length) return
      i = end
      while (isBlank(text[i])) i++
      if (isIfs(text[i])) {
        this.#open = true
        i++
        while (isBlank(text[i])) i++
      }
      this.#breakIfOpen()
    }
  }

  #breakIfOpen(): void {
    if (this.#open) this.next()
  }

  next(): void {
    this.done.push({ text: this.#text, pattern: this.#pattern, glob: this.#glob })
    this.#text = ''
    this.#pattern = ''
    this.#glob = false
    this.#open = false
  }

  /** "": a field although it is empty. */
  keep(): void {
    this.#open = true
  }

  finish(): typeof this.done {
    if (this.#open) this.next()
    return this.done
  }
}
