// Monaco comes when the page has nothing else to do, and floor by floor (scripts/chunks.ts): each floor is a task of its own, and
// what the person does meanwhile, or a cluster that runs, is not held up by it.
import { settings } from '../theme/settings.ts'

/** One module of each floor brings the whole floor. */
const FLOORS: readonly (() => Promise<unknown>)[] = [
  () => import('monaco-editor/base/common/event.js'),
  () => import('monaco-editor/platform/registry/common/platform.js'),
  () => import('monaco-editor/editor/common/core/range.js'),
  () => import('monaco-editor/editor/browser/editorExtensions.js'),
  () => import('monaco-editor/editor/contrib/bracketMatching/browser/bracketMatching.js'),
  () => import('./monaco.ts'),
]

/** The longest that a floor waits for the page to be at rest. */
const PATIENCE_MS = 500

/** When the browser has nothing to do, and soon in any case. */
export const atRest = (): Promise<void> => new Promise(resolve => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: PATIENCE_MS })
  else setTimeout(resolve, PATIENCE_MS / 5)
})

/** Monaco reads its own words (menus, find) once, when it begins: so they come before all else. */
const words = () => (settings.getState().lang === 'zh' ? import('monaco-editor/nls/lang/zh-cn.js').catch(() => {}) : Promise.resolve())

async function load(): Promise<void> {
  await words()
  for (const floor of FLOORS) {
    await atRest()
    await floor()
  }
  await atRest()
  ;(await import('./monaco.ts')).dress()
  await atRest()
}

let coming: Promise<void> | undefined
/** Fetches Monaco and lets it begin; a second time costs nothing. Rejects where it cannot be fetched, and tries again when asked again. */
export const loadMonaco = (): Promise<void> => (coming ??= load().catch((error: unknown) => { coming = undefined; throw error }))
