// A small Perl as a tree.

export type Scalar = string | number | bigint | undefined
export type Expr =
  | { readonly e: 'const'; readonly value: Scalar }
  | { readonly e: 'fill'; readonly text: string }
  | { readonly e: 'scalar' | 'array' | 'hash'; readonly name: string }
  | { readonly e: 'element'; readonly name: string; readonly at: Expr; readonly of: 'array' | 'hash' }
  | { readonly e: 'list'; readonly items: readonly Expr[] }
  | { readonly e: 'range'; readonly from: Expr; readonly to: Expr }
  | { readonly e: 'unary'; readonly op: string; readonly of: Expr }
  | { readonly e: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly e: 'assign'; readonly op: string; readonly to: Expr; readonly value: Expr }
  | { readonly e: 'step'; readonly op: string; readonly of: Expr; readonly before: boolean }
  | { readonly e: 'call'; readonly name: string; readonly args: readonly Expr[]; readonly handle?: string }
  | { readonly e: 'sub'; readonly body: readonly Stmt[] }
export type Stmt =
  | { readonly s: 'expr'; readonly of: Expr }
  | { readonly s: 'if'; readonly clauses: readonly (readonly [Expr, readonly Stmt[]])[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'while'; readonly test: Expr; readonly body: readonly Stmt[] }
  | { readonly s: 'for'; readonly start: Expr | undefined; readonly test: Expr | undefined; readonly step: Expr | undefined; readonly body: readonly Stmt[] }
  | { readonly s: 'foreach'; readonly name: string; readonly of: Expr; readonly body: readonly Stmt[] }
  | { readonly s: 'sub'; readonly name: string; readonly body: readonly Stmt[] }
  | { readonly s: 'last' | 'next' }
