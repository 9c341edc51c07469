// A small JavaScript as a tree.

/** What a program may write down as it is. */
export type Literal = undefined | null | boolean | number | string

export type Node =
  | { readonly n: 'const'; readonly value: Literal }
  | { readonly n: 'template'; readonly parts: readonly (string | Node)[] }
  | { readonly n: 'name'; readonly name: string }
  | { readonly n: 'array'; readonly items: readonly Node[] }
  | { readonly n: 'object'; readonly items: readonly (readonly [string, Node])[] }
  | { readonly n: 'unary' | 'step'; readonly op: string; readonly of: Node; readonly before?: boolean }
  | { readonly n: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly n: 'choice'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly n: 'assign'; readonly op: string; readonly to: Node; readonly value: Node }
  | { readonly n: 'call'; readonly of: Node; readonly args: readonly Node[] }
  | { readonly n: 'member'; readonly of: Node; readonly name: Node }
  | { readonly n: 'function'; readonly name?: string; readonly params: readonly string[]; readonly body: Node | readonly Node[] }
  | { readonly n: 'declare'; readonly items: readonly (readonly [string, Node | undefined])[] }
  | { readonly n: 'if'; readonly test: Node; readonly yes: Node; readonly no?: Node }
  | { readonly n: 'while'; readonly test: Node; readonly body: Node }
  | { readonly n: 'for'; readonly start?: Node; readonly test?: Node; readonly step?: Node; readonly body: Node }
  | { readonly n: 'of'; readonly name: string; readonly of: Node; readonly body: Node }
  | { readonly n: 'block'; readonly body: readonly Node[] }
  | { readonly n: 'return' | 'throw'; readonly value?: Node }
  | { readonly n: 'break' | 'continue' }
