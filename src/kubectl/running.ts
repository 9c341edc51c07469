// The contract between kubectl and whoever holds a command line that has been started (the host of the page, the replay, tests).
import type { ApiClient } from '../engine/api/client.ts'
import type { Instant } from '../kube/object.ts'
import type { Editor } from './editor.ts'
import type { Listener } from './listeners.ts'
import type { Stand } from './typing.ts'

export interface Chunk {
  /** `note`: the page's own words, no program's. */
  readonly stream: 'out' | 'err' | 'note'
  readonly text: string
  readonly at: Instant
}

/** A command line that has been started. Synchronous and level based: it never waits by itself. */
export interface Running {
  /** Everything printed so far, in order. */
  readonly output: readonly Chunk[]
  /** Files that it has written, by their paths as they were given: whoever started it keeps them. */
  readonly saved?: ReadonlyMap<string, string>
  /** undefined while it still waits (-w, -f, wait, delete, rollout status). */
  readonly exitCode: number | undefined
  /** Look at the cluster again and go on; called after frames. Cheap when nothing has changed. */
  advance(): void
  /** The next instant at which it wants to be advanced even if nothing changes (time-outs, polls), if any. */
  readonly nextAt: Instant | undefined
  /** Ctrl-C: exit code 1 of commands that follow the cluster, as kubectl has it, and 130 of the others. */
  interrupt(): void
  /** Time went back: what was printed later than now is forgotten, and nothing is printed. */
  rewound(): void
}

export interface Files {
  /** The text of a file, or undefined where there is none. */
  read(path: string): string | undefined
  /** The names in a folder (files and folders), or undefined where there is none. */
  list(folder: string): readonly string[] | undefined
}

/** The text of a field for `kubectl explain`: `jobs`, `spec.parallelism` → its words; `path` is empty for the kind itself. */
export type FieldDoc = (kind: string, path: string, lang: string) => string | undefined

/** A container. */
export interface Place {
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

export interface StartOptions {
  readonly client: ApiClient
  readonly files: Files
  /** The default namespace of the context; `default` when unset. */
  readonly namespace?: string
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** Runs in the learner's page, where there is no shell around it. */
  readonly inPage?: boolean
  readonly fieldDoc?: FieldDoc
  readonly lang?: string
  /** For `kubectl edit`. */
  readonly editor?: Editor
  /** What is typed goes there from now on (undefined: here again); answers whether it went here before. Absent: nobody types. */
  readonly enter?: (stand: Stand | undefined) => boolean
  /** What was typed there. */
  readonly typed?: { readonly stand: Stand; readonly text: string }
  /** Opens a port of the person's machine; false: somebody listens there already. Undefined: there is no such machine. */
  readonly listen?: (listener: Listener) => boolean
  /** What the shell around it may compute at no cost, in virtual microseconds; half a second if not said. */
  readonly freeUs?: number
}

export interface Choice {
  readonly text: string
  readonly hint?: string
}

/** What could stand between `from` and `to` of the line. */
export interface Completion {
  readonly from: number
  readonly to: number
  readonly choices: readonly Choice[]
}
