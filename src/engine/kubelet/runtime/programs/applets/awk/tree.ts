// An awk program as a tree.

export type Value = string | number
export type Expr =
  | { readonly e: 'const'; readonly value: Value }
  | { readonly e: 'regex'; readonly source: string }
  | { readonly e: 'field'; readonly of: Expr }
  | { readonly e: 'name'; readonly name: string }
  | { readonly e: 'element'; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly e: 'unary' | 'group'; readonly op: string; readonly of: Expr }
  | { readonly e: 'step'; readonly op: string; readonly of: Expr; readonly before: boolean }
  | { readonly e: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'in'; readonly keys: readonly Expr[]; readonly name: string }
  | { readonly e: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly e: 'assign'; readonly op: string; readonly to: Expr; readonly value: Expr }
  | { readonly e: 'call'; readonly name: string; readonly args: readonly Expr[] }
export type Stmt =
  | { readonly s: 'expr'; readonly of: Expr }
  | { readonly s: 'print' | 'printf'; readonly args: readonly Expr[]; readonly to?: readonly [string, Expr] }
  | { readonly s: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no?: Stmt }
  | { readonly s: 'while'; readonly test: Expr; readonly body: Stmt; readonly first: boolean }
  | { readonly s: 'for'; readonly start?: Stmt; readonly test?: Expr; readonly step?: Stmt; readonly body: Stmt }
  | { readonly s: 'in'; readonly name: string; readonly array: string; readonly body: Stmt }
  | { readonly s: 'block'; readonly body: readonly Stmt[] }
  | { readonly s: 'delete'; readonly name: string; readonly keys?: readonly Expr[] }
  | { readonly s: 'next' | 'break' | 'continue' }
  | { readonly s: 'exit' | 'return'; readonly value?: Expr }
export interface Rule {
  readonly when: 'BEGIN' | 'END' | 'line'
  readonly from?: Expr
  readonly to?: Expr
  readonly body?: Stmt
}
export interface AwkProgram {
  readonly rules: readonly Rule[]
  readonly functions: ReadonlyMap<string, { readonly params: readonly string[]; readonly body: Stmt }>
}
