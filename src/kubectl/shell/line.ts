// A line of the terminal that runs: bash on the cluster's clock, with kubectl as a program of it.
// A script cannot run backwards, but it can be played again: its calls of kubectl and what they said are kept with the looks at which the
// line saw them. So time may go back and the line rests until it is there again; and where a new future begins, the line is played again up
// to that moment, with the answers that it had got, and goes on from there.
import { PromptLine, type FileNode, type Process, type ShellState } from '../../engine/index.ts'
import type { Instant } from '../../kube/object.ts'
import { start } from '../index.ts'
import type { Chunk, Running, StartOptions } from '../running.ts'
import { Process as Spoken } from '../process.ts'
import { Call } from './call.ts'
import { isControl, isOurs, quoted, type Stand } from '../typing.ts'
import { INSIDE } from './programs/inside.ts'
import { programMeant, programNamed } from './programs/index.ts'
import { networkOf } from './programs/outside.ts'
import type { Surroundings } from './programs/program.ts'
import { whereIs, type Shell } from './session.ts'

/** Something that was asked and answered in one. */
function said(text: string, client: StartOptions['client']): Running {
  const done = new Spoken(client)
  done.run(() => done.print('out', text))
  return done
}

const KILLED = 130
/** What it gets that writes where nobody reads any more. */
const BROKEN_PIPE = 141
/** More than this nobody reads. */
const MOST_PRINTED = 2_000_000

