// What a container's process does, as data: everything that reaches it goes in, everything it does comes out.
// A program has no hidden state. Going back in time is asking again with an earlier horizon; what comes later
// (a signal, a changed file, a request over the network) is one more argument, and the answer up to then is the same.
import type { Instant } from '../../../../kube/object.ts'
import type { ShellRemains } from './shell/shell.ts'

/** A file that is too big to be kept as text: how it begins, then so many zeros, then a hole of so many bytes, which takes no room on a disk. */
export interface Bulk { readonly text: string; readonly zeros: number; readonly holes?: number }

export type FileText = string | Bulk

/** What is kept of a file as text. */
export const textOf = (content: FileText): string => (typeof content === 'string' ? content : content.text)
/** How many bytes the file has, and how many of them lie on its disk. */
export const lengthOf = (content: FileText): number => (typeof content === 'string' ? content.length : content.text.length + content.zeros + (content.holes ?? 0))
export const heldBy = (content: FileText): number => (typeof content === 'string' ? content.length : content.text.length + content.zeros)

/** One change of a file, `atMs` after the program's start. `text` undefined: removed. A path that ends in `/` is a directory. */
export interface FileChange {
  readonly atMs: number
  readonly path: string
  readonly text: FileText | undefined
  /** A command beside the program has made it (an exec, a probe, a hook): the container's, not another one's, and after all that the program did in that ms. */
  readonly beside?: true
  /** The terminal in which it was typed. */
  readonly session?: string
  /** The pod (uid) that has written it into a volume that both have. */
  readonly from?: string
  /** `path` is where a volume is mounted that a kubelet supplies: it has written all of it anew, into a directory of this name. */
  readonly renews?: string
}

/** Where a volume is mounted, as the container's programs see it. */
export interface MountPoint {
  /** Without a slash at its end. */
  readonly path: string
  readonly readOnly?: true
  readonly inMemory?: true
  /** The directory in which a kubelet keeps what it supplies, so that it can change all of it at once: links lead to it (`..2026_01_01_…`). */
  readonly data?: string
  /** Permission bits of files that are not named in `modes`, by their paths in the volume, and of the mounted directory. */
  readonly mode?: number
  readonly modes?: Readonly<Record<string, number>>
  readonly directoryMode?: number
  /** To which group its files belong. */
  readonly group?: number
}

/** The signals that programs here tell apart. What the kernel does with them if nobody handles them: machine/signals.ts. */
export type SignalName = 'TERM' | 'KILL' | 'INT' | 'HUP' | 'QUIT' | 'USR1' | 'USR2' | 'WINCH' | 'ALRM' | 'PIPE' | 'CHLD' | 'CONT' | 'STOP'

/** A signal that reaches the container's first process, `atMs` after its start. */
export interface Signal {
  readonly atMs: number
  readonly name: SignalName
}

/** A signal that a command sent to a process of another machine than its own: the container's first, or the neighbour of that number. */
export interface SentSignal extends Signal {
  readonly neighbour?: number
}

/**
 * One question that a program asks over the network. Loopback addresses are asked too when nothing in the container
 * itself listens there, because the containers of a pod share their network.
 */
export interface NetworkRequest {
  readonly atMs: number
  /** `http`: method, path, body. `tcp`: `body` is what is sent, '' for a mere connect. `redis`, `amqp`: `body` is one command. `sql`, `zookeeper`: `body` is a question, `method` READ where it changes nothing. `dns`: a look-up. */
  readonly kind: 'http' | 'tcp' | 'dns' | 'redis' | 'amqp' | 'sql' | 'zookeeper'
  /** A name or an address, as the program wrote it. */
  readonly host: string
  readonly port: number
  readonly method?: string
  readonly path?: string
  readonly body?: string
  readonly userAgent?: string
  /** How long the program waits for an answer; left out: as long as the network lets it. */
  readonly patienceMs?: number
}

/** What came of a request. `fault` says that there was no answer at all; then the other fields do not matter. */
export interface NetworkAnswer {
  readonly fault?: 'refused' | 'bad-address' | 'timeout' | 'unreachable' | 'reset'
  /** HTTP status; 200 if left out. */
  readonly status?: number
  readonly body?: string
  /** The address that the name stood for; printed by wget, nslookup and nc -v. */
  readonly address?: string
}

