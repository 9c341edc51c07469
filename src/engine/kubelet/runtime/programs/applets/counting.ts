// Programs that write and write: seq and yes.
import { print } from '../machine/io.ts'
import { formatted } from '../shell/printing.ts'
import { type Applet, fail } from './applet.ts'

export const seq: Applet = function* (proc, argv) {
  const { on, rest } = optionsOfSeq(argv)
  const numbers = rest.map(Number)
  if (rest.length === 0 || rest.length > 3) return yield* fail(proc, argv, rest.length === 0 ? 'missing operand' : `extra operand '${rest[3]}'`)
  const wrong = rest.find((r) => r.trim() === '' || Number.isNaN(Number(r)))
  if (wrong !== undefined) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `invalid floating point argument: ‘${wrong}’\nTry 'seq --help' for more information.` : `invalid number '${wrong}'`)
  const [first, step, last] = rest.length === 1 ? [1, 1, numbers[0]!] : rest.length === 2 ? [numbers[0]!, 1, numbers[1]!] : (numbers as [number, number, number])
  if (step === 0) return proc.kernel.flavour === 'gnu' ? yield* fail(proc, argv, `invalid Zero increment value: ‘${rest[1]}’`) : yield* fail(proc, argv, 'zero increment')
  const places = Math.max(...rest.slice(0, 2).map((r) => (r.split('.')[1] ?? '').length), rest.length < 3 ? 0 : (rest[0]!.split('.')[1] ?? '').length)
  const text = (n: number) => (on.has('f') ? formatted(on.get('f')!, [String(n)]).text : n.toFixed(places))
  const width = on.has('w') ? Math.max(text(first).length, text(last).length) : 0
  const separator = on.has('s') ? on.get('s')!.replace(/\\n/g, '\n').replace(/\\t/g, '\t') : '\n'
  let chunk = ''
  for (let i = 0; ; i++) {
    const n = first + i * step
    if (step > 0 ? n > last + 1e-9 : n < last - 1e-9) break
    const body = width > 0 ? (n < 0 ? `-${text(-n).padStart(width - 1, '0')}` : text(n).padStart(width, '0')) : text(n)
    chunk += `${i > 0 ? separator : ''}${body}`
    if (chunk.length > 4096) {
      proc.kernel.burn(proc, 20, 80)
      yield* print(proc, chunk)
      chunk = ''
    }
  }
  const some = step > 0 ? first <= last + 1e-9 : first >= last - 1e-9
  yield* print(proc, some ? `${chunk}\n` : '')
  return 0
}

function optionsOfSeq(argv: readonly string[]): { on: Map<string, string>; rest: string[] } {
  const on = new Map<string, string>()
  const rest: string[] = []
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!
    const letter = /^-([wsf])(.*)$/.exec(arg)
    if (!letter) rest.push(arg)
    else on.set(letter[1]!, letter[1] === 'w' ? '' : letter[2] !== '' ? letter[2]! : (argv[++i] ?? ''))
  }
  return { on, rest }
}

export const yes: Applet = function* (proc, argv) {
  const line = `${argv.length > 1 ? argv.slice(1).join(' ') : 'y'}\n`
  const chunk = line.repeat(Math.max(1, Math.min(32, Math.floor(1024 / line.length))))
  for (;;) {
    proc.kernel.burn(proc, 20, 20)
    yield* print(proc, chunk)
  }
}
