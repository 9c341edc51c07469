// Programs that turn text into text: cat, head, tail, sort, uniq, wc, cut, tr, tee …
import { resolvePath } from '../machine/files.ts'
import { openFile, print, readAll, readLine, write } from '../machine/io.ts'
import type { Process } from '../machine/process.ts'
import type { Stream } from '../machine/streams.ts'
import { unescaped } from '../shell/printing.ts'
import { type Applet, badOption, called, cannot, fail, inputs, isDirectory, linesOf, options, sizeOf, source } from './applet.ts'
import { sha256 } from '../../../../../kube/sha256.ts'
import { cksum, fromBase64, md5, sha1, toBase64 } from './digest.ts'

const cat: Applet = function* (proc, argv) {
  const { on, rest, unknown } = options(argv, 'nubesAtvET', { number: 'n' })
  if (unknown !== undefined) return yield* badOption(proc, argv, unknown)
  let status = 0
  let n = 0
  for (const path of rest.length > 0 ? rest : ['-']) {
    const stream = source(proc, path)
    if (typeof stream === 'string') {
      status = yield* fail(proc, argv, cannot(proc, path, stream))
      continue
    }
    if (isDirectory(proc, stream)) {
      status = yield* fail(proc, argv, proc.kernel.flavour === 'busybox' ? 'read error: Is a directory' : `${path}: Is a directory`)
      continue
    }
    for (;;) {
      const got = stream.read(on.has('n') || on.has('b') ? 'line' : 'some')
      if (got === undefined) break
      if (got === null) yield { on: [stream.changed] }
      else yield* print(proc, on.has('n') || (on.has('b') && got !== '\n') ? `${String(++n).padStart(6)}\t${got}` : got)
    }
  }
  return status
}

const head: Applet = function* (proc, argv) {
  const { on, rest } = options(argv.map((a, i) => (i > 0 && /^-\d+$/.test(a) ? `-n${a.slice(1)}` : a)), 'n:c:qv', { lines: 'n', bytes: 'c' })
  const count = on.has('c') ? sizeOf(on.get('c')!) : Number(on.get('n') ?? 10)
  if (Number.isNaN(count)) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `invalid number of lines: ‘${on.get('n') ?? on.get('c')}’` : `invalid number '${on.get('n') ?? on.get('c')}'`)
  let status = 0
  for (const [i, path] of (rest.length > 0 ? rest : ['-']).entries()) {
    const stream = source(proc, path)
    if (typeof stream === 'string') {
      status = yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `cannot open '${path}' for reading: ${stream}` : `${path}: ${stream}`)
      continue
    }
    if (rest.length > 1 && !on.has('q')) yield* print(proc, `${i > 0 ? '\n' : ''}==> ${path} <==\n`)
    if (on.has('c') || count < 0) {
      const text = yield* readAll(proc, stream, count < 0 ? Infinity : count)
      yield* print(proc, on.has('c') ? text.slice(0, count) : linesOf(text).slice(0, count).map((l) => `${l}\n`).join(''))
      continue
    }
    for (let n = 0; n < count; n++) {
      const line = yield* readLine(proc, stream)
      if (line === undefined) break
      yield* print(proc, line)
    }
  }
  return status
}

