// Words of the drawings of workloads, apart from those of the first load.
import type { Lang } from '../../theme/settings.ts'
import { en, type WorkloadWords } from './en.ts'
import { zh } from './zh.ts'

export type { WorkloadWords }
export const workloadWords = (lang: Lang): WorkloadWords => (lang === 'zh' ? zh : en)
