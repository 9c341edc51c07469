// Records of tabs that nobody will come back to. Looked through once, after the page stands: it is not needed to begin.
import type { UseStore } from 'idb-keyval'

/** So many tabs' records are kept; those of the tabs that were opened longest ago go. */
export const MAX_TABS = 12

/** Of these keys the ones of tabs opened before the last `MAX_TABS`. A tab's name begins with the time at which it was opened. */
export function outlived(keys: readonly string[]): readonly string[] {
  const tabOf = (key: string) => /^(?:work|shared)\/(.+)$/.exec(key)?.[1]
  const tabs = [...new Set(keys.map(tabOf).filter(name => name !== undefined))].toSorted()
  const gone = new Set(tabs.slice(0, Math.max(0, tabs.length - MAX_TABS)))
  return keys.filter(key => gone.has(tabOf(key) ?? ''))
}

/** Removes them, in one transaction: no tab writes between the look and the removal. */
export const removeOutlived = (store: UseStore): Promise<void> => store('readwrite', records => new Promise((resolve, reject) => {
  const keys = records.getAllKeys()
  keys.onerror = () => reject(keys.error ?? new Error('not read'))
  keys.onsuccess = () => {
    for (const key of outlived(keys.result.filter(k => typeof k === 'string'))) records.delete(key)
    resolve()
  }
}))
