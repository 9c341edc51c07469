// Programs about names of files: basename, dirname, mktemp.
import { baseOf, parentOf, resolvePath } from '../machine/files.ts'
import { print } from '../machine/io.ts'
import { type Applet, fail, options } from './applet.ts'

export const basename: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'as:', { multiple: 'a', suffix: 's' })
  if (rest.length === 0) return yield* fail(proc, argv, 'missing operand')
  const many = on.has('a') || on.has('s')
  const suffix = on.get('s') ?? (many ? '' : (rest[1] ?? ''))
  for (const path of many ? rest : rest.slice(0, 1)) {
    const base = baseOf(path.replace(/\/+$/, '')) || (path.startsWith('/') ? '/' : '')
    yield* print(proc, `${suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`)
  }
  return 0
}

export const dirname: Applet = function* (proc, argv) {
  if (argv.length < 2) return yield* fail(proc, argv, 'missing operand')
  for (const path of argv.slice(1)) {
    const clean = path.replace(/\/+$/, '') || '/'
    yield* print(proc, `${clean.includes('/') ? (clean === '/' ? '/' : parentOf(clean).replace(/\/+$/, '') || '/') : '.'}\n`)
  }
  return 0
}

export const mktemp: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'dqutp:', { directory: 'd', tmpdir: 'p' })
  const template = rest[0] ?? (on.has('p') || rest.length === 0 ? `${on.get('p') || '/tmp'}/tmp.XXXXXX` : '')
  const path = template.replace(/X+$/, (xs) => [...xs].map(() => 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[Math.floor(proc.kernel.random() * 62)]).join(''))
  const full = resolvePath(proc.cwd, path)
  const failed = on.has('d') ? proc.kernel.files.makeDirectory(full, proc.kernel.nowUs, 0o700) : proc.kernel.files.write(full, '', proc.kernel.nowUs, 0o600)
  if (failed) return yield* fail(proc, argv, `(null): ${failed}`)
  yield* print(proc, `${path}\n`)
  return 0
}
