// tr: characters for characters.
import { print, readSome } from '../machine/io.ts'
import { unescaped } from '../shell/printing.ts'
import { type Applet, fail, options } from './applet.ts'

const SETS: Readonly<Record<string, [number, number][]>> = { alpha: [[65, 90], [97, 122]], digit: [[48, 57]], alnum: [[48, 57], [65, 90], [97, 122]], upper: [[65, 90]], lower: [[97, 122]], space: [[9, 13], [32, 32]], blank: [[9, 9], [32, 32]], punct: [[33, 47], [58, 64], [91, 96], [123, 126]], xdigit: [[48, 57], [65, 70], [97, 102]], cntrl: [[0, 31], [127, 127]] }

function charactersOf(spec: string): string[] {
  const text = unescaped(spec, false).text
  const out: string[] = []
  for (let i = 0; i < text.length; ) {
    const named = /^\[:(\w+):\]/.exec(text.slice(i))
    if (named && SETS[named[1]!]) {
      for (const [a, b] of SETS[named[1]!]!) for (let c = a; c <= b; c++) out.push(String.fromCharCode(c))
      i += named[0].length
    } else if (text[i + 1] === '-' && i + 2 < text.length) {
      for (let c = text.charCodeAt(i); c <= text.charCodeAt(i + 2); c++) out.push(String.fromCharCode(c))
      i += 3
    } else out.push(text[i++]!)
  }
  return out
}

export const tr: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'dscCt', { delete: 'd', 'squeeze-repeats': 's', complement: 'c' }, true)
  const needed = on.has('d') || on.has('s') ? 1 : 2
  if (rest.length < needed) {
    if (proc.kernel.flavour === 'busybox') return yield* fail(proc, argv, 'missing operand')
    return yield* fail(proc, argv, rest.length === 0 ? "missing operand\nTry 'tr --help' for more information." : `missing operand after ‘${rest[0]}’\nTwo strings must be given when translating.\nTry 'tr --help' for more information.`)
  }
  const complement = on.has('c') || on.has('C')
  const from = new Set(charactersOf(rest[0] ?? ''))
  const list = [...charactersOf(rest[0] ?? '')]
  const to = rest[1] === undefined || on.has('d') ? [] : charactersOf(rest[1])
  const map = new Map(list.map((c, i) => [c, to[Math.min(i, to.length - 1)] ?? c]))
  const inSet = (c: string) => from.has(c) !== complement
  const squeeze = on.has('s') ? new Set(charactersOf(rest[on.has('d') || rest[1] !== undefined ? 1 : 0] ?? '')) : undefined
  const squeezes = (c: string) => squeeze !== undefined && (rest[1] === undefined ? inSet(c) : squeeze.has(c))
  const input = proc.fds[0]
  let last = ''
  for (let got = input && (yield* readSome(input)); got !== undefined; got = yield* readSome(input!)) {
    let out = ''
    for (const c of got) {
      let made = c
      if (inSet(c)) {
        if (on.has('d')) continue
        if (rest[1] !== undefined) made = complement ? to.at(-1)! : map.get(c)!
      }
      if (made === last && squeezes(made)) continue
      last = made
      out += made
    }
    yield* print(proc, out)
  }
  return 0
}
