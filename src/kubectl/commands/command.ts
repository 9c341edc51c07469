// What a command is: its flags, its completion, and what it does. One file per command defines one.
import type { ApiClient } from '../../engine/api/client.ts'
import type { Instant } from '../../kube/object.ts'
import type { Editor } from '../editor.ts'
import { usage } from '../errors.ts'
import type { Listener } from '../listeners.ts'
import type { Flag, FlagValue } from '../parse/flags.ts'
import type { FieldDoc, Files, StartOptions } from '../running.ts'

/** What a command that is not done yet is asked again and again. */
export interface Waiting {
  /** Looks at the cluster and goes on; an exit code ends it. */
  step(): number | undefined
  /** When it wants to be asked even if nothing changes. */
  readonly nextAt?: Instant | undefined
  /** Something may have changed although no object has: a log grows without a write. */
  readonly restless?: boolean
  /** A Ctrl-C kills it rather than being heard by it. */
  readonly killed?: boolean
  /** A Ctrl-C is for what it is attached to. An exit code: and so it ends. */
  interrupted?(): number | undefined
  /** Time went back: what it has seen later is forgotten, nothing is printed. */
  rewound?(): void
}

/** The exit code, or what to wait for. Nothing means 0. */
export type Outcome = number | Waiting | undefined | void

/** One call of a command. */
export interface Invocation {
  readonly command: Command
  readonly client: ApiClient
  readonly files: Files
  readonly stdin: string | undefined
  /** Of `-n`, else the context's. */
  readonly namespace: string
  readonly args: readonly string[]
  readonly dashAt: number
  /** The words as typed, without `kubectl` (for `--record`). */
  readonly words: readonly string[]
  readonly given: ReadonlySet<string>
  readonly fieldDoc: FieldDoc | undefined
  readonly lang: string
  readonly inPage: boolean
  /** Undefined: there is nowhere a text could be edited. */
  readonly editor: Editor | undefined
  /** Undefined: there is nobody who could type into a container. */
  readonly enter: StartOptions['enter']
  readonly typed: StartOptions['typed']
  /** Listens on a port of the person's machine until the command ends; false: somebody does already. */
  listen(port: number, answer: Listener['answer']): boolean
  /** Writes a file where kubectl stands. */
  save(path: string, text: string): void
  out(text: string): void
  err(text: string): void
  /** The page's own words. */
  note(text: string): void
  flag(name: string): FlagValue
  bool(name: string): boolean
  text(name: string): string
  number(name: string): number
  strings(name: string): readonly string[]
}

export interface Command {
  /** `get`, `rollout status`. */
  readonly path: string
  readonly aliases?: readonly string[]
  /** The line behind its name in lists of commands. */
  readonly summary: string
  readonly usage?: string
  readonly examples?: string
  readonly flags?: readonly Flag[]
  /** What its arguments are, for completion. */
  readonly completes?: Completes
  /** A group has commands below it, and runs itself only when none of them is named. */
  readonly group?: boolean
  /** A group that does nothing itself: it shows what there is below it, and that counts as a failure. */
  readonly bare?: boolean
  /** Such a group says it on stdout, and that is no failure. */
  readonly gladly?: boolean
  run(call: Invocation): Outcome
}

export type Completes =
  | 'resources' | 'kinds' | 'pods' | 'nodes' | 'files' | 'none' | 'workloads' | 'explain' | 'serviceaccounts' | 'verbs'
  | readonly string[]

export const group = (path: string, summary: string, usageLine?: string): Command => ({
  path, summary, group: true, bare: true, ...(usageLine ? { usage: usageLine } : {}),
  run(call) {
    if (call.args.length) throw usage(path, `unknown command ${JSON.stringify(call.args.join(' '))}`)
    return undefined
  },
})
