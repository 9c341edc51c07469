// A shell script as a tree.

/** A piece of a word. */
export type Part =
  /** Unquoted text: globs, and nothing else, still work in it. */
  | { readonly p: 'text'; readonly s: string }
  /** Text that stands for itself: '…', \x, or text within "…". */
  | { readonly p: 'quoted'; readonly s: string }
  /** "…": expansions in it give one field. */
  | { readonly p: 'double'; readonly parts: readonly Part[] }
  | Parameter
  | { readonly p: 'command'; readonly body: Script }
  | { readonly p: 'arithmetic'; readonly parts: readonly Part[] }
  | { readonly p: 'tilde'; readonly user: string }
  /** <(…) and >(…) of bash. */
  | { readonly p: 'process'; readonly body: Script; readonly to: 'read' | 'write' }

/** $name, ${name}, ${#name}, ${name op word}. */
export interface Parameter {
  readonly p: 'parameter'
  readonly name: string
  readonly index?: Word
  /** As written: `:-`, `%%`, `//`, `:` (substring), `^^`, …; `#` alone with no word is the length. */
  readonly op?: string
  readonly word?: Word
  readonly second?: Word
  readonly length?: boolean
  readonly indirect?: boolean
}

export interface Word {
  readonly parts: readonly Part[]
  /** As written, for messages. */
  readonly raw: string
}

export interface Assignment {
  readonly name: string
  readonly index?: Word
  readonly append: boolean
  readonly value: Word
  /** bash's a=(x y). */
  readonly list?: readonly Word[]
}

export interface Redirection {
  readonly fd: number
  readonly op: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '<<' | '<<<' | '&>' | '&>>'
  readonly target: Word
}

export type Node =
  | { readonly t: 'simple'; readonly assigns: readonly Assignment[]; readonly words: readonly Word[]; readonly redirs: readonly Redirection[]; readonly line: number }
  | { readonly t: 'pipeline'; readonly not: boolean; readonly timed: boolean; readonly commands: readonly Node[]; readonly errToo: readonly boolean[] }
  | { readonly t: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly t: 'list'; readonly items: readonly { readonly node: Node; readonly background: boolean }[] }
  | { readonly t: 'subshell' | 'group'; readonly body: Node; readonly redirs: readonly Redirection[] }
  | { readonly t: 'if'; readonly clauses: readonly (readonly [Node, Node])[]; readonly otherwise?: Node; readonly redirs: readonly Redirection[] }
  | { readonly t: 'for'; readonly name: string; readonly words?: readonly Word[]; readonly body: Node; readonly redirs: readonly Redirection[] }
  | { readonly t: 'cfor'; readonly parts: readonly (readonly Part[])[]; readonly body: Node; readonly redirs: readonly Redirection[] }
  | { readonly t: 'while'; readonly until: boolean; readonly condition: Node; readonly body: Node; readonly redirs: readonly Redirection[] }
  | { readonly t: 'case'; readonly word: Word; readonly items: readonly CaseItem[]; readonly redirs: readonly Redirection[] }
  | { readonly t: 'function'; readonly name: string; readonly body: Node }
  | { readonly t: 'test'; readonly expression: Test; readonly redirs: readonly Redirection[]; readonly line: number }
  | { readonly t: 'arithmetic'; readonly parts: readonly Part[]; readonly line: number }

export interface CaseItem {
  readonly patterns: readonly Word[]
  readonly body: Node
  readonly then: ';;' | ';&' | ';;&'
}

/** [[ … ]] */
export type Test =
  | { readonly k: 'word'; readonly word: Word }
  | { readonly k: 'unary'; readonly op: string; readonly word: Word }
  | { readonly k: 'binary'; readonly op: string; readonly left: Word; readonly right: Word }
  | { readonly k: 'not'; readonly of: Test }
  | { readonly k: 'and' | 'or'; readonly left: Test; readonly right: Test }

/** Complete lines in order; `error` is what stopped the parsing, after them. */
export interface Script {
  readonly lines: readonly Node[]
  readonly error?: SyntaxProblem
  /** A here-document has no end yet. */
  readonly openHere?: true
}

export interface SyntaxProblem {
  readonly line: number
  /** The word that was not expected; `newline`, or `end of file`. */
  readonly near: string
  readonly kind: 'unexpected' | 'quote' | 'substitution' | 'here'
  readonly expected?: string
}

export type Dialect = 'ash' | 'dash' | 'bash'
