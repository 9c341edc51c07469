// The words and signs that a shell’s text falls into, and what is thrown where it makes no sense.
import type { Redirection, SyntaxProblem, Word } from './ast.ts'

/** Thrown where a script stops making sense. */
export class BadSyntax {
  readonly problem: SyntaxProblem
  constructor(problem: SyntaxProblem) {
    this.problem = problem
  }
}

export type Token =
  | { readonly k: 'word'; readonly word: Word; readonly line: number }
  | { readonly k: 'op'; readonly op: string; readonly line: number }
  | { readonly k: 'redirect'; readonly fd: number | undefined; readonly op: Redirection['op'] | '<<-'; readonly line: number }
  | { readonly k: 'end'; readonly line: number }
