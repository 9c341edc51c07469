// The page's words in the language of the person. In components: `const t = useT()`, then `t.editor.apply`.
// What the engine decided comes as a Reason (an id and numbers): `reasonText(reason, lang)` in reasons/.
import { useStore } from 'zustand'
import { settings, type Lang } from '../theme/settings.ts'
import { en, type Messages } from './en.ts'
import { zh } from './zh.ts'

export type { Messages } from './en.ts'
export type { Lang } from '../theme/settings.ts'
export { reasonText } from './reasons/index.ts'

export const messages: Readonly<Record<Lang, Messages>> = { en, zh }

export const useLang = (): Lang => useStore(settings, s => s.lang)
export const useT = (): Messages => messages[useLang()]
/** Outside React: the words at this moment. */
export const t = (): Messages => messages[settings.getState().lang]
