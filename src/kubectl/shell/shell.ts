// The thin shell around kubectl in the page's terminal: variables that last from line to line, pipes, && and ||, $(…).
// A line is a generator that is resumed whenever the world moved, because what it waits for may stand anywhere in it.
import type { Instant } from '../../kube/object.ts'
import { below } from '../commands/registry.ts'
import { start } from '../index.ts'
import { TokenError } from '../parse/tokenize.ts'
import { Process } from '../process.ts'
import type { Running, StartOptions } from '../running.ts'
import { FilterError } from './filterError.ts'
import { filters, filesNamed, type Filter } from './filters.ts'
import { xargsLines } from './xargs.ts'
import { parseShell, ShellError, type List, type Pipeline, type ShellWord, type Simple } from './parse.ts'

/** What bash gives of a command that it does not know, and of a line that it cannot read. */
const UNKNOWN = 127
const UNREADABLE = 2
/** What xargs gives where one of its commands failed. */
const XARGS_FAILED = 123
/** A substitution that prints without end fills no memory. */
const MOST_CAPTURED = 1_000_000

interface Stage { readonly argv: readonly string[]; readonly simple: Simple }
interface Sink { out(text: string): void; err(text: string): void }
type Work = Generator<void, number>

/** Variables of a terminal, and when they were set: going back in time forgets those set later. */
export class Shell {
  private variables = new Map<string, { readonly at: Instant; readonly value: string }[]>()

  get(name: string, now: Instant): string {
    return this.variables.get(name)?.findLast(v => v.at <= now)?.value ?? ''
  }

  set(name: string, value: string, now: Instant): void {
    const before = (this.variables.get(name) ?? []).filter(v => v.at < now)
    this.variables.set(name, [...before, { at: now, value }])
  }
}

/** Starts a line as a shell does. A line without anything of a shell's runs as `start` runs it. */
export function startLine(line: string, options: StartOptions, shell: Shell = new Shell()): Running {
  const process = new Process(options.client)
  process.run(() => {
    let list: List
    try {
      list = parseShell(line)
    } catch (e) {
      if (!(e instanceof ShellError || e instanceof TokenError)) throw e
      process.print('err', `bash: ${e.message}\n`)
      return UNREADABLE
    }
    const run = new Run(options, shell)
    const work = run.list(list, { out: text => process.print('out', text), err: text => process.print('err', text) })
    const step = (): number | undefined => {
      const next = work.next()
      return next.done ? next.value : undefined
    }
    return {
      // Each command inside knows whether there is something for it.
      restless: true, step,
      get nextAt() {
        return run.nextAt
      },
      get killed() {
        return run.killed
      },
      rewound: () => run.rewound(),
    }
  })
  return process
}

class Run {
  /** The commands that are under way: one of each level of substitution. */
  private active: Running[] = []
  private status = 0
  private readonly options: StartOptions
  private readonly shell: Shell

  constructor(options: StartOptions, shell: Shell) {
    this.options = options
    this.shell = shell
  }

  get nextAt(): Instant | undefined {
    const times = this.active.flatMap(r => (r.nextAt === undefined ? [] : [r.nextAt]))
    return times.length ? Math.min(...times) : undefined
  }

  /** What the innermost command makes of a Ctrl-C. */
  get killed(): boolean {
    const copy = this.active.at(-1)
    if (!copy || copy.exitCode !== undefined) return true
    copy.interrupt()
    return copy.exitCode !== 1
  }

  /** A command under way takes back what it printed later; what came before it in the line is not done again. */
  rewound(): void {
    for (const running of this.active) running.rewound()
  }

  *list(list: List, sink: Sink): Work {
    let code = 0
    for (const { after, pipeline } of list) {
      if ((after === '&&' && code !== 0) || (after === '||' && code === 0)) continue
      code = yield* this.pipeline(pipeline, sink)
      this.status = code
    }
    return code
  }

