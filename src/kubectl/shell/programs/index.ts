// The programs of the terminal that no container has, by name.
import { complain, print, readAll, type Process, type Program } from '../../../engine/index.ts'
import { below } from '../../commands/registry.ts'
import { distance } from '../../resolve.ts'
import { column } from './column.ts'
import { diff } from './diff.ts'
import { kubectl } from './kubectl.ts'
import { INSIDE, inside } from './inside.ts'
import { minikube } from './minikube.ts'
import { elsewhere } from './elsewhere.ts'
import type { Own, Surroundings } from './program.ts'
import { watch } from './watch.ts'

const history: Own = function* (process, _argv, { shell }) {
  yield* print(process, shell.history.map((line, i) => `${String(i + 1).padStart(5)}  ${line}\n`).join(''))
  return 0
}

/** `less` and its like: here everything can be scrolled anyhow. */
const pager: Own = function* (process, argv) {
  const cat = process.kernel.commands.find(process, 'cat')
  if (argv.some((a, i) => i > 0 && !a.startsWith('-')) && cat.kind === 'program') return yield* cat.run(process, ['cat', ...argv.slice(1).filter(a => !a.startsWith('-'))])
  if (process.fds[0]) yield* print(process, yield* readAll(process, process.fds[0]))
  return 0
}

const PROGRAMS: ReadonlyMap<string, Own> = new Map<string, Own>([
  ['kubectl', kubectl], ['k', kubectl], ['watch', watch], ['history', history], ['less', pager], ['more', pager], ['column', column], ['diff', diff], ['minikube', minikube],
])

/** A program of ours by its name. */
export function programNamed(name: string, around: Surroundings): ((process: Process, argv: readonly string[]) => Program) | undefined {
  const own = name === INSIDE ? inside : PROGRAMS.get(name)
  return own && ((process, argv) => own(process, argv, around))
}

/** What a name means that is no program: a command of kubectl's typed without `kubectl`, or something that people look for in vain. */
export function programMeant(name: string, around: Surroundings): ((process: Process, argv: readonly string[]) => Program) | undefined {
  const words = elsewhere(name, around.options.lang ?? 'en')
  if (words !== undefined) return function* (process) {
    yield* complain(process, `${name}: ${words}\n`)
    return 127
  }
  if (name.startsWith('-') || isCommand(name) || isNearlyCommand(name)) return (process, argv) => kubectl(process, argv, around)
  return undefined
}

/** For completion. */
export const programNames = (): readonly string[] => [...PROGRAMS.keys()]

const names = (): readonly string[] => below('').flatMap(c => [c.path, ...(c.aliases ?? [])])
const isCommand = (name: string): boolean => names().includes(name)

/** One letter wrong, missing or too many, or two changed places: then kubectl says what was meant. Short names are too near to everything. */
function isNearlyCommand(name: string): boolean {
  return /^[a-z-]{3,}$/.test(name) && names().some(known => known.length >= 3 && isNear(name, known))
}

function isNear(a: string, b: string): boolean {
  if (distance(a, b) <= 1) return true
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2)
}
