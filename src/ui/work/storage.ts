// Where work is kept: IndexedDB, by this browser alone. Writes are gathered for a moment and never overlap.
import { createStore, get, set, type UseStore } from 'idb-keyval'
import { workFrom, type SavedWork } from './savedWork.ts'

const KEY = 'work'
const GATHER_MS = 300

let database: UseStore | undefined
const store = () => (database ??= createStore('kubestep', 'work'))

/** The work of last time, or undefined: none, unreadable, or storage is not allowed here. */
export async function loadWork(): Promise<SavedWork | undefined> {
  try { return workFrom(await get(KEY, store())) } catch { return undefined }
}

export class Keeper {
  readonly #collect: () => SavedWork
  readonly #failed: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing: Promise<void> = Promise.resolve()
  #complained = false

  constructor(collect: () => SavedWork, failed: () => void) {
    this.#collect = collect
    this.#failed = failed
  }

  /** Something changed: write it down soon. */
  touch(): void {
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS)
  }

  /** Write it down now (the page is being left). */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(() => set(KEY, this.#collect(), store())).catch(() => {
      if (!this.#complained) this.#failed()
      this.#complained = true
    })
    return this.#writing
  }
}
