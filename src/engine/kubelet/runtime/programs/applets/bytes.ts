// Programs that look at bytes: sums, base64, od; and texts as UTF-8.
import { print, readAll } from '../machine/io.ts'
import { type Applet, called, cannot, fail, inputs, options, source } from './applet.ts'
import { cksum, fromBase64, toBase64 } from './digest.ts'

/** How many bytes a text is in UTF-8. */
export function bytesOf(text: string): number {
  let n = 0
  for (const c of text) {
    const code = c.codePointAt(0)!
    n += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return n
}

export const digest = (sum: (bytes: readonly number[]) => string): Applet => function* (proc, argv) {
  const { rest } = options(argv, 'cbts')
  const { texts, failed } = yield* inputs(proc, argv, rest)
  for (const { name, text } of texts) yield* print(proc, `${sum(utf8(text))}  ${name}\n`)
  return failed ? 1 : 0
}

export const checksum: Applet = function* (proc, argv) {
  const { texts, failed } = yield* inputs(proc, argv, argv.slice(1))
  for (const { name, text } of texts) {
    const bytes = utf8(text)
    yield* print(proc, `${cksum(bytes)} ${bytes.length}${name === '-' ? '' : ` ${name}`}\n`)
  }
  return failed ? 1 : 0
}

/** A text as bytes in UTF-8. */
function utf8(text: string): number[] {
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
function fromUtf8(bytes: readonly number[]): string {
  const text = bytes.map((b) => String.fromCharCode(b)).join('')
  return text.replace(/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g, (s) => {
    const first = s.charCodeAt(0) & (0xff >> (s.length + 1))
    return String.fromCodePoint([...s.slice(1)].reduce((n, c) => (n << 6) | (c.charCodeAt(0) & 63), first))
  })
}

export const base64: Applet = function* (proc, argv) {
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

export const od: Applet = function* (proc, argv) {
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