/** The network as one program sees it. Left out in ProgramStart: names are unknown and addresses refuse. */
export interface NetworkView {
  /**
   * Answers so far, by the number of the request in Timeline.requests (0, 1, …), `atMs` when they arrive.
   * A request that has none yet keeps its program waiting.
   */
  readonly answers: readonly (NetworkAnswer & { readonly request: number; readonly atMs: number })[]
  /** Those before, in full pieces (answers.ts). */
  readonly earlier?: readonly NetworkView['answers'][]
}

/** A request that reaches a port of the container, in order of time: probes, other pods, `kubectl port-forward`. */
export interface IncomingRequest {
  readonly atMs: number
  readonly port: number
  readonly kind: NetworkRequest['kind']
  readonly from: string
  readonly method?: string
  readonly path?: string
  readonly body?: string
  readonly userAgent?: string
  readonly host?: string
  /** Which run of which container asks: a queue gives back what it gave out when that connection closes. */
  readonly client?: string
}

/** A process of another container in the same process namespace. */
export interface Neighbour {
  readonly pid: number
  readonly argv: readonly string[]
  /** The files of its container, where a command beside the program asks. */
  readonly root?: { readonly start: ProgramStart; readonly changes: readonly FileChange[] }
}

/** A process namespace that containers share, as one of them sees it. */
export interface SharedProcesses {
  /** The number of its own first process. */
  readonly pid: number
  readonly neighbours: readonly Neighbour[]
}

/** Everything that a program's course hangs on. */
/** As whom a container runs. */
export interface Identity {
  readonly uid: number
  readonly gid: number
  /** All groups, in their order. */
  readonly groups: readonly number[]
  /** Directories that belong to a group of their own, and so does what is written there. */
  readonly shared?: { readonly paths: readonly string[]; readonly gid: number }
}

export interface ProgramStart {
  /** As in the pod: `busybox`, `perl:5.34.0`, `nginx:1.25`. */
  readonly image: string
  /** `container.command` after $(VAR) expansion; left out: the image's entrypoint (catalogue.ts). */
  readonly command?: readonly string[]
  /** `container.args` after $(VAR) expansion; left out, and no command either: the image's own arguments. */
  readonly args?: readonly string[]
  /** The variables of the container; the image's own (PATH, versions) are added where they are not given. */
  readonly env: Readonly<Record<string, string>>
  readonly workingDir?: string
  /** Left out: whoever the image names. */
  readonly identity?: Identity
  readonly hostname: string
  /** What `date` starts from. */
  readonly startedAt: Instant
  /** Key of chance ($RANDOM, shuf, failure rates). The same key, the same luck. */
  readonly seed: string
  /** Files there at the start beyond the image's: config maps, secrets, volumes, /etc/hosts. */
  readonly files?: Readonly<Record<string, FileText>>
  /** Directories that lie in memory, and how many bytes fit into each. */
  readonly inMemory?: Readonly<Record<string, number>>
  /** Where volumes are mounted. */
  readonly mounts?: readonly MountPoint[]
  /** Permission bits of `files` where they are not 0644, e.g. 0o755 from a volume's defaultMode. */
  readonly modes?: Readonly<Record<string, number>>
  /** Changes made later from outside (other containers in shared volumes, exec), in order of time. */
  readonly fileChanges?: readonly FileChange[]
  readonly stdin?: string
  /** The input stays open (`stdin: true`) for what is `typed`: a shell waits for its next line, for ever if nobody types. Left out: it is at its end. */
  readonly stdinOpen?: true
  /** The input is a terminal: shells ask with a prompt. */
  readonly tty?: true
  /** What was typed, in order of time. */
  readonly typed?: readonly Typed[]
  /** The process namespace that it shares with other containers, as it was at the start. Left out: it is alone and its first process is 1. */
  readonly processes?: SharedProcesses
  /** Of the pod: see annotations.ts for those that a program heeds. */
  readonly annotations?: Readonly<Record<string, string>>
  readonly restartCount: number
  /** An allocation beyond it is an OOM kill (137, OOMKilled). Left out: the node's memory. */
  readonly memoryLimitBytes?: number
  readonly network?: NetworkView
  /** Requests that reach the container's ports, in order of time. */
  readonly incoming?: readonly IncomingRequest[]
  /** Address of the pod, for `hostname -i` and servers' logs. */
  readonly podIP?: string
  /** What stands in for an image that nobody knows: the ports that its container names, and whether a pod waits for its end; `asked`: a command beside it, which answers at once. */
  readonly standIn?: { readonly ports: readonly number[]; readonly waitedFor: boolean; readonly asked?: true }
  /** Commands that this build of the image lacks although the image of that name usually has them. */
  readonly lacking?: readonly string[]
}

