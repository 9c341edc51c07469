// The tree as a list of steps for the matcher (match.ts).
import type { Node } from './parse.ts'

export type Step =
  /** One character that `low` (by code, under 256) or `rest` allows. */
  | { readonly do: 'one'; readonly low: Uint8Array; readonly rest: RegExp }
  /** Goes on at `to`; comes back for `or` if nothing comes of it. `at`: its number among these. */
  | { readonly do: 'try'; to: number; or: number; readonly at: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'save'; readonly slot: number }
  /** Fails where nothing was read since the slot was saved: a round of a loop that would go on for ever. */
  | { readonly do: 'moved'; readonly slot: number }
  | { readonly do: 'edge'; readonly at: '^' | '$' | 'b' | 'B' }
  | { readonly do: 'back'; readonly index: number }
  /** Whether one character that stands here, or right before, is one of these. */
  | { readonly do: 'beside'; readonly low: Uint8Array; readonly rest: RegExp; readonly behind: boolean; readonly not: boolean }
  | { readonly do: 'look'; readonly steps: Steps; readonly behind: boolean; readonly not: boolean }
  | { readonly do: 'end' }

export interface Steps {
  readonly list: readonly Step[]
  readonly tries: number
  readonly slots: number
}

/** Counted repeats are written out; more than this is more than any tool takes. */
const MOST_STEPS = 20_000

/** Throws a SyntaxError where the expression is too big. */
export function compile(tree: Node, groups: number, ignoreCase: boolean): Steps {
  const list: Step[] = []
  let tries = 0
  let slots = 2 * (groups + 1)
  const known = new Map<string, Extract<Step, { do: 'one' }>>()
  const add = <T extends Step>(step: T): T => {
    if (list.length >= MOST_STEPS) throw new SyntaxError('Regular expression too big')
    list.push(step)
    return step
  }
  const one = (source: string): Step => {
    let step = known.get(source)
    if (!step) known.set(source, step = oneOf(source, ignoreCase))
    return step
  }
  const fork = () => add({ do: 'try', to: 0, or: 0, at: tries++ })
  /** Where a fork leads: to what comes next first, or last. */
  const aim = (step: Extract<Step, { do: 'try' }>, here: number, there: number, lazy: boolean) => {
    step.to = lazy ? there : here
    step.or = lazy ? here : there
  }
  const write = (node: Node): void => {
    switch (node.n) {
      case 'one': add(one(node.source)); return
      case 'all': for (const each of node.of) write(each); return
      case 'any': {
        const ends: Extract<Step, { do: 'jump' }>[] = []
        for (const [i, each] of node.of.entries()) {
          const last = i === node.of.length - 1
          const step = last ? undefined : fork()
          const from = list.length
          write(each)
          if (!step) continue
          ends.push(add({ do: 'jump', to: 0 }))
          aim(step, from, list.length, false)
        }
        for (const end of ends) end.to = list.length
        return
      }
      case 'repeat': repeat(node); return
      case 'group':
        add({ do: 'save', slot: 2 * node.index })
        write(node.of)
        add({ do: 'save', slot: 2 * node.index + 1 })
        return
      case 'look':
        if (node.of.n === 'one') add({ ...oneOf(node.of.source, ignoreCase), do: 'beside', behind: node.behind, not: node.not })
        else add({ do: 'look', steps: compile(node.of, groups, ignoreCase), behind: node.behind, not: node.not })
        return
      case 'back': add({ do: 'back', index: node.index }); return
      case 'edge': add({ do: 'edge', at: node.at })
    }
  }
  /** A round of a loop that need not be: it counts only if it reads something. */
  const round = (of: Node): void => {
    if (of.n === 'one') {
      write(of)
      return
    }
    const slot = slots++
    add({ do: 'save', slot })
    write(of)
    add({ do: 'moved', slot })
  }
  const repeat = ({ of, min, max, lazy }: Extract<Node, { n: 'repeat' }>): void => {
    if (max === 0) return
    for (let i = 0; i < min; i++) write(of)
    if (max === Infinity) {
      const start = list.length
      const step = fork()
      round(of)
      add({ do: 'jump', to: start })
      aim(step, start + 1, list.length, lazy)
      return
    }
    const steps = Array.from({ length: Math.min(MOST_STEPS, max - min) }, () => {
      const step = fork()
      const from = list.length
      round(of)
      return { step, from }
    })
    for (const { step, from } of steps) aim(step, from, list.length, lazy)
  }
  write(tree)
  add({ do: 'end' })
  return { list, tries, slots }
}

function oneOf(source: string, ignoreCase: boolean): Extract<Step, { do: 'one' }> {
  const rest = new RegExp(`^(?:${source})$`, ignoreCase ? 'i' : '')
  const low = new Uint8Array(256)
  for (let code = 0; code < 256; code++) if (rest.test(String.fromCharCode(code))) low[code] = 1
  return { do: 'one', low, rest }
}
