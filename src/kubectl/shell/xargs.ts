// `xargs`: words that came through a pipe become words of a command line. Source: POSIX xargs; GNU findutils for its complaints.
import { FilterError } from './filterError.ts'

/** The command lines that `xargs ARGV` makes of a text; none with `-r` and no words. Throws a FilterError. */
export function xargsLines(argv: readonly string[], text: string): readonly (readonly string[])[] {
  let i = 0
  let most = Infinity
  let place: string | undefined
  let onlyIfAny = false
  const number = (value: string | undefined): number => {
    if (!/^[1-9]\d*$/.test(value ?? '')) throw new FilterError(`xargs: invalid number "${value ?? ''}" for -n option`)
    return Number(value)
  }
  for (; argv[i]?.startsWith('-') && argv[i]!.length > 1; i++) {
    const flag = argv[i]!
    if (flag === '--') {
      i++
      break
    }
    if (flag === '-n' || flag === '-L') most = number(argv[++i])
    else if (/^-[nL]./.test(flag)) most = number(flag.slice(2))
    else if (flag === '-I') place = argv[++i]
    else if (flag === '-i') place = '{}'
    else if (/^-I./.test(flag)) place = flag.slice(2)
    else if (flag === '-r' || flag === '--no-run-if-empty') onlyIfAny = true
    else if (flag !== '-t') throw new FilterError(`xargs: invalid option -- '${flag.replace(/^-+/, '')}'`)
  }
  const command = argv.slice(i)
  const base = command.length ? command : ['echo']
  if (place !== undefined) {
    const lines = text.split('\n').map(l => l.trim()).filter(Boolean)
    return lines.map(line => base.map(word => word.replaceAll(place!, line)))
  }
  const words = [...text.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(m => m[1] ?? m[2] ?? m[3]!)
  if (words.length === 0) return onlyIfAny ? [] : [base]
  const out: string[][] = []
  for (let from = 0; from < words.length; from += most) out.push([...base, ...words.slice(from, most === Infinity ? undefined : from + most)])
  return out
}
