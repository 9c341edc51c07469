// Which tab of the browser this page is in: a name that a reload keeps, and that no other tab has, although a tab that is duplicated
// begins with the name of the one that it was made from.

/** In the tab's own storage, which a reload leaves as it is. */
const NAME = 'kubestep/tab'

export interface Tab {
  /** The name that was found: whose record this tab goes on from. Undefined in a new tab. */
  readonly came: string | undefined
  /** The name under which it keeps its own record; undefined where a tab may keep nothing. */
  readonly own: Promise<string | undefined>
}

/** Takes a name for as long as the page lives; false where another tab has it. */
const holds = (name: string): Promise<boolean> => new Promise(resolve => {
  const locks = (navigator as { locks?: LockManager }).locks
  if (!locks) return resolve(true)
  locks.request(NAME + name, { ifAvailable: true }, lock => {
    resolve(lock !== null)
    return lock ? new Promise(() => {}) : undefined
  }).catch(() => resolve(true))
})

function found(): Tab {
  try {
    const came = sessionStorage.getItem(NAME) ?? undefined
    const own = (async () => {
      if (came !== undefined && await holds(came)) return came
      const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`
      await holds(name)
      sessionStorage.setItem(NAME, name)
      return name
    })()
    return { came, own: own.catch(() => undefined) }
  } catch { return { came: undefined, own: Promise.resolve(undefined) } }
}

let here: Tab | undefined
/** This tab. */
export const tab = (): Tab => (here ??= found())
