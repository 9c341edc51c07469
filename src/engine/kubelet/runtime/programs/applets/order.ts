// Programs about the order of lines: sort, uniq, shuf.
import { resolvePath } from '../machine/files.ts'
import { print } from '../machine/io.ts'
import { type Applet, inputs, linesOf, options } from './applet.ts'

export const sort: Applet = function* (proc, argv) {
  const keys: string[] = []
  const words = argv.filter((a, i) => {
    if (argv[i - 1] === '-k') return false
    if (a === '-k') keys.push(argv[i + 1] ?? '')
    else if (/^-k./.test(a)) keys.push(a.slice(2))
    return !/^-k/.test(a)
  })
  const { on, rest } = options(words, 'nrut:fbhVsco:zMg', { 'numeric-sort': 'n', reverse: 'r', unique: 'u', 'version-sort': 'V' })
  const { texts, failed } = yield* inputs(proc, argv, rest)
  const lines = texts.flatMap(({ text }) => linesOf(text))
  const divider = on.get('t')
  const field = (line: string, key: string) => {
    const [from, to] = key.split(',')
    const columns = divider !== undefined ? line.split(divider) : (line.match(/\s*\S+/g) ?? [])
    const first = Number.parseInt(from!, 10) - 1
    const last = to === undefined ? columns.length : Number.parseInt(to, 10)
    return columns.slice(first, last).join(divider ?? '')
  }
  const human = (t: string) => (Number.parseFloat(t) || 0) * ({ k: 1e3, m: 1e6, g: 1e9, t: 1e12 }[/[kmgt]/i.exec(t)?.[0].toLowerCase() ?? ''] ?? 1)
  const by = (a: string, b: string, flags: string): number => {
    if (flags.includes('n') || flags.includes('g')) return (Number.parseFloat(a.trim()) || 0) - (Number.parseFloat(b.trim()) || 0)
    if (flags.includes('h')) return human(a.trim()) - human(b.trim())
    if (flags.includes('V')) return versions(a, b)
    const [x, y] = flags.includes('f') ? [a.toUpperCase(), b.toUpperCase()] : flags.includes('b') ? [a.trimStart(), b.trimStart()] : [a, b]
    return x < y ? -1 : x > y ? 1 : 0
  }
  const global = [...on.keys()].join('')
  const order = (a: string, b: string): number => {
    for (const key of keys) {
      const flags = key.replace(/[\d.,]/g, '')
      const c = by(field(a, key), field(b, key), flags || global)
      if (c !== 0) return (flags || global).includes('r') ? -c : c
    }
    const c = keys.length > 0 ? 0 : by(a, b, global)
    if (c !== 0) return on.has('r') ? -c : c
    if (on.has('s') || on.has('u')) return 0
    return (a < b ? -1 : a > b ? 1 : 0) * (on.has('r') ? -1 : 1)
  }
  proc.kernel.burn(proc, lines.length, 1)
  const sorted = lines.toSorted(order)
  const out = on.has('u') ? sorted.filter((l, i) => i === 0 || order(sorted[i - 1]!, l) !== 0) : sorted
  const text = out.map((l) => `${l}\n`).join('')
  if (on.has('o')) proc.kernel.files.write(resolvePath(proc.cwd, on.get('o')!), text, proc.kernel.nowUs)
  else yield* print(proc, text)
  return failed ? 2 : 0
}

function versions(a: string, b: string): number {
  const parts = (t: string) => t.match(/\d+|\D+/g) ?? []
  const [x, y] = [parts(a), parts(b)]
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [p, q] = [x[i] ?? '', y[i] ?? '']
    const c = /^\d/.test(p) && /^\d/.test(q) ? Number(p) - Number(q) : p < q ? -1 : p > q ? 1 : 0
    if (c !== 0) return c
  }
  return 0
}

export const uniq: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'cdui', { count: 'c', repeated: 'd', unique: 'u' })
  const { texts, failed } = yield* inputs(proc, argv, rest.slice(0, 1))
  const groups: { line: string; n: number }[] = []
  for (const line of linesOf(texts[0]?.text ?? '')) {
    const last = groups.at(-1)
    if (last && (on.has('i') ? last.line.toLowerCase() === line.toLowerCase() : last.line === line)) last.n++
    else groups.push({ line, n: 1 })
  }
  for (const { line, n } of groups) {
    if ((on.has('d') && n === 1) || (on.has('u') && n > 1)) continue
    yield* print(proc, on.has('c') ? `${String(n).padStart(7)} ${line}\n` : `${line}\n`)
  }
  return failed ? 1 : 0
}

export const shuf: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'n:i:er', { 'head-count': 'n', 'input-range': 'i', echo: 'e' })
  let lines: string[]
  if (on.has('i')) {
    const [from = 0, to = 0] = on.get('i')!.split('-').map(Number)
    lines = Array.from({ length: Math.max(0, Math.min(100_000, to - from + 1)) }, (_, i) => String(from + i))
  } else if (on.has('e')) lines = [...rest]
  else lines = (yield* inputs(proc, argv, rest)).texts.flatMap(({ text }) => linesOf(text))
  for (let i = lines.length - 1; i > 0; i--) {
    const j = Math.floor(proc.kernel.random() * (i + 1))
    ;[lines[i], lines[j]] = [lines[j]!, lines[i]!]
  }
  yield* print(proc, lines.slice(0, Number(on.get('n') ?? Infinity)).map((l) => `${l}\n`).join(''))
  return 0
}
