// Tries steps against a text: what is preferred first, and back to the next choice. A choice that came to nothing at a place comes to nothing
// there again, whatever led to it; it is remembered, so the work is at most length times choices. Where an expression speaks of what a group
// held that is not so: then only so many steps are taken, and a RangeError ends the program, as memory's end would.
import type { Step, Steps } from './compile.ts'

/** The first way that fits, or of all that fit the one that reads most, or least. */
export type Wants = 'first' | 'longest' | 'shortest'

const MOST_STEPS = 50_000_000
const MOST_PLACES = 100_000_000
const tooHard = (): never => { throw new RangeError('regular expression: too many steps') }

const isWord = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)

const takes = ({ low, rest }: { readonly low: Uint8Array; readonly rest: RegExp }, text: string, at: number): boolean => {
  if (at < 0 || at >= text.length) return false
  const code = text.charCodeAt(at)
  return code < 256 ? low[code] === 1 : rest.test(text[at]!)
}

export class Matcher {
  readonly #steps: Steps
  readonly #text: string
  readonly #ignoreCase: boolean
  readonly #failed: Uint32Array | undefined
  readonly #until: number | undefined
  /** Where `failed` was written since it last fitted: what led there did not fail. */
  readonly #written: number[] = []
  #left = MOST_STEPS
  #slots: number[]

  /** `remembers`: no step speaks of what a group held. `until`: only what ends there fits. */
  constructor(steps: Steps, text: string, ignoreCase: boolean, remembers: boolean, until?: number) {
    const places = steps.tries * (text.length + 1)
    if (places > MOST_PLACES) tooHard()
    this.#steps = steps
    this.#until = until
    this.#text = text
    this.#ignoreCase = ignoreCase
    this.#failed = remembers ? new Uint32Array((places >> 5) + 1) : undefined
    this.#slots = Array.from({ length: steps.slots }, () => -1)
  }

  /** Begin and end of the whole and of each group, if it fits from here. */
  from(start: number, wants: Wants): readonly number[] | undefined {
    const found = this.#from(start, wants)
    if (!found) return undefined
    for (const place of this.#written) this.#failed![place] = 0
    this.#written.length = 0
    this.#left = MOST_STEPS
    return found
  }

  #from(start: number, wants: Wants): readonly number[] | undefined {
    const { list } = this.#steps
    const text = this.#text
    const failed = this.#failed
    const slots = this.#slots.fill(-1)
    const width = text.length + 1
    /** Choices to come back to (step, place), and slots to put back (-1 - slot, what they held). */
    const back: number[] = []
    let best: number[] | undefined
    let step = 0
    let at = start
    let fits = true
    for (;;) {
      if (--this.#left < 0) tooHard()
      if (!fits) {
        if (back.length === 0) return best
        const held = back.pop()!
        const to = back.pop()!
        if (to < 0) {
          slots[-1 - to] = held
          continue
        }
        step = to
        at = held
        fits = true
      }
      const now = list[step]!
      switch (now.do) {
        case 'one': {
          fits = takes(now, text, at)
          at++
          step++
          break
        }
        case 'try': {
          if (failed) {
            const place = now.at * width + at
            const bit = 1 << (place & 31)
            if (failed[place >> 5]! & bit) {
              fits = false
              break
            }
            if (failed[place >> 5] === 0) this.#written.push(place >> 5)
            failed[place >> 5]! |= bit
          }
          back.push(now.or, at)
          step = now.to
          break
        }
        case 'jump': step = now.to; break
        case 'save':
          back.push(-1 - now.slot, slots[now.slot]!)
          slots[now.slot] = at
          step++
          break
        case 'end':
          if (this.#until !== undefined && this.#until !== at) fits = false
          else if (!best || (wants === 'longest' ? at > best[1]! : at < best[1]!)) {
            best = slots.slice()
            best[0] = start
            best[1] = at
          }
          if (best && wants === 'first') return best
          fits = false
          break
        default:
          at = this.#holds(now, at, slots)
          fits = at >= 0
          step++
      }
    }
  }

  /** Where a step that chooses nothing leads; -1: it does not hold. */
  #holds(step: Extract<Step, { do: 'moved' | 'edge' | 'back' | 'beside' | 'look' }>, at: number, slots: readonly number[]): number {
    const text = this.#text
    switch (step.do) {
      case 'moved': return slots[step.slot] === at ? -1 : at
      case 'edge': {
        if (step.at === '^') return at === 0 ? at : -1
        if (step.at === '$') return at === text.length ? at : -1
        const turns = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))
        return turns === (step.at === 'b') ? at : -1
      }
      case 'back': {
        const [from, to] = [slots[2 * step.index]!, slots[2 * step.index + 1]!]
        if (from < 0 || to < from) return at
        const held = text.slice(from, to)
        const found = text.substr(at, held.length)
        this.#left -= held.length
        return found === held || (this.#ignoreCase && found.toLowerCase() === held.toLowerCase()) ? at + held.length : -1
      }
      case 'beside': return takes(step, text, step.behind ? at - 1 : at) === step.not ? -1 : at
      case 'look': {
        const within = new Matcher(step.steps, text, this.#ignoreCase, this.#failed !== undefined, step.behind ? at : undefined)
        within.#left = this.#left - (within.#failed?.length ?? 0)
        let found = false
        for (let start = at; start >= (step.behind ? 0 : at) && !found; start--) found = within.from(start, 'first') !== undefined
        this.#left = within.#left - 10
        return found === step.not ? -1 : at
      }
    }
  }
}
