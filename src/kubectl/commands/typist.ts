// Somebody before a container's terminal: what he sees of it, and what he types. Upstream: kubectl/pkg/cmd/{attach,exec}, client-go/tools/remotecommand.
import { ApiError } from '../../engine/api/errors.ts'
import type { ExecResult, Seen, SeenPiece, TypedInto } from '../../engine/api/client.ts'
import type { Pod as PodObject } from '../../kube/core.ts'
import { KubectlError } from '../errors.ts'
import type { Place } from '../running.ts'
import { END_OF_INPUT, INTERRUPT, type Stand } from '../typing.ts'
import type { Invocation, Waiting } from './command.ts'

const KILLED = 130

const ENTERED = {
  en: ({ pod, container }: Place) => `What you type goes to ${pod}/${container} until you leave it: exit, or Ctrl-D. Lines that begin with kubectl still run here.\n`,
  zh: ({ pod, container }: Place) => `接下来输入的内容会送到 ${pod}/${container}，用 exit 或 Ctrl-D 离开；以 kubectl 开头的行仍在这里执行。\n`,
}

/** What is typed goes there from now on, or here again; who comes there is told how it is left. */
function goTo(call: Invocation, stand: Stand | undefined): void {
  if (call.enter?.(stand) && stand) call.note(ENTERED[call.lang === 'zh' ? 'zh' : 'en'](stand))
}

/** Whether a person sits before this call and may type: not where input comes from elsewhere. */
export const hasTypist = (call: Invocation): boolean => call.enter !== undefined && call.inPage && call.stdin === undefined && call.bool('stdin')

/** What goes wrong once the stream is open comes back over it, and is told as the client's own error. */
export function inStream<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof ApiError && /: error executing command in container: /.test(error.message)) throw new KubectlError(`Internal error occurred: ${error.message}`)
    throw error
  }
}

/** What a command prints, when it prints it, until it has ended. `end` says what it ends with, `interrupted` what a Ctrl-C does to it. */
export function heardOut(call: Invocation, { stdout, stderr, durationMs, said = [] }: ExecResult, end: () => number, interrupted?: () => number): number | Waiting {
  if (durationMs === undefined) {
    call.out(stdout)
    call.err(stderr)
    return end()
  }
  const endsAt = call.client.now + durationMs
  let told = 0
  return {
    killed: true,
    get nextAt() { return said[told]?.at ?? endsAt },
    step() {
      const { now } = call.client
      for (; told < said.length && said[told]!.at <= now; told++) call[said[told]!.stream](said[told]!.text)
      return now < endsAt ? undefined : end()
    },
    rewound() {
      const later = said.findIndex(piece => piece.at > call.client.now)
      told = Math.min(told, later < 0 ? said.length : later)
    },
    ...(interrupted ? { interrupted } : {}),
  }
}

export const ended = (call: Invocation, exitCode: number): number => {
  if (exitCode !== 0) call.err(`command terminated with exit code ${exitCode}\n`)
  return exitCode
}

/** A terminal of `exec`: opened, or a line that was typed there. It stands open until its command ends. */
export function inTerminal(call: Invocation, { namespace, pod, container }: Place, argv: readonly string[], { session, tty, text }: TypedInto): number | Waiting {
  const send = (words: string | undefined): ExecResult => {
    try {
      return inStream(() => call.client.exec(namespace, pod, container, argv, undefined, { session, tty, ...(words === undefined ? {} : { text: words }) }))
    } catch (error) {
      if (words !== undefined) goTo(call, undefined)
      throw error
    }
  }
  /** It stands there again, or has been left. */
  const settle = (result: ExecResult): number => {
    const { open, exitCode } = result
    goTo(call, open && { how: 'exec', namespace, pod, container, argv, session, tty, prompt: open.prompt })
    return open ? open.status : ended(call, exitCode)
  }
  const result = send(text)
  if (result.busyUntil === undefined) {
    // The line of what waits for a first word is over, and its prompt stands.
    return heardOut(call, result, () => settle(result), () => {
      const now = send(INTERRUPT)
      call.out('^C\n')
      settle({ ...now, exitCode: 0 })
      return KILLED
    })
  }
  let going: Waiting | undefined
  return {
    get nextAt() { return going?.nextAt ?? result.busyUntil },
    step() {
      if (going) return going.step()
      if (call.client.now < result.busyUntil!) return undefined
      const next = inTerminal(call, { namespace, pod, container }, argv, { session, tty, ...(text === undefined ? {} : { text }) })
      if (typeof next === 'number') return next
      going = next
      return going.step()
    },
    rewound() { going?.rewound?.() },
    interrupted: () => KILLED,
  }
}

