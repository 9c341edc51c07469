// kubectl explain's words for fields: our own texts, the same as the editor's.
import { fieldDocOf } from '../kube/docs/lookup.ts'
import type { FieldDoc } from '../kubectl/index.ts'

export const fieldDocFor: FieldDoc = (kind, path, lang) => fieldDocOf(kind, path, lang === 'zh' ? 'zh' : 'en')