const tail: Applet = function* (proc, argv) {
  const { on, rest } = options(argv.map((a, i) => (i > 0 && /^[-+]\d+$/.test(a) && argv[i - 1] !== '-n' && argv[i - 1] !== '-c' ? `-n${a.replace(/^-/, '')}` : a)), 'n:c:fFqs:vr', { lines: 'n', bytes: 'c', follow: 'f', retry: 'F' })
  const follow = on.has('f') || on.has('F') || argv.includes('--follow=name')
  const spec = on.get('n') ?? on.get('c') ?? '10'
  const count = Math.abs(Number(spec.replace(/^\+/, '')))
  if (Number.isNaN(count)) return yield* fail(proc, argv, `invalid number '${spec}'`)
  let status = 0
  const part = (text: string) => {
    if (on.has('c')) return spec.startsWith('+') ? text.slice(count - 1) : count === 0 ? '' : text.slice(-count)
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
    return (spec.startsWith('+') ? lines.slice(Math.max(0, count - 1)) : count === 0 ? [] : lines.slice(-count)).join('')
  }
  const followed: { path: string; seen: number }[] = []
  for (const [i, path] of (rest.length > 0 ? rest : ['-']).entries()) {
    const full = resolvePath(proc.cwd, path)
    const stream = source(proc, path)
    if (typeof stream === 'string') {
      status = yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `cannot open '${path}' for reading: ${stream}` : cannot(proc, path, stream))
      if (on.has('F')) followed.push({ path: full, seen: 0 })
      continue
    }
    if (rest.length > 1 && !on.has('q')) yield* print(proc, `${i > 0 ? '\n' : ''}==> ${path} <==\n`)
    if (follow && (full === '/dev/null' || path === '-')) {
      if (path === '-') yield* print(proc, part(yield* readAll(proc, stream)))
      followed.push({ path: full, seen: 0 })
      continue
    }
    const text = yield* readAll(proc, stream)
    yield* print(proc, part(text))
    if (follow) followed.push({ path: full, seen: text.length })
  }
  if (!follow) return status
  if (followed.length === 0) return yield* fail(proc, argv, 'no files')
  for (;;) {
    yield { on: [proc.kernel.arrivals] }
    for (const file of followed) {
      const text = proc.kernel.files.text(file.path)
      if (text === undefined || text.length === file.seen) continue
      const from = text.length < file.seen ? 0 : file.seen
      file.seen = text.length
      yield* print(proc, text.slice(from))
    }
  }
}

const wc: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'lwcmL', { lines: 'l', words: 'w', bytes: 'c', chars: 'm' })
  const { texts, failed } = yield* inputs(proc, argv, rest)
  const shown = ['l', 'w', 'c', 'm', 'L'].filter((f) => on.has(f))
  const flags = shown.length > 0 ? shown : ['l', 'w', 'c']
  const rows = texts.map(({ name, text }) => ({ name, numbers: flags.map((f) => (f === 'l' ? text.split('\n').length - 1 : f === 'w' ? (text.match(/\S+/g)?.length ?? 0) : f === 'L' ? Math.max(0, ...linesOf(text).map((l) => l.length)) : f === 'c' ? bytesOf(text) : text.length)) }))
  if (rows.length > 1) rows.push({ name: 'total', numbers: flags.map((_, i) => rows.reduce((sum, r) => sum + r.numbers[i]!, 0)) })
  for (const { name, numbers } of rows) {
    const bare = flags.length === 1 && rows.length === 1
    const width = proc.kernel.flavour === 'busybox' ? (rest.length === 0 && !bare ? 9 : 9) : Math.max(rest.length === 0 ? 7 : 1, ...rows.flatMap((r) => r.numbers).map((n) => String(n).length))
    const text = bare ? String(numbers[0]) : numbers.map((n) => String(n).padStart(width)).join(proc.kernel.flavour === 'busybox' ? ' ' : ' ')
    yield* print(proc, `${text}${rest.length === 0 ? '' : ` ${name}`}\n`)
  }
  return failed ? 1 : 0
}

/** How many bytes a text is in UTF-8. */
export function bytesOf(text: string): number {
  let n = 0
  for (const c of text) {
    const code = c.codePointAt(0)!
    n += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return n
}

const sort: Applet = function* (proc, argv) {
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

const uniq: Applet = function* (proc, argv) {
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

const cutFields: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'd:f:c:b:sn', { delimiter: 'd', fields: 'f', characters: 'c', bytes: 'b', 'only-delimited': 's' })
  const list = on.get('f') ?? on.get('c') ?? on.get('b')
  if (list === undefined) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? "you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information." : 'expected a list of bytes, characters, or fields')
  const ranges = list.split(',').map((r) => {
    const [, from, dash, to] = /^(\d*)(-?)(\d*)$/.exec(r) ?? []
    return [from === '' ? 1 : Number(from), dash ? (to === '' ? Infinity : Number(to)) : Number(from)] as const
  })
  const wanted = (i: number) => ranges.some(([a, b]) => i >= a && i <= b)
  const divider = on.get('d') ?? '\t'
  let failed = false
  for (const path of rest.length > 0 ? rest : ['-']) {
    const stream = source(proc, path)
    if (typeof stream === 'string') {
      failed = true
      yield* fail(proc, argv, cannot(proc, path, stream))
      continue
    }
    for (;;) {
      const line = (yield* readLine(proc, stream))?.replace(/\n$/, '')
      if (line === undefined) break
      if (!on.has('f')) yield* print(proc, `${[...line].filter((_, i) => wanted(i + 1)).join('')}\n`)
      else if (line.includes(divider)) yield* print(proc, `${line.split(divider).filter((_, i) => wanted(i + 1)).join(divider)}\n`)
      else if (!on.has('s')) yield* print(proc, `${line}\n`)
    }
  }
  return failed ? 1 : 0
}

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

