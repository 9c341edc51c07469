// `read` and `mapfile`: input cut into variables.
import { readLine } from '../../machine/io.ts'
import type { Doing } from '../../machine/process.ts'
import type { Shell } from '../shell.ts'

export function* read(shell: Shell, argv: readonly string[]): Doing<number> {
  let raw = false
  let array = false
  let seconds: number | undefined
  let prompt = ''
  let i = 1
  for (; i < argv.length && /^-./.test(argv[i]!) && argv[i] !== '--'; i++) {
    const arg = argv[i]!
    for (let j = 1; j < arg.length; j++) {
      const letter = arg[j]!
      const value = () => {
        const rest = arg.slice(j + 1)
        j = arg.length
        return rest !== '' ? rest : (argv[++i] ?? '')
      }
      if (letter === 'r') raw = true
      else if (letter === 'a') array = true
      else if (letter === 't') seconds = Number(value())
      else if (letter === 'p') prompt = value()
      else if (letter === 'n' || letter === 'd' || letter === 'u' || letter === 'N') value()
    }
  }
  if (argv[i] === '--') i++
  const names = argv.slice(i)
  void prompt
  const input = shell.proc.fds[0]
  let line: string | undefined
  const untilUs = seconds === undefined ? Infinity : shell.proc.kernel.nowUs + seconds * 1e6
  for (let joined = ''; input; ) {
    const got = input.read('line')
    if (got === null) {
      const left = untilUs - shell.proc.kernel.nowUs
      if (left <= 0) return 142
      yield { on: [input.changed], ...(left === Infinity ? {} : { us: left }) }
      if (shell.proc.pending.length > 0) return shell.interrupted()
      continue
    }
    if (got === undefined) {
      line = joined === '' ? undefined : joined
      break
    }
    if (!raw && /(^|[^\\])(\\\\)*\\\n$/.test(got)) {
      joined += got.slice(0, -2)
      continue
    }
    line = joined + got
    break
  }
  shell.proc.kernel.burn(shell.proc, 5, 1)
  const complete = line?.endsWith('\n') ?? false
  let text = (line ?? '').replace(/\n$/, '')
  // A backslash keeps the next character from splitting; marked here by a character that no text has.
  if (!raw) text = text.replace(/\\(.)/gs, (_, c: string) => `\uE000${c}`)
  const plain = (s: string) => s.replaceAll('\uE000', '')
  const ifs = shell.variable('IFS') ?? ' \t\n'
  if (names.length === 0) shell.assign('REPLY', plain(text))
  else if (array) {
    const words = splitRead(text, ifs, Infinity).map(plain)
    shell.variables.put(names[0]!, { text: words[0] ?? '', list: new Map(words.map((w, n) => [String(n), w])), exported: false, readOnly: false })
  } else {
    const words = splitRead(text, ifs, names.length)
    for (const [n, name] of names.entries()) shell.assign(name, plain(words[n] ?? ''))
  }
  return complete ? 0 : 1
}

/** A line in `count` fields, the last with all the rest. */
function splitRead(text: string, ifs: string, count: number): string[] {
  const blank = (c: string | undefined) => c !== undefined && ifs.includes(c) && /\s/.test(c)
  const any = (c: string | undefined) => c !== undefined && ifs.includes(c)
  const out: string[] = []
  let i = 0
  while (blank(text[i])) i++
  while (i < text.length) {
    if (out.length === count - 1) {
      let rest = text.slice(i)
      while (blank(rest.at(-1)) && rest.at(-2) !== '\uE000') rest = rest.slice(0, -1)
      out.push(rest)
      return out
    }
    let word = ''
    while (i < text.length && (!any(text[i]) || text[i - 1] === '\uE000')) word += text[i++]
    out.push(word)
    while (blank(text[i])) i++
    if (any(text[i]) && !blank(text[i])) {
      i++
      while (blank(text[i])) i++
    }
  }
  return out
}

export function* mapfile(shell: Shell, argv: readonly string[]): Doing<number> {
  const strip = argv.includes('-t')
  const name = argv.slice(1).findLast((a) => !a.startsWith('-')) ?? 'MAPFILE'
  const list = new Map<string, string>()
  const input = shell.proc.fds[0]
  for (let n = 0; input; n++) {
    const line = yield* readLine(shell.proc, input)
    if (line === undefined) break
    list.set(String(n), strip ? line.replace(/\n$/, '') : line)
  }
  shell.variables.put(name, { text: list.get('0') ?? '', list, exported: false, readOnly: false })
  return 0
}
