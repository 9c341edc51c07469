// Where work is kept: IndexedDB, by this browser alone. Writes are gathered for a moment and never overlap. Each tab has a record of its
// own, so that two of them do not write over each other's work; a new tab begins with what was kept last by any of them.
import { createStore, getMany, setMany, type UseStore } from 'idb-keyval'
import { alsoLater } from '../kit/Later.tsx'
import { workFrom, type SavedWork } from './savedWork.ts'
import { tab, type Tab } from './tab.ts'

/** One's own work, and beside it what was done with the shared run that was opened last. */
const OWN = 'work'
const SHARED = 'shared'
const GATHER_MS = 300
/** Where records lie: IndexedDB, or in tests a map. */
export interface Shelf {
  read(keys: readonly string[]): Promise<readonly unknown[]>
  write(records: readonly (readonly [key: string, value: unknown])[]): Promise<void>
}

let database: UseStore | undefined
const store = () => (database ??= createStore('kubestep', 'work'))

/** So many beats of a clock storage has to answer: a page or a machine that is busy beats slower too. */
const PATIENCE = { beats: 40, beatMs: 100 }

/**
 * Storage that may never answer, as in frames of some pages: a read that takes too long fails, and nothing is written from then on,
 * since what lies there unread must not be written over.
 */
export function patient(shelf: Shelf, { beats, beatMs } = PATIENCE): Shelf {
  let silent = false
  const refused = () => Promise.reject(new Error('the browser’s storage does not answer'))
  const read = (keys: readonly string[]) => new Promise<readonly unknown[]>((resolve, reject) => {
    let left = beats
    const clock = setInterval(() => {
      if (--left > 0) return
      silent = true
      clearInterval(clock)
      refused().catch(reject)
    }, beatMs)
    shelf.read(keys).then(resolve, reject).finally(() => clearInterval(clock))
  })
  return { read: keys => (silent ? refused() : read(keys)), write: records => (silent ? refused() : shelf.write(records)) }
}

const inBrowser = patient({
  read: async wanted => getMany([...wanted], store()),
  write: async records => setMany(records.map(([key, value]) => [key, value]), store()),
})
alsoLater(async () => (await import('./outlived.ts')).removeOutlived(store()))

/** This tab's own record before that of all. */
const placesOf = (key: string, name: string | undefined) => (name === undefined ? [key] : [`${key}/${name}`, key])

/** The work of last time, or undefined: none, unreadable, or storage is not allowed here. */
export async function loadWork(shelf = inBrowser, { came }: Pick<Tab, 'came'> = tab()): Promise<SavedWork | undefined> {
  try { return (await shelf.read(placesOf(OWN, came))).map(workFrom).find(work => work !== undefined) } catch { return undefined }
}

/** What was done with the shared run of this link, if it is the one that was opened last, here or in any tab. */
export async function loadShared(link: string, shelf = inBrowser, { came }: Pick<Tab, 'came'> = tab()): Promise<SavedWork | undefined> {
  try {
    const stored = (await shelf.read(placesOf(SHARED, came))).find(s => typeof s === 'object' && s !== null && (s as { link?: unknown }).link === link)
    return workFrom((stored as { work?: unknown } | undefined)?.work)
  } catch { return undefined }
}

export class Keeper {
  readonly #collect: () => SavedWork
  readonly #failed: () => void
  readonly #shelf: Shelf
  readonly #own: Promise<string | undefined>
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing: Promise<void> = Promise.resolve()
  #complained = false
  /** The link whose shared run stands; undefined: one's own work does. */
  link: string | undefined

  constructor(collect: () => SavedWork, failed: () => void, shelf = inBrowser, { own }: Pick<Tab, 'own'> = tab()) {
    this.#collect = collect
    this.#failed = failed
    this.#shelf = shelf
    this.#own = own
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
    this.#writing = this.#writing.then(async () => {
      const [key, record] = link === undefined ? [OWN, work] : [SHARED, { link, work }]
      await this.#shelf.write(placesOf(key, await this.#own).map(place => [place, record]))
      this.#complained = false
    }).catch(() => {
      if (!this.#complained) this.#failed()
      this.#complained = true
    })
    return this.#writing
  }
}
