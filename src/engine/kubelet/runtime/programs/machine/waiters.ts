// Who waits for something to change. Waking is cheap and may be for nothing: whoever is woken looks again.

export interface Wakeable {
  wake(): void
}

export class Waiters {
  #all: Wakeable[] = []

  add(who: Wakeable): void {
    this.#all.push(who)
  }

  wake(): void {
    if (this.#all.length === 0) return
    const all = this.#all
    this.#all = []
    for (const who of all) who.wake()
  }
}
