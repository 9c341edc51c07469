// What a client and a server of MySQL say to each other here: one request for all statements of a text, one answer for all their results.
import type { NetworkAnswer } from '../../program.ts'

export interface Question {
  readonly user: string
  readonly password: string
  readonly database?: string
  readonly statements: readonly string[]
  /** A replica asks for what is written from there on. */
  readonly follow?: { readonly serverId: number; readonly log: string; readonly position: number }
  /** A source tells of what was written, or that it is there again. */
  readonly written?: Written
}

/** Events of a binary log, and where it stands behind them. */
export interface Written { readonly from: Place; readonly to: Place; readonly events: readonly Event[]; readonly isBack?: true }
export interface Place { readonly log: string; readonly position: number }
export interface Event { readonly atMs: number; readonly database?: string; readonly sql: string }

export type Result =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[]; /** Columns of numbers stand at the right. */ readonly right: readonly boolean[] }
  | { readonly affected: number; readonly info?: string }
  | { readonly changedTo: string }
  | { readonly error: number; readonly state: string; readonly message: string }

export interface Reply { readonly results: readonly Result[]; readonly version: string; readonly connection: number; readonly written?: Written; readonly denied?: true }

const READS = /^\s*(?:select|show|desc|describe|explain|use|help)\b/i

/** Whether nothing is changed by these: then a server need not remember that they were asked. */
const onlyReads = (statements: readonly string[]): boolean => statements.every(sql => READS.test(sql))

export const asked = (question: Question): { readonly kind: 'sql'; readonly method: string; readonly body: string } =>
  ({ kind: 'sql', method: onlyReads(question.statements) && !question.follow && !question.written ? 'READ' : 'WRITE', body: JSON.stringify(question) })

/** What was replied; undefined: this is no MySQL. */
export function replyIn({ body }: NetworkAnswer): Reply | undefined {
  try {
    const reply = JSON.parse(body ?? '') as Reply
    return Array.isArray(reply.results) ? reply : undefined
  } catch {
    return undefined
  }
}