/** The terminal of a container's own program in one run of it, as it is seen from the moment of attaching. */
export class Attachment {
  readonly #call: Invocation
  readonly #place: Place
  readonly #tty: boolean
  readonly #typist: boolean
  #containerID: string | undefined
  #shown = 0
  #interruptedAt = -1

  /** `from`: whether what it has shown before is passed over. */
  constructor(call: Invocation, place: Place, tty: boolean, from: 'start' | 'now') {
    this.#call = call
    this.#place = place
    this.#tty = tty
    this.#typist = hasTypist(call)
    if (from === 'now') this.#shown = this.#printed().filter(p => p.at <= call.client.now).length
  }

  #seen(): Seen | undefined {
    const { namespace, pod, container } = this.#place
    try {
      return this.#call.client.seen(namespace, pod, container)
    } catch (error) {
      if (error instanceof ApiError) return undefined
      throw error
    }
  }

  /** What was typed the page shows itself, and prompts stand where the next line is typed. */
  #printed(): readonly SeenPiece[] { return this.#seen()?.pieces.filter(p => p.kind === undefined) ?? [] }

  /** Another run has come after it. */
  get isOther(): boolean { return this.#containerID !== undefined && this.#seen()?.containerID !== this.#containerID }

  /** Shows what is new; what is typed goes there from now on. False: it is over, and has been left. */
  show(): boolean {
    const seen = this.#seen()
    if (seen && seen.containerID === (this.#containerID ??= seen.containerID)) {
      const printed = seen.pieces.filter(p => p.kind === undefined)
      if (this.#typist) for (const { stream, text } of printed.slice(this.#shown)) this.#call[stream](text)
      this.#shown = Math.max(this.#shown, printed.length)
      const last = seen.pieces.at(-1)
      if (!seen.ended) {
        if (this.#typist) goTo(this.#call, { how: 'attach', ...this.#place, argv: [], session: '', tty: this.#tty, prompt: last?.kind === 'prompt' ? last.text : '' })
        return true
      }
    }
    this.leave()
    return false
  }

  leave(): void { if (this.#typist) goTo(this.#call, undefined) }

  rewound(): void {
    const { now } = this.#call.client
    this.#shown = Math.min(this.#shown, this.#printed().filter(p => p.at <= now).length)
  }

  /** Ctrl-C is the program's. One that does not heed it is left at the second. */
  interrupted(): number | undefined {
    const { namespace, pod, container } = this.#place
    if (!this.#tty || this.#interruptedAt === this.#shown) {
      this.leave()
      return this.#tty ? KILLED : 1
    }
    this.#call.client.type(namespace, pod, container, INTERRUPT)
    this.#call.out('^C\n')
    this.show()
    const last = this.#seen()?.pieces.at(-1)
    this.#interruptedAt = last?.kind === 'prompt' ? -1 : this.#shown
    return undefined
  }
}

/** How the container is left at the end, where somebody had a terminal in it. */
export function farewell(call: Invocation, pod: PodObject, container: string): string {
  if (call.bool('quiet') || !call.bool('stdin') || !call.bool('tty')) return ''
  const { namespace, name } = pod.metadata
  const again = `'kubectl attach ${name} -c ${container} -n ${namespace} -i -t'`
  if (pod.spec?.ephemeralContainers?.some(c => c.name === container)) return `Session ended, the ephemeral container will not be restarted but may be reattached using ${again} if it is still running\n`
  return pod.spec?.restartPolicy === 'Always' ? `Session ended, resume using ${again} command when the pod is running\n` : ''
}

/** What comes through a pipe goes into the container's program as soon as it is attached to, with its end; with nobody to type the end alone. */
export function pipedIn(call: Invocation, { namespace, pod, container }: Place): void {
  if (call.stdin) call.client.type(namespace, pod, container, call.stdin)
  call.client.type(namespace, pod, container, END_OF_INPUT)
}
