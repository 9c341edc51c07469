// The engine's reasons in words. A reason is an id and its numbers; each id has one function per language.
import type { Reason } from '../../../engine/world/frame.ts'
import { createStore } from 'zustand/vanilla'
import type { Lang } from '../../theme/settings.ts'

type Catalogue = Readonly<Record<string, (details: never) => string>>

/** The catalogues that have come; they come after the first paint, which has no reasons to give yet. */
export const loadedReasons = createStore<{ readonly [L in Lang]?: Catalogue }>(() => ({}))

/** Fetches a language's reasons; a second time costs nothing. Rejects where they cannot be fetched. */
export async function loadReasons(lang: Lang): Promise<void> {
  if (loadedReasons.getState()[lang] !== undefined) return
  const catalogue: Catalogue = lang === 'zh' ? (await import('./zh.ts')).reasonsZh : (await import('./en.ts')).reasonsEn
  loadedReasons.setState({ [lang]: catalogue })
}

/** An id that nobody has written words for yet: its name made readable, and what is known of it. */
function fallback(reason: Reason): string {
  const { id, ...details } = reason
  const words = id.slice(id.indexOf('.') + 1).replaceAll(/[-_.]/g, ' ')
  const known = Object.entries(details).filter(([, v]) => v !== undefined && v !== null && v !== '')
  return known.length === 0 ? words : `${words} (${known.map(([k, v]) => `${k} ${Array.isArray(v) ? v.join(', ') : String(v)}`).join(', ')})`
}

/** Why, in words. Never throws: a detail that is missing, or words that have not come, must not take the pane down. */
export function reasonText(reason: Reason, lang: Lang): string {
  const catalogue = loadedReasons.getState()[lang]
  if (catalogue === undefined || !Object.hasOwn(catalogue, reason.id)) return fallback(reason)
  try { return catalogue[reason.id]!(reason as never) } catch { return fallback(reason) }
}
