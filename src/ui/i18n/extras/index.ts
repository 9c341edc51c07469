// Words of what comes after the first load: the guide, the palette.
import type { Lang } from '../../theme/settings.ts'
import { en, type Extras } from './en.ts'
import { zh } from './zh.ts'

export const extras = (lang: Lang): Extras => (lang === 'zh' ? zh : en)
