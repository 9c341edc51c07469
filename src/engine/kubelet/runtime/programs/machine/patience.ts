// What computing costs: virtual time, so that nothing runs for ever at one instant, and the page's patience, so that nothing runs for ever in it.

/** Steps a program may compute without sleeping (`free`) before its time starts to run faster: then every `toDouble` double the speed. */
const PATIENCE = { free: 100_000, toDouble: 10_000, program: 10 }
/** A person waits for the answer: what costs the page much (a new program) counts much, and an endless loop is soon slowed down. */
const PERSONS_PATIENCE = { free: 15_000, toDouble: 500, program: 50 }
/** The account of one machine. Beyond its patience its programs' time runs ever faster; rest gives patience back. */
export class Patience {
  readonly #patience: typeof PATIENCE
  readonly #mostFreeUs: number
  #credit: number
  #freeUs: number

  /** `freeUs`: so much computing costs no time; undefined: nobody waits for the machine's answers. */
  constructor(freeUs: number | undefined) {
    this.#freeUs = this.#mostFreeUs = freeUs ?? 0
    this.#patience = freeUs === undefined ? PATIENCE : PERSONS_PATIENCE
    this.#credit = this.#patience.free
  }

  /** Steps that a new program counts. */
  get program(): number { return this.#patience.program }

  /** What computing of `us` and so many steps takes, µs. */
  cost(us: number, steps: number): number {
    this.#credit -= steps
    if (this.#freeUs > 0) {
      this.#freeUs -= us
      return 0
    }
    return this.#credit >= 0 ? us : us * 2 ** Math.min(50, Math.floor(-this.#credit / this.#patience.toDouble))
  }

  /** Time that a program waited for somebody else is rest, as sleep is. */
  rested(us: number): void {
    this.#credit = Math.min(this.#patience.free, this.#credit + us / 1000)
  }

  /** Time has passed: free computing is earned again. */
  passed(us: number): void {
    this.#freeUs = Math.min(this.#mostFreeUs, this.#freeUs + us)
  }
}
