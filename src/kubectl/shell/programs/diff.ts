// `diff`: two files, as ranges with `<` and `>`, or unified with -u.
import { complain, dateText, print, readAll, readFile, type Process } from '../../../engine/index.ts'
import { diffLines, hunks } from '../../differences.ts'
import type { Own } from './program.ts'

const MOST_LINES = 1500

export const diff: Own = function* (process, argv) {
  const flags = argv.slice(1).filter(a => /^-./.test(a))
  const paths = argv.slice(1).filter(a => !/^-./.test(a))
  const unknown = flags.find(f => !/^(-[uUqsbwBiNar0-9]+|--unified.*|--brief|--color.*)$/.test(f))
  if (unknown !== undefined || paths.length !== 2) {
    yield* complain(process, `diff: ${unknown !== undefined ? `unrecognized option '${unknown}'` : paths.length < 2 ? `missing operand after '${argv.at(-1)}'` : `extra operand '${paths[2]}'`}\ndiff: Try 'diff --help' for more information.\n`)
    return 2
  }
  const texts: string[] = []
  for (const path of paths) {
    const file = path === '-' ? { text: process.fds[0] ? yield* readAll(process, process.fds[0]) : '' } : yield* readFile(process, path)
    if ('error' in file) {
      yield* complain(process, `diff: ${path}: ${file.error}\n`)
      return 2
    }
    texts.push(file.text)
  }
  if (texts[0] === texts[1]) return 0
  const [before, after] = [linesOf(texts[0]!), linesOf(texts[1]!)]
  // Nobody reads what differs between texts of such a length, and to find it would keep the page waiting.
  if (before.length + after.length > MOST_LINES || flags.some(f => f === '--brief' || /^-[^-]*q/.test(f))) {
    yield* print(process, `Files ${paths[0]} and ${paths[1]} differ\n`)
    return 1
  }
  // Every line is held against every other.
  process.kernel.burn(process, 100, before.length * after.length / 200 + (texts[0]!.length + texts[1]!.length) / 100)
  const lines = diffLines(before, after)
  if (flags.some(f => /^-[^-]*u/i.test(f) || f.startsWith('--unified'))) yield* print(process, `${paths.map((path, i) => `${'-+'[i]!.repeat(3)} ${path}\t${stampOf(process)}\n`).join('')}${hunks(lines)}`)
  else yield* print(process, ranges(lines))
  return 1
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
const stampOf = ({ kernel }: Process): string => dateText(kernel.clockMs, '%F %T.%N +0000')

/** `2,3c2` and the lines behind it. */
function ranges(lines: readonly string[]): string {
  let [a, b, out] = [0, 0, '']
  for (let i = 0; i < lines.length; ) {
    if (lines[i]![0] === ' ') {
      [a, b] = [a + 1, b + 1]
      i++
      continue
    }
    const old: string[] = []
    const now: string[] = []
    for (; i < lines.length && lines[i]![0] !== ' '; i++) (lines[i]![0] === '-' ? old : now).push(lines[i]!.slice(1))
    const span = (from: number, n: number) => (n === 0 ? String(from) : n === 1 ? String(from + 1) : `${from + 1},${from + n}`)
    out += `${span(a, old.length)}${old.length === 0 ? 'a' : now.length === 0 ? 'd' : 'c'}${span(b, now.length)}\n${old.map(l => `< ${l}\n`).join('')}${old.length && now.length ? '---\n' : ''}${now.map(l => `> ${l}\n`).join('')}`
    a += old.length
    b += now.length
  }
  return out
}
