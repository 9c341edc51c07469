// What a machine is begun with, and what it tells the world.
import type { FileChange, NetworkAnswer, NetworkRequest, OutputLine, PortChange, ProgramEnd, ProgramStart, SaidPiece, SignalName } from '../program.ts'
import type { Files } from './files.ts'
import type { Doing, Process, Program } from './process.ts'

/** What the machine tells the world, in order of time. */
export interface MachineRecord {
  readonly output: OutputLine[]
  /** What somebody who looks at the container's terminal sees, piece by piece; kept where somebody may. */
  readonly said: SaidPiece[]
  readonly files: FileChange[]
  readonly ports: PortChange[]
  readonly requests: NetworkRequest[]
  readonly responses: (NetworkAnswer & { readonly request: number; readonly atMs: number })[]
  /** Signals to processes that are elsewhere: the first of the container, when this machine is an exec's, and neighbours. */
  readonly signals: { atMs: number; name: SignalName; neighbour?: number }[]
  end?: ProgramEnd
}

/** How a name becomes a program; given from outside so that the machine knows no program. */
export interface Commands {
  /** What is at the path or in PATH: a program, or why there is none. */
  find(proc: Process, name: string): Found
}

export type Found =
  | { readonly kind: 'program'; readonly path: string; readonly run: (proc: Process, argv: readonly string[]) => Program; readonly shellOnly?: boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'denied'; readonly path: string }

/** Whether messages read as busybox, or as GNU and Debian word them. */
export type Flavour = 'busybox' | 'gnu'

export interface MachineInit {
  readonly start: ProgramStart
  readonly base: Files
  readonly commands: Commands
  readonly flavour: Flavour
  /** ms since the container's start at which this machine begins (an exec begins later). */
  readonly beginsMs?: number
  /** The first process's number: 1, or another for exec. */
  readonly firstPid?: number
  readonly user?: string
  /** So much computing costs no time; it is earned again by time that passes. For a person's own shell, which must answer while time stands still. */
  readonly freeUs?: number
  /** Who answers over the network, where the machine is no container's. */
  readonly outside?: Outside
}

/** Answers a request of a machine that stands outside of the cluster. */
export type Outside = (proc: Process, request: Omit<NetworkRequest, 'atMs'>) => Doing<NetworkAnswer>

/** A request as the server's program sees it. */
export type Arrived = NetworkRequest & { readonly from: string; readonly client?: string }
