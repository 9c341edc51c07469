// Programs that turn text into text: cat, wc, tee, nl, tac, rev, fold, paste; and the table of all of them.
import { openFile, print, write, readSome } from '../machine/io.ts'
import type { Process } from '../machine/process.ts'
import type { Stream } from '../machine/streams.ts'
import { type Applet, badOption, cannot, fail, inputs, isDirectory, linesOf, options, source } from './applet.ts'
import { sha256 } from '../../../../../kube/sha256.ts'
import { base64, bytesOf, checksum, digest, od } from './bytes.ts'
import { cutFields } from './cut.ts'
import { md5, sha1 } from './digest.ts'
import { head, tail } from './ends.ts'
import { gzip } from './gzip.ts'
import { shuf, sort, uniq } from './order.ts'
import { tr } from './tr.ts'

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
    const what = on.has('n') || on.has('b') ? 'line' : 'some'
    for (let got = yield* readSome(stream, what); got !== undefined; got = yield* readSome(stream, what)) {
      yield* print(proc, on.has('n') || (on.has('b') && got !== '\n') ? `${String(++n).padStart(6)}\t${got}` : got)
    }
  }
  return status
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
  for (let got = input && (yield* readSome(input)); got !== undefined; got = yield* readSome(input!)) {
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

export const TEXT: ReadonlyMap<string, Applet> = new Map<string, Applet>([
  ['cat', cat], ['head', head], ['tail', tail], ['wc', wc], ['sort', sort], ['uniq', uniq], ['cut', cutFields], ['tr', tr], ['tee', tee],
  ['tac', lineWise((lines) => lines.reverse())], ['rev', lineWise((lines) => lines.map((l) => [...l].reverse().join('')))], ['nl', nl], ['shuf', shuf],
  ['gzip', gzip], ['gunzip', gzip], ['zcat', gzip], ['md5sum', digest(md5)], ['sha1sum', digest(sha1)], ['sha256sum', digest(sha256)], ['cksum', checksum], ['base64', base64], ['od', od], ['hexdump', od],
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
