// Kinds without a description of their own: their fields, with names made readable. Upstream: describe.go, genericDescriber.
import type { Describer } from '../describer.ts'
import { heading, labelsAndAnnotations } from '../sections.ts'
import type { Writer } from '../writer.ts'

const SKIPPED = new Set(['.metadata.managedFields', '.metadata.name', '.metadata.namespace', '.metadata.labels', '.metadata.annotations'])
const ACRONYMS = new Set(['API', 'URL', 'UID', 'OSB', 'GUID'])

/** `holderIdentity` → `Holder Identity`. */
function label(field: string): string {
  if (!/^[\p{L}-]*$/u.test(field)) return field
  const words = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-+/g) ?? [field]
  return words.map(word => (ACRONYMS.has(word.toUpperCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1))).join(' ')
}

function fields(w: Writer, level: number, content: Readonly<Record<string, unknown>>, path: string): void {
  for (const field of Object.keys(content).sort()) {
    const at = `${path}.${field}`
    if (SKIPPED.has(at)) continue
    const value = content[field]
    if (Array.isArray(value)) {
      w.line(level, `${label(field)}:`)
      for (const item of value) {
        if (item && typeof item === 'object') fields(w, level + 1, item, at)
        else w.line(level + 1, `${item}`)
      }
    } else if (value && typeof value === 'object') {
      w.line(level, `${label(field)}:`)
      fields(w, level + 1, value as Record<string, unknown>, at)
    } else {
      w.field(level, label(field), value === null ? '<nil>' : `${value}`)
    }
  }
}

export const describeAnything: Describer = (o, w) => {
  heading(w, o)
  labelsAndAnnotations(w, o)
  fields(w, 0, o, '')
}
