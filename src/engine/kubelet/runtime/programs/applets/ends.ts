// head and tail: how a text begins and how it ends, or goes on.
import { resolvePath } from '../machine/files.ts'
import { print, readAll, readLine } from '../machine/io.ts'
import { type Applet, cannot, fail, linesOf, options, sizeOf, source } from './applet.ts'

export const head: Applet = function* (proc, argv) {
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

export const tail: Applet = function* (proc, argv) {
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