const tr: Applet = function* (proc, argv) {
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
  while (input) {
    const got = input.read('some')
    if (got === undefined) break
    if (got === null) {
      yield { on: [input.changed] }
      continue
    }
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

const tee: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'ai', { append: 'a' })
  const targets: Stream[] = []
  let status = 0
  for (const path of rest) {
    const stream = openFile(proc, path, { write: true, make: true, append: on.has('a') })
    if (typeof stream === 'string') status = yield* fail(proc, argv, `${path}: ${stream}`)
    else targets.push(stream)
  }
  const input = proc.fds[0]
  while (input) {
    const got = input.read('some')
    if (got === undefined) break
    if (got === null) {
      yield { on: [input.changed] }
      continue
    }
    for (const target of targets) target.write(got)
    yield* print(proc, got)
  }
  return status
}

const lineWise = (change: (lines: string[], argv: readonly string[], proc: Process) => string[]): Applet => function* (proc, argv) {
  const { texts, failed } = yield* inputs(proc, argv, argv.slice(1).filter((a) => !/^-./.test(a)))
  yield* print(proc, change(texts.flatMap(({ text }) => linesOf(text)), argv, proc).map((l) => `${l}\n`).join(''))
  return failed ? 1 : 0
}

const nl: Applet = lineWise((lines) => {
  let n = 0
  return lines.map((l) => (l === '' ? `       ${l}` : `${String(++n).padStart(6)}\t${l}`))
})

const shuf: Applet = function* (proc, argv) {
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

const digest = (sum: (bytes: readonly number[]) => string): Applet => function* (proc, argv) {
  const { rest } = options(argv, 'cbts')
  const { texts, failed } = yield* inputs(proc, argv, rest)
  for (const { name, text } of texts) yield* print(proc, `${sum(utf8(text))}  ${name}\n`)
  return failed ? 1 : 0
}

const checksum: Applet = function* (proc, argv) {
  const { texts, failed } = yield* inputs(proc, argv, argv.slice(1))
  for (const { name, text } of texts) {
    const bytes = utf8(text)
    yield* print(proc, `${cksum(bytes)} ${bytes.length}${name === '-' ? '' : ` ${name}`}\n`)
  }
  return failed ? 1 : 0
}

/** A text as bytes in UTF-8. */
export function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const c of text) {
    const code = c.codePointAt(0)!
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}

/** Bytes in UTF-8 as a text; what is not UTF-8 stays as single characters. */
export function fromUtf8(bytes: readonly number[]): string {
  const text = bytes.map((b) => String.fromCharCode(b)).join('')
  return text.replace(/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g, (s) => {
    const first = s.charCodeAt(0) & (0xff >> (s.length + 1))
    return String.fromCodePoint([...s.slice(1)].reduce((n, c) => (n << 6) | (c.charCodeAt(0) & 63), first))
  })
}

const base64: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'dw:i', { decode: 'd', wrap: 'w' })
  const { texts, failed } = yield* inputs(proc, argv, rest)
  if (failed) return 1
  const text = texts.map((t) => t.text).join('')
  if (on.has('d')) {
    const bytes = fromBase64(text)
    if (!bytes) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? 'invalid input' : 'truncated input')
    yield* print(proc, fromUtf8(bytes))
    return 0
  }
  const width = Number(on.get('w') ?? 76)
  const encoded = toBase64(utf8(text))
  yield* print(proc, width > 0 ? (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).map((l) => `${l}\n`).join('') : encoded)
  return 0
}

