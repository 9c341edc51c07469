// Numbers of command lines as the page knows them. Every engine counts its lines from 1; outside they go on counting, so that no number
// stands for two.
import type { Answers } from './protocol.ts'

export class Numbering {
  #base = 0
  #most = 0

  /** Another engine answers from now on. */
  begin(): void { this.#base = this.#most }

  /** A line's number as the engine knows it. */
  inside(running: number): number { return running - this.#base }

  /** An answer with the page's numbers. `silent`: without what is printed, which was printed before. */
  outside(answer: Answers[keyof Answers], silent = false): Answers[keyof Answers] {
    if (!('delta' in answer)) return answer
    const base = this.#base
    const renumbered = <T extends { readonly running: number }>(x: T): T => {
      this.#most = Math.max(this.#most, x.running + base)
      return base === 0 ? x : { ...x, running: x.running + base }
    }
    const { terminal, ended } = answer.delta
    const delta = { ...answer.delta, terminal: silent ? [] : terminal.map(renumbered), ended: silent ? [] : ended.map(renumbered) }
    return 'running' in answer ? { ...renumbered(answer), delta } : { ...answer, delta }
  }
}
