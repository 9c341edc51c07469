// A small Python as a tree: what one-liners and short scripts in manifests use.

export type Expr =
  | { readonly e: 'const'; readonly value: null | boolean | bigint | number | string }
  | { readonly e: 'bytes'; readonly text: string }
  | { readonly e: 'format'; readonly parts: readonly (string | { readonly of: Expr; readonly spec: string; readonly repr: boolean; readonly echo: string })[] }
  | { readonly e: 'name'; readonly name: string; readonly line: number }
  | { readonly e: 'list' | 'tuple' | 'set'; readonly items: readonly Expr[] }
  | { readonly e: 'dict'; readonly items: readonly (readonly [Expr, Expr])[] }
  | { readonly e: 'comp'; readonly of: 'list' | 'set' | 'dict'; readonly value: Expr; readonly key?: Expr; readonly loops: readonly Loop[] }
  | { readonly e: 'unary'; readonly op: string; readonly of: Expr }
  | { readonly e: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'compare'; readonly first: Expr; readonly rest: readonly (readonly [string, Expr])[] }
  | { readonly e: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly e: 'call'; readonly of: Expr; readonly args: readonly Arg[]; readonly line: number }
  | { readonly e: 'attr'; readonly of: Expr; readonly name: string }
  | { readonly e: 'item'; readonly of: Expr; readonly at: Expr }
  | { readonly e: 'slice'; readonly from?: Expr; readonly to?: Expr; readonly step?: Expr }
  | { readonly e: 'lambda'; readonly params: readonly Param[]; readonly body: Expr }
  | { readonly e: 'walrus'; readonly name: string; readonly value: Expr }

export interface Loop {
  readonly target: Expr
  readonly of: Expr
  readonly tests: readonly Expr[]
}
export interface Arg {
  readonly name?: string
  readonly star?: '*' | '**'
  readonly value: Expr
}
export interface Param {
  readonly name: string
  readonly star?: '*' | '**'
  readonly default?: Expr
}

export type Stmt = { readonly line: number } & (
  | { readonly s: 'expr'; readonly of: Expr }
  | { readonly s: 'assign'; readonly targets: readonly Expr[]; readonly value: Expr }
  | { readonly s: 'augment'; readonly target: Expr; readonly op: string; readonly value: Expr }
  | { readonly s: 'if'; readonly clauses: readonly (readonly [Expr, readonly Stmt[]])[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'while'; readonly test: Expr; readonly body: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'for'; readonly target: Expr; readonly of: Expr; readonly body: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'def'; readonly name: string; readonly params: readonly Param[]; readonly body: readonly Stmt[] }
  | { readonly s: 'class'; readonly name: string; readonly bases: readonly Expr[]; readonly body: readonly Stmt[] }
  | { readonly s: 'return' | 'raise'; readonly value?: Expr }
  | { readonly s: 'break' | 'continue' | 'pass' }
  | { readonly s: 'import'; readonly module: string; readonly names?: readonly (readonly [string, string])[]; readonly as?: string }
  | { readonly s: 'try'; readonly body: readonly Stmt[]; readonly handlers: readonly { readonly types?: Expr; readonly name?: string; readonly body: readonly Stmt[] }[]; readonly otherwise: readonly Stmt[]; readonly finally: readonly Stmt[] }
  | { readonly s: 'with'; readonly of: Expr; readonly name?: Expr; readonly body: readonly Stmt[] }
  | { readonly s: 'global'; readonly names: readonly string[] }
  | { readonly s: 'del'; readonly targets: readonly Expr[] }
  | { readonly s: 'assert'; readonly test: Expr; readonly message?: Expr })