/** One line of the container's log. `text` ends in a newline, except where the program ended without writing one. */
export interface OutputLine {
  readonly atMs: number
  readonly stream: 'out' | 'err'
  readonly text: string
}

/** A piece of what is seen at a container's terminal: output, or the prompt of a shell, or what was typed, as it shows it. */
export interface SaidPiece extends OutputLine {
  readonly kind?: 'prompt' | 'echo'
}

/** What somebody types into a container: lines with their ends, Ctrl-D (\x04) or Ctrl-C (\x03). */
export interface Typed {
  readonly atMs: number
  readonly text: string
}

/** How the first process ended. */
export interface ProgramEnd {
  readonly atMs: number
  /** 128 + signal when a signal ended it. */
  readonly exitCode: number
  readonly signal?: number
  /** Left out: Completed or Error by the exit code. */
  readonly reason?: 'OOMKilled' | 'ContainerCannotRun' | 'StartError'
  readonly message?: string
}

/** A program begins to listen on a port, or no longer does. */
export interface PortChange {
  readonly atMs: number
  readonly port: number
  readonly protocol: 'TCP'
  readonly closed?: true
}

/** The ports that a program listens on `ms` after its start. */
export function openPorts(ports: readonly PortChange[], ms: number): readonly number[] {
  const open = new Set<number>()
  for (const { atMs, port, closed } of ports) {
    if (atMs > ms) continue
    if (closed) open.delete(port)
    else open.add(port)
  }
  return [...open]
}

/** What a program did from its start up to a horizon. Every list is in order of time. */
export interface Timeline {
  readonly output: readonly OutputLine[]
  readonly end?: ProgramEnd
  /** What is seen at its terminal; of programs whose input is open. */
  readonly said: readonly SaidPiece[]
  /** Files written and removed by the program itself. */
  readonly files: readonly FileChange[]
  /** Ports it listens on, from then on until it ends or closes them (`closed`). */
  readonly ports: readonly PortChange[]
  /** What it asked over the network; answer in ProgramStart.network. */
  readonly requests: readonly NetworkRequest[]
  /** One of `requests`, without looking at all of them. */
  requestAt?(number: number): NetworkRequest | undefined
  /** Its answers to ProgramStart.incoming, by their number there. */
  readonly responses: readonly (NetworkAnswer & { readonly request: number; readonly atMs: number })[]
  /**
   * A moment after the horizon, not later than the next line, end, file, port, request or response, if nothing reaches the program
   * before. Nothing may have happened yet when it comes; ask again then. undefined: nothing ever happens by itself.
   */
  readonly nextAtMs?: number
}

/** What came of a command run in a container. */
export interface ExecResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  /** How long the command took, in ms; at most the `timeoutMs` asked for. */
  readonly durationMs: number
  /** What it printed, piece by piece; `atMs` counts from the container's start. */
  readonly said: readonly OutputLine[]
  /** Did it not end within `timeoutMs`? Then it was killed. */
  readonly timedOut: boolean
  /** Files it changed; `atMs` counts from the container's start, as in ProgramStart.fileChanges. */
  readonly fileChanges: readonly FileChange[]
  /** Signals that it sent to the container's first process, and to neighbours. */
  readonly signals: readonly SentSignal[]
  /** Set when there is no such command: what the runtime says (exec fails and nothing ran). */
  readonly startError?: string
  /** Questions it asked over the network; give the answers in `network` and ask again. */
  readonly requests: readonly NetworkRequest[]
  /** What it asked of the container's own servers, which have answered it. */
  readonly incoming: readonly IncomingRequest[]
  /** Of one that is typed into and has not ended: whether a shell asks for the next line or something reads, and what is asked with. */
  readonly open?: { readonly asks: 'line' | 'input'; readonly prompt: string; readonly remains?: ShellRemains }
}

/** What `runExec` may be told beyond the command. */
export interface ExecOptions {
  readonly stdin?: string
  /** Default 1 h: nobody waits longer for a virtual command. */
  readonly timeoutMs?: number
  /** The network as this command sees it: its own requests count from 0. */
  readonly network?: NetworkView
  /** Somebody types into it, at this moment: what he has typed, and what a shell goes on from. */
  readonly typed?: { readonly tty: boolean; readonly inputs: readonly string[]; readonly remains?: ShellRemains }
  /** The shared process namespace now, instead of as it was at the container's start. */
  readonly processes?: SharedProcesses
}
