// What every small program shares: how it reads its options, opens its files and complains.
import { openFile, readAll, write } from '../machine/io.ts'
import type { Doing, Process, Program } from '../machine/process.ts'
import type { Stream } from '../machine/streams.ts'

export type Applet = (proc: Process, argv: readonly string[]) => Program

export interface Options {
  /** Letter or long name → value ('' for a mere switch). */
  readonly on: ReadonlyMap<string, string>
  readonly rest: readonly string[]
  /** The first option that is not known. */
  readonly unknown?: string
}

/**
 * Reads options as getopt does. `spec` like `nc:` (a colon: takes a value); `long` maps long names to letters.
 * `strict`: options end at the first other word (programs that run another one).
 */
export function options(argv: readonly string[], spec: string, long: Readonly<Record<string, string>> = {}, strict = false): Options {
  const on = new Map<string, string>()
  const rest: string[] = []
  let unknown: string | undefined
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!
    if (arg === '--') {
      rest.push(...argv.slice(i + 1))
      break
    }
    if (arg.startsWith('--')) {
      const [name, value] = cut(arg.slice(2), '=')
      const letter = long[name] ?? name
      if (!(name in long)) unknown ??= arg
      on.set(letter, value ?? (spec.includes(`${letter}:`) ? (argv[++i] ?? '') : ''))
      continue
    }
    if (arg.length < 2 || arg[0] !== '-') {
      if (strict) {
        rest.push(...argv.slice(i))
        break
      }
      rest.push(arg)
      continue
    }
    for (let j = 1; j < arg.length; j++) {
      const letter = arg[j]!
      const at = spec.indexOf(letter)
      if (at < 0) {
        unknown ??= `-${letter}`
        continue
      }
      if (spec[at + 1] !== ':') {
        on.set(letter, '')
        continue
      }
      on.set(letter, arg.slice(j + 1) || (argv[++i] ?? ''))
      break
    }
  }
  return { on, rest, ...(unknown === undefined ? {} : { unknown }) }
}

/** A text in two at the first divider; the second part is undefined if there is none. */
export function cut(text: string, divider: string): [string, string | undefined] {
  const at = text.indexOf(divider)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + divider.length)]
}

/** How a program is called in its messages. */
export const called = (argv: readonly string[]): string => argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)

/** Complains and gives the code. */
export function* fail(proc: Process, argv: readonly string[], message: string, code = 1): Doing<number> {
  yield* write(proc, 2, `${called(argv)}: ${message}\n`)
  return code
}

/** A file that cannot be opened, as busybox or as GNU says it. */
export function cannot(proc: Process, path: string, why: string): string {
  return proc.kernel.flavour === 'busybox' ? `can't open '${path}': ${why}` : `${path}: ${why}`
}

/** A wrong option, with the usual code. */
export function* badOption(proc: Process, argv: readonly string[], option: string): Doing<number> {
  const letter = option.replace(/^-+/, '')
  const text = option.startsWith('--') ? `unrecognized option '${option}'` : proc.kernel.flavour === 'busybox' ? `unrecognized option: ${letter}` : `invalid option -- '${letter}'`
  const hint = proc.kernel.flavour === 'busybox' ? '' : `Try '${called(argv)} --help' for more information.\n`
  yield* write(proc, 2, `${called(argv)}: ${text}\n${hint}`)
  return 1
}

/** Standard input for `-`, else the file; a text says why not. */
export function source(proc: Process, path: string): Stream | string {
  return path === '-' ? (proc.fds[0] ?? 'Bad file descriptor') : openFile(proc, path, { read: true })
}

/** Everything in the named files one after the other, or standard input. Missing files are complained of. */
export function* inputs(proc: Process, argv: readonly string[], paths: readonly string[]): Doing<{ readonly texts: { readonly name: string; readonly text: string }[]; readonly failed: boolean }> {
  const texts: { name: string; text: string }[] = []
  let failed = false
  for (const path of paths.length > 0 ? paths : ['-']) {
    const stream = source(proc, path)
    const problem = typeof stream === 'string' ? stream : isDirectory(proc, stream) ? 'Is a directory' : undefined
    if (problem !== undefined) {
      yield* fail(proc, argv, problem === 'Is a directory' && proc.kernel.flavour === 'busybox' ? 'read error: Is a directory' : proc.kernel.flavour === 'gnu' && called(argv) === 'sort' ? `cannot read: ${path}: ${problem}` : cannot(proc, path, problem))
      failed = true
    } else texts.push({ name: path, text: yield* readAll(proc, stream as Stream) })
  }
  return { texts, failed }
}

export function isDirectory(proc: Process, stream: Stream): boolean {
  return stream.kind === 'file' && 'path' in stream && proc.kernel.files.at(stream.path as string)?.kind === 'dir'
}

/** Lines without their newlines; a last line without one counts. */
export function linesOf(text: string): string[] {
  if (text === '') return []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** A size such as 10, 4k, 1M, 1G; NaN if it is none. */
export function sizeOf(text: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*([cwbkKmMgGtT]?)(i?B|b)?$/.exec(text)
  if (!found) return Number.NaN
  const unit = { '': 1, c: 1, w: 2, b: 512, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }[found[2]!.toLowerCase()]!
  return Number(found[1]) * unit
}

/** A while such as 5, 0.5, 1m, 2h, 1d, infinity, in µs; NaN if it is none. */
export function duration(text: string): number {
  if (/^inf(inity)?$/i.test(text)) return Infinity
  const found = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text)
  if (!found) return Number.NaN
  return Math.round(Number(found[1]) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[found[2]!]! * 1e6)
}
