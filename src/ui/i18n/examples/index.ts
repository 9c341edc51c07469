// Words of the examples: of the menu, the palette and the notes, which come after the first load.
import type { Lang } from '../../theme/settings.ts'
import { en, type ExampleWords } from './en.ts'
import { zh } from './zh.ts'

export type { ExampleWords } from './en.ts'

export const exampleWords = (lang: Lang): ExampleWords => (lang === 'zh' ? zh : en)