  private *pipeline(pipeline: Pipeline, sink: Sink): Work {
    const stages: { argv: string[]; simple: Simple }[] = []
    for (const simple of pipeline) {
      for (const { name, value } of simple.assigns) {
        const text = (yield* this.expand(value, sink, false)).join(' ')
        if (simple.words.length === 0) this.shell.set(name, text, this.options.client.now)
      }
      const argv: string[] = []
      for (const word of simple.words) argv.push(...(yield* this.expand(word, sink, true)))
      if (argv.length) stages.push({ argv, simple })
      // `x=$(…)` alone ends as what stands in it did.
      else if (pipeline.length === 1) return simple.assigns.some(a => a.value.some(p => p.kind === 'command')) ? this.status : 0
    }
    return stages.length === 0 ? 0 : yield* this.stages(stages, sink)
  }

  /** A command that reads what came before it (`kubectl apply -f -`, `xargs`) begins when that has ended; tools behind it hear it line by line. */
  private *stages(stages: readonly Stage[], sink: Sink): Work {
    const at = stages.findLastIndex(({ argv }, i) => i > 0 && (argv[0] === 'xargs' || isKubectl(argv[0]!)))
    if (at < 0) return yield* this.flow(stages, sink, (head, enough) => this.first(stages[0]!.argv, head, enough))
    let input = ''
    yield* this.stages(stages.slice(0, at), { out: text => { if (input.length < MOST_CAPTURED) input += text }, err: text => sink.err(text) })
    const { argv } = stages[at]!
    return yield* this.flow(stages.slice(at), sink, (head, enough) => (argv[0] === 'xargs' ? this.xargs(argv.slice(1), input, head, enough) : this.first(argv, head, enough, input)))
  }

  private *xargs(argv: readonly string[], input: string, sink: Sink, enough: () => boolean): Work {
    let lines
    try {
      lines = xargsLines(argv, input)
    } catch (e) {
      if (!(e instanceof FilterError)) throw e
      sink.err(`${e.message}\n`)
      return e.code
    }
    let failed = false
    for (const line of lines) if ((yield* this.first(line, sink, enough)) !== 0) failed = true
    return failed ? XARGS_FAILED : 0
  }

  /** A command, and the tools that hear it. */
  private *flow(stages: readonly Stage[], sink: Sink, begin: (head: Sink, enough: () => boolean) => Work): Work {
    const behind: { filter: Filter; said: boolean }[] = []
    const [first, ...rest] = stages as [Stage, ...Stage[]]
    let code: number | undefined
    for (const { argv } of rest) {
      const make = Object.hasOwn(filters, argv[0]!) ? filters[argv[0]!] : undefined
      try {
        if (!make) throw new FilterError(`bash: ${argv[0]}: command not found`, UNKNOWN)
        behind.push({ filter: make(argv.slice(1)), said: false })
        code = undefined
      } catch (e) {
        if (!(e instanceof FilterError)) throw e
        sink.err(`${e.message}\n`)
        code = e.code
        behind.push({ filter: { full: true, exitCode: e.code, feed: () => '', end: () => '' }, said: false })
      }
    }
    const push = (text: string, from: number): void => {
      if (text === '') return
      if (from === behind.length) {
        if (!stages.at(-1)!.simple.quiet) sink.out(text)
      } else {
        push(behind[from]!.filter.feed(text), from + 1)
      }
    }
    const head: Sink = {
      out: text => { if (!first.simple.quiet) push(text, 0) },
      err: text => {
        if (first.simple.stderr === 'out') push(text, 0)
        else if (first.simple.stderr === 'terminal') sink.err(text)
      },
    }
    const heads = yield* begin(head, () => behind.some(b => b.filter.full))
    behind.forEach(({ filter }, i) => push(filter.end(), i + 1))
    return behind.length ? code ?? behind.at(-1)!.filter.exitCode : heads
  }

