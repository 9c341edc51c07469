// What kubectl printed on its error stream after an Apply, as findings at their lines.
import { parseYaml, pathOf, rangeOf, type YamlDocument } from '../../kube/yaml.ts'
import type { FileText, Finding } from '../../worker/protocol.ts'

/** One thing that was said: about which object, at which field. */
export interface Refusal {
  readonly kind?: string
  readonly name?: string
  readonly field?: string
  readonly message: string
  /** Known only for texts that cannot be read at all. */
  readonly line?: number
}

const KINDS_OF_ERROR = 'Required value|Invalid value|Forbidden|Not found|Duplicate value|Unsupported value|Too long|Too many|Internal error'
const FIELD = '[A-Za-z][\\w-]*(?:\\[[^\\]]*\\]|\\.[A-Za-z][\\w-]*)*'
/** `spec.parallelism: Invalid value: -1: must be …`: a field, then what errors about fields begin with. */
const ENTRY = new RegExp(`(${FIELD}): ((?:${KINDS_OF_ERROR})[^]*?)(?=, ${FIELD}: (?:${KINDS_OF_ERROR})|\\]?\\s*$)`, 'g')
const UNKNOWN = /(?:unknown|duplicate) field "([^"]+)"/g

function refusalsInBlock(text: string): readonly Refusal[] {
  const invalid = /^The ([\w.]+) "([^"]*)" is invalid:? ?([^]*)$/.exec(text)
  if (invalid) {
    const about = { kind: invalid[1]!, name: invalid[2]! }
    const entries = invalid[3]!.split('\n').flatMap(line => [...line.replace(/^\s*\* /, '').matchAll(ENTRY)]).map(m => ({ ...about, field: m[1]!, message: `${m[1]}: ${m[2]!.trim()}` }))
    return entries.length > 0 ? entries : [{ ...about, message: text.trim() }]
  }
  const syntax = /yaml: line (\d+):/.exec(text)
  if (syntax) return [{ line: Number(syntax[1]), message: text.trim() }]
  const kind = /([A-Z]\w*) in version "[^"]*"/.exec(text)?.[1]
  const name = /(?!version )\b[a-zA-Z][\w.]* "([^"]+)" (?:is|cannot|already|not)/.exec(text)?.[1]
  const about = { ...(kind ? { kind } : {}), ...(name ? { name } : {}) }
  const unknown = [...text.matchAll(UNKNOWN)]
  if (unknown.length > 0) return unknown.map(m => ({ ...about, field: m[1]!, message: m[0] }))
  return [{ ...about, message: text.trim() }]
}

/** Cuts an error stream into what it says. A line that begins with a blank or `*` goes on with the one before, as kubectl's advice does; warnings are none. */
export function parseRefusals(errors: string): readonly Refusal[] {
  const blocks: string[] = []
  for (const line of errors.split('\n')) {
    if (line.trim() === '' || line.startsWith('Warning:')) continue
    if (/^([\s*]|ensure CRDs are installed first$)/.test(line) && blocks.length > 0) blocks[blocks.length - 1] += `\n${line}`
    else blocks.push(line)
  }
  return blocks.flatMap(refusalsInBlock)
}

function documentsOf(text: string): readonly YamlDocument[] {
  try { return parseYaml(text) } catch (error) { return (error as { before?: readonly YamlDocument[] }).before ?? [] }
}

/** The document that a refusal is about: by name and kind as far as they were said, else the first. */
function aboutOf(documents: readonly YamlDocument[], { kind, name }: Refusal): YamlDocument | undefined {
  const fits = (d: YamlDocument) => {
    const value = d.value as { kind?: unknown; metadata?: { name?: unknown } | null } | null
    if (typeof value !== 'object' || value === null) return false
    return (name === undefined || value.metadata?.name === name) && (kind === undefined || String(value.kind).toLowerCase() === kind.split('.')[0]!.toLowerCase())
  }
  return documents.find(fits) ?? documents.find(d => (d.value as { metadata?: { name?: unknown } } | null)?.metadata?.name === name) ?? documents[0]
}

/** Findings for the file that was applied. What has no place of its own stands at the object it is about, or at the first line. */
export function refusalsOf(errors: string, file: FileText): readonly Finding[] {
  const documents = documentsOf(file.text)
  return parseRefusals(errors).map((refusal): Finding => {
    const finding = { path: file.path, severity: 'error' as const, message: refusal.message, ...(refusal.field ? { field: refusal.field } : {}), ...(/: field is immutable\b/.test(refusal.message) ? { hint: { id: 'hint.immutable', kind: refusal.kind ?? '' } } : {}) }
    const document = refusal.line === undefined ? aboutOf(documents, refusal) : undefined
    if (document === undefined) {
      const line = refusal.line ?? 1
      return { ...finding, from: { line, column: 1 }, to: { line, column: 1 + (file.text.split('\n')[line - 1]?.length ?? 0) } }
    }
    const { start, end } = rangeOf(document, pathOf(refusal.field ?? 'kind'))
    // A value may go over many lines: the place is where it begins.
    return { ...finding, from: start, to: end.line === start.line ? end : { line: start.line, column: start.column + (file.text.split('\n')[start.line - 1]?.length ?? 0) } }
  })
}
