// Where work is kept: IndexedDB, by this browser alone. Writes are gathered for a moment and never overlap.
import { createStore, get, set, type UseStore } from 'idb-keyval'
import { workFrom, type SavedWork } from './savedWork.ts'

/** One's own work, and beside it what was done with the shared run that was opened last. */
const OWN = 'work'
const SHARED = 'shared'
const GATHER_MS = 300

let database: UseStore | undefined
const store = () => (database ??= createStore('kubestep', 'work'))

/** The work of last time, or undefined: none, unreadable, or storage is not allowed here. */
export async function loadWork(): Promise<SavedWork | undefined> {
  try { return workFrom(await get(OWN, store())) } catch { return undefined }
}

/** What was done with the shared run of this link, if it is the one that was opened last. */
export async function loadShared(link: string): Promise<SavedWork | undefined> {
  try {
    const stored: unknown = await get(SHARED, store())
    return typeof stored === 'object' && stored !== null && (stored as { link?: unknown }).link === link ? workFrom((stored as { work?: unknown }).work) : undefined
  } catch { return undefined }
}

export class Keeper {
  readonly #collect: () => SavedWork
  readonly #failed: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing: Promise<void> = Promise.resolve()
  #complained = false
  /** The link whose shared run stands; undefined: one's own work does. */
  link: string | undefined

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
    // What is written, and where, is settled now: the write may have to wait, and something else may stand then.
    const { link } = this
    const work = this.#collect()
    this.#writing = this.#writing.then(() => (link === undefined ? set(OWN, work, store()) : set(SHARED, { link, work }, store()))).catch(() => {
      if (!this.#complained) this.#failed()
      this.#complained = true
    })
    return this.#writing
  }
}
