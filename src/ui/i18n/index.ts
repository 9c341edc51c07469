// The page's words in the language of the person. In components: `const t = useT()`, then `t.editor.apply`.
// What the engine decided comes as a Reason (an id and numbers): `useReasonText()`, or `reasonText(reason, lang)` outside React.
//
// A language is fetched when it is spoken, and the settings name a language only once its words are here: so `useT` never has to
// wait. `speak` is how a language is chosen; main.tsx speaks the first one before it paints.
import { useStore } from 'zustand'
import { changeSettings, settings, type Lang } from '../theme/settings.ts'
import type { Messages } from './en.ts'
import { loadReasons, loadedReasons, reasonText } from './reasons/index.ts'
import type { Reason } from '../../engine/world/frame.ts'

export type { Messages } from './en.ts'
export type { Lang } from '../theme/settings.ts'
export { reasonText } from './reasons/index.ts'

const spoken: { [L in Lang]?: Messages } = {}

/** Fetches the words of the page; a second time costs nothing. Rejects where they cannot be fetched. */
export async function loadWords(lang: Lang): Promise<void> {
  spoken[lang] ??= lang === 'zh' ? (await import('./zh.ts')).zh : (await import('./en.ts')).en
}

/** Everything that is said in a language, the engine's reasons too. */
export const loadLanguage = async (lang: Lang): Promise<void> => { await Promise.all([loadWords(lang), loadReasons(lang)]) }

/** Chooses a language: fetches it, then changes over in one go. */
export async function speak(lang: Lang): Promise<void> {
  await loadLanguage(lang)
  changeSettings({ lang })
}

export const useLang = (): Lang => useStore(settings, s => s.lang)
export const useT = (): Messages => spoken[useLang()]!
/** Outside React: the words at this moment. */
export const t = (): Messages => spoken[settings.getState().lang]!

/** Why, in words, for a component: it is drawn again when the words have come. */
export function useReasonText(): (reason: Reason) => string {
  const lang = useLang()
  useStore(loadedReasons, loaded => loaded[lang])
  return reason => reasonText(reason, lang)
}
