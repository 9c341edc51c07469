// Our own short texts for the fields that a learner meets, in English and Chinese. The editor's hover and completion and `kubectl
// explain` say the same. Facts (types, enums, what is required) are in schema.json; nothing here repeats them.
import { accessTexts } from './access.ts'
import { batchTexts } from './batch.ts'
import { metaTexts } from './meta.ts'
import { networkingTexts } from './networking.ts'
import { otherTexts } from './others.ts'
import { podTexts } from './pods.ts'
import { workloadTexts } from './workloads.ts'
import type { Texts } from './text.ts'

export type DocLang = 'en' | 'zh'

export const fieldTexts: Texts = { ...workloadTexts, ...metaTexts, ...batchTexts, ...podTexts, ...networkingTexts, ...accessTexts, ...otherTexts }

/** What a field of a type means: `fieldDoc('batch.JobSpec', 'parallelism', 'zh')`; with an empty field, what the type is for. */
export function fieldDoc(type: string, field: string, lang: DocLang): string | undefined {
  const own = Object.hasOwn(fieldTexts, type) ? fieldTexts[type] : undefined
  const text = own !== undefined && Object.hasOwn(own, field) ? own[field] : COMMON.has(field) && isObject(type) ? fieldTexts['*']![field] : undefined
  return text?.[lang === 'en' ? 0 : 1]
}

/** Fields that all kinds have. */
const COMMON = new Set(Object.keys(metaTexts['*']!))
/** Kinds have no suffix of a part; parts of kinds do. */
const isObject = (type: string) => !/(Spec|Status|Condition|Reference|Source|State|Rule)$/.test(type)
