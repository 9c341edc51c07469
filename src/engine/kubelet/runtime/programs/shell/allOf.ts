// Parameters that are many: "$@" and "${a[@]}".
import type { Doing } from '../machine/process.ts'
import type { Parameter, Part } from './ast.ts'
import type { Expander } from './expand.ts'

export function* allOf(expander: Expander, part: Parameter): Doing<readonly string[]> {
  const variable = part.index ? expander.shell.variables.at(part.name) : undefined
  let all: readonly string[]
  if (!part.index) all = expander.shell.positional
  else if (part.indirect) all = variable?.list ? [...variable.list.keys()] : variable ? ['0'] : []
  else all = variable?.list ? ordered(variable.list, variable.named) : variable ? [variable.text] : []
  if (part.op === ':' && part.word) {
    const from = Number(expander.calculate(yield* expander.text(part.word)))
    const shifted = part.index ? all : [expander.shell.name, ...all]
    const count = part.second ? Number(expander.calculate(yield* expander.text(part.second))) : Infinity
    return shifted.slice(from, count === Infinity ? undefined : from + count)
  }
  return all
}

/** "$@" and "${a[@]}" make several fields. */
export function isAll(part: Part): boolean {
  return part.p === 'parameter' && !part.length && (part.name === '@' || (part.index !== undefined && part.index.raw === '@')) && (part.op === undefined || part.op === ':')
}

function ordered(list: ReadonlyMap<string, string>, named: boolean | undefined): string[] {
  return named ? [...list.values()] : [...list].sort((a, b) => Number(a[0]) - Number(b[0])).map(([, v]) => v)
}

export function wholeArray(part: Parameter): boolean {
  return part.index !== undefined && (part.index.raw === '@' || part.index.raw === '*')
}