  /** The command that everything begins with: kubectl, a tool with files, or a word of the shell's own. `enough`: nobody listens any more. */
  private *first(argv: readonly string[], sink: Sink, enough: () => boolean, stdin?: string): Work {
    const [name = '', ...words] = argv
    switch (name) {
      case 'echo':
        sink.out(words[0] === '-n' ? words.slice(1).join(' ') : `${words.join(' ')}\n`)
        return 0
      case 'true': case ':': return 0
      case 'false': return 1
      case 'ls': return this.ls(words, sink)
      case 'export': case 'unset': {
        for (const word of words) {
          const [variable = '', value] = word.split(/=(.*)/s)
          if (name === 'unset') this.shell.set(variable, '', this.options.client.now)
          else if (value !== undefined) this.shell.set(variable, value, this.options.client.now)
        }
        return 0
      }
    }
    if (Object.hasOwn(filters, name)) return this.tool(name, words, sink)
    // A line may also begin with kubectl's own commands, as long as the shell has none of that name.
    if (!isKubectl(name) && !below('').some(c => c.path === name || c.aliases?.includes(name)) && !name.startsWith('-')) {
      const looksMeant = /^[a-z-]+$/.test(name) && words.length > 0
      if (!looksMeant) {
        sink.err(`bash: ${name}: command not found\n`)
        return UNKNOWN
      }
    }
    const running = start(argv, stdin === undefined ? this.options : { ...this.options, stdin })
    this.active.push(running)
    let told = 0
    const tell = () => {
      told = Math.min(told, running.output.length)
      for (; told < running.output.length; told++) sink[running.output[told]!.stream](running.output[told]!.text)
    }
    try {
      for (;;) {
        tell()
        if (running.exitCode !== undefined) return running.exitCode
        if (enough()) return 0
        yield
        running.advance()
      }
    } finally {
      this.active = this.active.filter(r => r !== running)
    }
  }

  private tool(name: string, words: readonly string[], sink: Sink): number {
    try {
      const filter = filters[name]!(words)
      const named = filesNamed(name, words)
      let missing = false
      for (const path of named) {
        const text = this.options.files.read(path)
        if (text === undefined) {
          sink.err(`${name}: ${path}: No such file or directory\n`)
          missing = true
        } else if (!filter.full) {
          sink.out(filter.feed(text))
        }
      }
      sink.out(filter.end())
      return missing ? 1 : filter.exitCode
    } catch (e) {
      if (!(e instanceof FilterError)) throw e
      sink.err(`${e.message}\n`)
      return e.code
    }
  }

  private ls(words: readonly string[], sink: Sink): number {
    let code = 0
    const named = words.filter(w => !w.startsWith('-'))
    for (const path of named.length ? named : ['.']) {
      const inside = this.options.files.list(path)
      if (inside) sink.out(inside.map(n => `${n}\n`).join(''))
      else if (this.options.files.read(path) !== undefined) sink.out(`${path}\n`)
      else if (path !== '.') {
        sink.err(`ls: cannot access '${path}': No such file or directory\n`)
        code = 2
      }
    }
    return code
  }

  /** A word filled in: to as many words as the blanks in what was not quoted make of it. */
  private *expand(word: ShellWord, sink: Sink, split: boolean): Generator<void, string[]> {
    const { client } = this.options
    const out: string[] = []
    let open: string | undefined
    for (const part of word) {
      let text: string
      if (part.kind === 'text') text = part.text
      else if (part.kind === 'variable') text = part.name === '?' ? String(this.status) : this.shell.get(part.name, client.now) || this.options.env?.[part.name] || ''
      else {
        let captured = ''
        this.status = yield* this.list(part.list, {
          out: t => { if (captured.length < MOST_CAPTURED) captured += t },
          err: t => sink.err(t),
        })
        text = captured.replace(/\n+$/, '')
      }
      if (part.quoted || part.kind === 'text' || !split) {
        open = (open ?? '') + text
        continue
      }
      const fields = text.split(/\s+/)
      // Blanks at its ends cut it off from its neighbours.
      fields.forEach((f, i) => {
        if (i > 0 && open !== undefined) {
          out.push(open)
          open = undefined
        }
        if (f !== '') open = (open ?? '') + f
      })
    }
    if (open !== undefined) out.push(open)
    return out
  }
}

const isKubectl = (word: string): boolean => word === 'kubectl' || word === 'k'