const od: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'A:t:N:cxbvj:w:', { 'address-radix': 'A', format: 't', 'read-bytes': 'N' })
  let bytes: number[] = []
  for (const path of rest.length > 0 ? rest : ['-']) {
    const stream = source(proc, path)
    if (typeof stream === 'string') return yield* fail(proc, argv, cannot(proc, path, stream))
    const text = yield* readAll(proc, stream, Number(on.get('N') ?? 1 << 20))
    bytes.push(...(path.startsWith('/dev/') ? [...text].map((c) => c.charCodeAt(0)) : utf8(text)))
  }
  bytes = bytes.slice(0, Number(on.get('N') ?? Infinity))
  const kind = on.has('c') ? 'c' : called(argv) === 'hexdump' ? 'x2' : (on.get('t') ?? (on.has('x') ? 'x2' : on.has('b') ? 'o1' : 'o2'))
  const size = kind === 'c' ? 1 : Number(/\d/.exec(kind)?.[0] ?? 4)
  const radix = kind[0] === 'x' ? 16 : kind[0] === 'o' ? 8 : 10
  const width = kind === 'c' ? 3 : radix === 16 ? size * 2 : radix === 8 ? Math.ceil((size * 8) / 3) : { 1: 3, 2: 5, 4: 10, 8: 20 }[size]!
  const address = (n: number) => (on.get('A') === 'n' ? '' : n.toString(on.get('A') === 'd' ? 10 : on.get('A') === 'x' ? 16 : 8).padStart(7, '0'))
  const named: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' }
  let out = ''
  for (let i = 0; i < bytes.length; i += 16) {
    out += address(i)
    for (let j = i; j < Math.min(i + 16, bytes.length); j += size) {
      let value = 0n
      for (let k = size - 1; k >= 0; k--) value = (value << 8n) | BigInt(bytes[j + k] ?? 0)
      const b = bytes[j]!
      const text = kind === 'c' ? (named[b] ?? (b >= 32 && b < 127 ? String.fromCharCode(b) : b.toString(8).padStart(3, '0'))) : value.toString(radix)
      out += ` ${kind[0] === 'u' || kind[0] === 'd' || kind === 'c' ? text.padStart(width) : text.padStart(width, '0')}`
    }
    out += '\n'
  }
  if (on.get('A') !== 'n') out += `${address(bytes.length)}\n`
  yield* print(proc, out)
  return 0
}

export const TEXT: ReadonlyMap<string, Applet> = new Map<string, Applet>([
  ['cat', cat], ['head', head], ['tail', tail], ['wc', wc], ['sort', sort], ['uniq', uniq], ['cut', cutFields], ['tr', tr], ['tee', tee],
  ['tac', lineWise((lines) => lines.reverse())], ['rev', lineWise((lines) => lines.map((l) => [...l].reverse().join('')))], ['nl', nl], ['shuf', shuf],
  ['md5sum', digest(md5)], ['sha1sum', digest(sha1)], ['sha256sum', digest(sha256)], ['cksum', checksum], ['base64', base64], ['od', od], ['hexdump', od],
  ['fold', function* (proc, argv) {
    const { on, rest } = options(argv, 'w:sb', { width: 'w' })
    const width = Number(on.get('w') ?? 80) || 80
    const { texts } = yield* inputs(proc, argv, rest)
    for (const { text } of texts) for (const line of linesOf(text)) yield* print(proc, (line.match(new RegExp(`.{1,${width}}`, 'g')) ?? ['']).map((l) => `${l}\n`).join(''))
    return 0
  }],
  ['paste', function* (proc, argv) {
    const { on, rest } = options(argv, 'd:s', { delimiters: 'd', serial: 's' })
    const divider = on.get('d') ?? '\t'
    const { texts } = yield* inputs(proc, argv, rest)
    const columns = texts.map(({ text }) => linesOf(text))
    const rows = on.has('s') ? columns.map((c) => c.join(divider)) : Array.from({ length: Math.max(0, ...columns.map((c) => c.length)) }, (_, i) => columns.map((c) => c[i] ?? '').join(divider))
    yield* print(proc, rows.map((l) => `${l}\n`).join(''))
    return 0
  }],
  ['clear', function* (proc) {
    yield* write(proc, 1, '\x1b[H\x1b[J')
    return 0
  }],
])