const sameText = (a: object | undefined, b: object | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A moment at which the line saw something new. */
interface Look { readonly where: number; readonly at: Instant }

/** What is needed to play a line again. */
interface Script {
  readonly text: string
  readonly options: StartOptions
  readonly shell: Shell
  readonly state: ShellState | undefined
  readonly files: ReadonlyMap<string, FileNode>
}

export class Line implements Running {
  readonly #script: Script
  readonly #machine: PromptLine
  readonly #looks: Look[] = []
  #calls: Call[] = []
  /** Calls that were made before, and are made again in the same order. */
  #again: Call[] = []
  #chunks: Chunk[] = []
  #printed = 0
  #ended: number | undefined
  #seenUpTo: number
  #restsUntil: number | undefined
  #now: Instant

  private constructor(script: Script, at: Instant) {
    const { text, options, shell, state, files } = script
    this.#script = script
    this.#now = at
    this.#seenUpTo = whereIs(options)
    const around: Surroundings = {
      options, shell, note: words => this.#add('note', words),
      call: (argv, process, stdin, own) => this.#call(argv, process, () => start(argv, { ...options, enter: stand => this.#enter(stand), listen: listener => shell.listen(options, listener), ...own, ...(stdin === undefined ? {} : { stdin }) })),
      once: (process, ask) => this.#call([], process, () => said(ask(), options.client)).output.map(c => c.text).join(''),
    }
    this.#machine = new PromptLine({
      text, startedAt: at, state, files, ...(options.env ? { env: options.env } : {}), ...(options.freeUs === undefined ? {} : { freeUs: options.freeUs }),
      program: name => programNamed(name, around), otherwise: name => programMeant(name, around),
      network: networkOf(around), print: (stream, words) => this.#print(stream, words),
    })
  }

  static start(text: string, options: StartOptions, shell: Shell): Line {
    if (!isControl(text)) shell.typed(text)
    // In a container's shell everything is for that shell, but kubectl, which buttons of the page type as well.
    const there = shell.insideNow(options) && !isOurs(text)
    const line = new Line({ text: there ? `${INSIDE} ${quoted(text)}` : isControl(text) ? '' : text, options, shell, state: shell.stateNow(options), files: shell.filesFor(options.files) }, options.client.now)
    line.#look()
    return line
  }

  get output(): readonly Chunk[] { return this.#chunks }
  get exitCode(): number | undefined { return this.#ended }

  /** The files that it has written, by absolute path; null: removed. */
  get written(): ReadonlyMap<string, FileNode | null> { return this.#machine.written() }

  get nextAt(): Instant | undefined {
    if (this.#ended !== undefined || this.rests) return undefined
    const times = [this.#machine.nextAt, ...this.#live.map(c => c.running.nextAt)].filter(t => t !== undefined)
    return times.length ? Math.min(...times) : undefined
  }

  advance(): void {
    if (this.#ended !== undefined || this.rests) return
    this.#restsUntil = undefined
    this.#seenUpTo = whereIs(this.#script.options)
    const { now } = this.#script.options.client
    let news = false
    for (const call of this.#live) {
      call.running.advance()
      if (!call.see(this.#looks.length)) continue
      news = true
      this.#machine.announce(now, call.changed)
    }
    if (news || (this.#machine.nextAt ?? Infinity) <= now) this.#look()
  }

  interrupt(): void {
    if (this.#ended !== undefined) return
    const innermost = this.#live.at(-1)
    const { running } = innermost ?? {}
    running?.interrupt()
    // Who is attached to something has passed it on, and goes on.
    if (running && running.exitCode === undefined) return this.advance()
    this.#fresh = false
    this.#now = this.#script.options.client.now
    for (const { stream, text } of running?.output.slice(innermost!.output.length) ?? []) if (stream !== 'note') this.#print(stream, text)
    this.#end(running?.exitCode === 1 ? 1 : KILLED)
  }

  /** Time went back: the line rests until time is there again. What it printed stays known: whoever shows it hides what is later. */
  rewound(): void {
    if (whereIs(this.#script.options) < this.#seenUpTo) this.#restsUntil = Math.max(this.#restsUntil ?? 0, this.#seenUpTo)
  }

  /** A new future began there: the same line as it stood then, to go on in this one. */
  forked(where: number): Line {
    const looks = this.#looks.filter((l, i) => i === 0 || l.where <= where)
    const line = new Line(this.#script, looks[0]!.at)
    line.#again = this.#calls.map(c => c.upTo(looks.length - 1))
    for (const [i, look] of looks.entries()) {
      line.#looks.push(look)
      for (const call of line.#calls) if (call.seeAgain(i)) line.#machine.announce(look.at, call.changed)
      line.#run(look.at)
    }
    line.#again = []
    for (const call of line.#live) call.resume()
    return line
  }

  /** Time stands before something that it has done already: it waits for that moment. */
  get rests(): boolean { return this.#restsUntil !== undefined && whereIs(this.#script.options) < this.#restsUntil }

  get #live(): readonly Call[] { return this.#calls.filter(c => c.isLive) }

  #look(): void {
    const { client } = this.#script.options
    this.#looks.push({ where: whereIs(this.#script.options), at: client.now })
    this.#run(client.now)
    // What it did itself has moved the world.
    this.#seenUpTo = whereIs(this.#script.options)
  }

  #run(now: Instant): void {
    this.#fresh = false
    this.#now = now
    this.#machine.run(now)
    if (this.#ended === undefined && this.#machine.exitCode !== undefined) this.#end(this.#machine.exitCode)
  }

  /** Something beyond the line is called: for the first time, or as it was called when the line ran before. */
  #call(argv: readonly string[], process: Process, begin: () => Running): Call {
    const known = this.#again.shift()
    const call = known ?? new Call(argv, begin())
    call.heldBy(process)
    this.#calls.push(call)
    if (known) call.seeAgain(this.#looks.length - 1)
    else call.see(this.#looks.length - 1)
    return call
  }

  /** What is typed goes there from now on. Whether it went elsewhere before. */
  #enter(stand: Stand | undefined): boolean {
    const { options, shell } = this.#script
    const before = shell.insideNow(options)
    if (!sameText(stand, before)) shell.enter(options, stand)
    return !before
  }

  #print(stream: 'out' | 'err', text: string): void {
    if (text === '' || this.#ended !== undefined) return
    this.#printed += text.length
    if (this.#printed > MOST_PRINTED) {
      this.#add('err', this.#script.options.lang === 'zh' ? '\nkubestep：输出过多，这一行已被终止\n' : '\nkubestep: too much output; this line was ended\n')
      return this.#end(BROKEN_PIPE)
    }
    this.#add(stream, text)
  }

  #add(stream: Chunk['stream'], text: string): void {
    const last = this.#chunks.at(-1)
    if (last && last.stream === stream && last.at === this.#now && this.#fresh) this.#chunks[this.#chunks.length - 1] = { ...last, text: last.text + text }
    else this.#chunks.push({ stream, text, at: this.#now })
    this.#fresh = true
  }
  /** Has the last piece been printed at this look? Then nobody has taken it yet. */
  #fresh = false

  #end(code: number): void {
    this.#ended = code
    const { shell, options } = this.#script
    const { state } = this.#machine
    if (state) shell.remember(options, { ...state, status: code })
  }
}
