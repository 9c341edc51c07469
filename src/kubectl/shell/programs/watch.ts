// `watch`: runs a command again and again, and shows only what it printed last.
import { NullStream, TextStream, complain, dateText, print } from '../../../engine/index.ts'
import type { Own } from './program.ts'

/** What a terminal takes as: forget what stands there, and begin at the top. The page does so for what this line has printed. */
const CLEAR = '\x1b[H\x1b[J'
const WIDTH = 80
const USAGE = 'Usage:\n watch [options] command\n'

export const watch: Own = function* (process, argv) {
  let seconds = 2
  let titled = true
  const endsOn = new Set<'change' | 'error'>()
  let i = 1
  for (; argv[i]?.startsWith('-') && argv[i] !== '--'; i++) {
    const option = argv[i]!
    const interval = /^(?:-n|--interval=?)(.*)$/.exec(option)
    if (interval) {
      const text = interval[1] || argv[++i] || ''
      seconds = Number(text)
      if (text === '' || Number.isNaN(seconds)) return yield* refused(`failed to parse argument: '${text}'`)
    } else if (option === '-t' || option === '--no-title') titled = false
    else if (option === '-g' || option === '--chgexit') endsOn.add('change')
    else if (option === '-e' || option === '--errexit') endsOn.add('error')
    else if (!/^(-[dbcwx]+|--differences(=.*)?|--beep|--color|--no-wrap|--exec|--precise|-p)$/.test(option)) return yield* refused(`invalid option -- '${option.replace(/^-+/, '')}'`)
  }
  if (argv[i] === '--') i++
  const text = argv.slice(i).join(' ')
  if (text === '') {
    yield* complain(process, USAGE)
    return 1
  }
  const sh = process.kernel.commands.find(process, 'sh')
  if (sh.kind !== 'program') return 127
  let before: string | undefined
  for (;;) {
    const screen = new TextStream()
    const words = ['sh', '-c', text]
    const child = process.kernel.spawn(process, words, [new NullStream(), screen, screen], child => sh.run(child, words))
    if (!child) return 1
    while (child.status === undefined) yield { on: [child.ended] }
    yield* print(process, `${CLEAR}${titled ? `${title(seconds, text, process.kernel.clockMs)}\n\n` : ''}${screen.text}`)
    if (endsOn.has('error') && child.status !== 0) return 8
    if (endsOn.has('change') && before !== undefined && before !== screen.text) return 0
    before = screen.text
    yield { us: Math.max(0.1, seconds) * 1e6 }
  }

  function* refused(why: string) {
    yield* complain(process, `watch: ${why}\n\n${USAGE}`)
    return 1
  }
}

function title(seconds: number, command: string, now: number): string {
  const left = `Every ${Math.max(0.1, seconds).toFixed(1)}s: ${command}`
  const right = `kubestep: ${dateText(now, '%a %b %e %H:%M:%S %Y')}`
  return left.length + right.length + 1 > WIDTH ? `${left}  ${right}` : left + ' '.repeat(WIDTH - left.length - right.length) + right
}
