// cut: some columns or fields of each line.
import { print, readLine } from '../machine/io.ts'
import { type Applet, cannot, fail, options, source } from './applet.ts'

export const cutFields: Applet = function* (proc, argv) {
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
