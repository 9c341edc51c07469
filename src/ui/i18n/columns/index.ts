// What the columns of kubectl's tables mean. Fetched the first time that somebody asks.
import type { Lang } from '../../theme/settings.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

export const columnHelp = (lang: Lang): Readonly<Record<string, string>> => (lang === 'zh' ? zh : en)
