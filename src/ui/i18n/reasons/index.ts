// The engine's reasons in words. A reason is an id and its numbers; each id has one function per language.
import type { Reason } from '../../../engine/world/frame.ts'
import type { Lang } from '../../theme/settings.ts'
import { reasonsEn } from './en.ts'
import { reasonsZh } from './zh.ts'

const catalogues: Readonly<Record<Lang, Readonly<Record<string, (details: never) => string>>>> = { en: reasonsEn, zh: reasonsZh }

/** Whether this id has words of its own in both languages. */
export const isTranslated = (id: string): boolean => Object.hasOwn(reasonsEn, id) && Object.hasOwn(reasonsZh, id)

/** An id that nobody has written words for yet: its name made readable, and what is known of it. */
function fallback(reason: Reason): string {
  const { id, ...details } = reason
  const words = id.slice(id.indexOf('.') + 1).replaceAll(/[-_.]/g, ' ')
  const known = Object.entries(details).filter(([, v]) => v !== undefined && v !== null && v !== '')
  return known.length === 0 ? words : `${words} (${known.map(([k, v]) => `${k} ${Array.isArray(v) ? v.join(', ') : String(v)}`).join(', ')})`
}

/** Why, in words. Never throws: a detail that is missing must not take the pane down. */
export function reasonText(reason: Reason, lang: Lang): string {
  const catalogue = catalogues[lang]
  if (!Object.hasOwn(catalogue, reason.id)) return fallback(reason)
  try { return catalogue[reason.id]!(reason as never) } catch { return fallback(reason) }
}
