// What a statement says, read.
import type { Value } from './values.ts'

export type Expression =
  | { readonly is: 'value'; readonly value: Value }
  | { readonly is: 'column'; readonly table?: string; readonly name: string }
  | { readonly is: 'system'; readonly name: string; readonly scope?: 'global' | 'session' }
  | { readonly is: 'user'; readonly name: string }
  | { readonly is: 'unary'; readonly op: '-' | 'not'; readonly of: Expression }
  | { readonly is: 'binary'; readonly op: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'isNull'; readonly of: Expression; readonly not: boolean }
  | { readonly is: 'in'; readonly of: Expression; readonly list: readonly Expression[] | Select; readonly not: boolean }
  | { readonly is: 'between'; readonly of: Expression; readonly low: Expression; readonly high: Expression; readonly not: boolean }
  | { readonly is: 'case'; readonly of?: Expression; readonly when: readonly (readonly [Expression, Expression])[]; readonly otherwise?: Expression }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly distinct: boolean; readonly star: boolean }
  | { readonly is: 'select'; readonly select: Select }
  | { readonly is: 'exists'; readonly select: Select }
  | { readonly is: 'shift'; readonly of: Expression; readonly by: Expression; readonly unit: string; readonly sign: 1 | -1 }

/** One column of an answer: an expression with the name that it is shown by, or `*` of all tables or of one. */
export type Shown = { readonly expression: Expression; readonly name: string } | { readonly all: true; readonly table?: string }

export interface Name { readonly database?: string; readonly name: string }
export interface Source { readonly table: Name; readonly as: string; readonly join?: 'inner' | 'left'; readonly on?: Expression }
export interface Order { readonly by: Expression; readonly down: boolean }

export interface Select {
  readonly is: 'select'
  readonly shown: readonly Shown[]
  readonly distinct: boolean
  readonly from: readonly Source[]
  readonly where?: Expression
  readonly groupBy: readonly Expression[]
  readonly having?: Expression
  readonly orderBy: readonly Order[]
  readonly limit?: number
  readonly offset?: number
}

export interface Column {
  readonly name: string
  /** As SHOW writes it: varchar(250), int(11). */
  readonly type: string
  readonly nullable: boolean
  /** Left out: none was given. */
  readonly byDefault?: Value
  /** CURRENT_TIMESTAMP in place of a value. */
  readonly now?: boolean
  readonly onUpdateNow?: boolean
  readonly counts?: boolean
}
export interface KeyOf { readonly name: string; readonly columns: readonly string[]; readonly unique: boolean }

export type Change =
  | { readonly do: 'add'; readonly column: Column; readonly after?: string; readonly first: boolean } | { readonly do: 'drop'; readonly name: string }
  | { readonly do: 'change'; readonly name: string; readonly column: Column } | { readonly do: 'key'; readonly key: KeyOf } | { readonly do: 'rename'; readonly to: Name }

export type Statement =
  | Select
  | { readonly is: 'use' | 'showCreateDatabase'; readonly database: string }
  | { readonly is: 'createDatabase' | 'dropDatabase'; readonly name: string; readonly soft: boolean }
  | { readonly is: 'createTable'; readonly table: Name; readonly soft: boolean; readonly columns: readonly Column[]; readonly keys: readonly KeyOf[]; readonly like?: Name; readonly select?: Select }
  | { readonly is: 'dropTable'; readonly tables: readonly Name[]; readonly soft: boolean }
  | { readonly is: 'alter'; readonly table: Name; readonly changes: readonly Change[] }
  | { readonly is: 'truncate'; readonly table: Name }
  | { readonly is: 'insert'; readonly table: Name; readonly columns?: readonly string[]; readonly rows: readonly (readonly (Expression | 'default')[])[] | Select; readonly ignore: boolean; readonly replace: boolean; readonly onDuplicate?: readonly (readonly [string, Expression])[] }
  | { readonly is: 'update'; readonly table: Name; readonly sets: readonly (readonly [string, Expression])[]; readonly where?: Expression; readonly orderBy: readonly Order[]; readonly limit?: number }
  | { readonly is: 'delete'; readonly table: Name; readonly where?: Expression; readonly orderBy: readonly Order[]; readonly limit?: number }
  | { readonly is: 'showDatabases'; readonly like?: string }
  | { readonly is: 'showTables'; readonly database?: string; readonly like?: string }
  | { readonly is: 'showColumns' | 'showCreateTable' | 'showIndex'; readonly table: Name }
  | { readonly is: 'showVariables'; readonly like?: string }
  | { readonly is: 'showStatus'; readonly like?: string }
  | { readonly is: 'showProcesses' | 'showMaster' | 'showReplica' | 'showGrants' | 'showWarnings' | 'showEngines' }
  | { readonly is: 'set'; readonly variables: readonly { readonly kind: 'user' | 'session' | 'global'; readonly name: string; readonly to: Expression }[] }
  | { readonly is: 'createUser' | 'alterUser'; readonly soft: boolean; readonly users: readonly { readonly name: string; readonly password: string }[] }
  | { readonly is: 'dropUser'; readonly soft: boolean; readonly names: readonly string[] }
  | { readonly is: 'grant' | 'revoke'; readonly database: string; readonly names: readonly string[] }
  | { readonly is: 'follow'; readonly options: Readonly<Record<string, string>> }
  | { readonly is: 'startReplica' | 'stopReplica' | 'resetReplica' }
  /** Nothing is to be done: FLUSH, LOCK TABLES. */
  | { readonly is: 'nothing' }
