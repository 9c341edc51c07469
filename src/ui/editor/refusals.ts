// What kubectl printed on its error stream after an Apply, as findings at their lines. Loaded with the first refusal: it needs the
// YAML parser for the places.
import { isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments, type Node } from 'yaml'
import type { FileText, Finding } from '../../worker/protocol.ts'

/** One thing that was said: about which object, at which field. */
export interface Refusal {
  readonly kind?: string
  readonly name?: string
  readonly field?: string
  readonly message: string
  readonly line?: number
}

const FIELD = '[A-Za-z][\\w-]*(?:\\[[^\\]]*\\]|\\.[A-Za-z][\\w-]*)*'
/** `spec.parallelism: Invalid value: -1: must be …`: a field, then what field errors begin with. */
const ENTRY = new RegExp(`(?:^|[\\[\\s,])(${FIELD}): ((?:Required value|Invalid value|Forbidden|Not found|Duplicate value|Unsupported value|Too long|Too many|Internal error)[^]*?)(?=, ${FIELD}: (?:Required|Invalid|Forbidden|Not found|Duplicate|Unsupported|Too)|\\]?\\s*$)`, 'g')
const UNKNOWN = /(?:unknown|duplicate) field "([^"]+)"/g

function refusalsInLine(text: string): readonly Refusal[] {
  const invalid = /^The ([\w.]+) "([^"]*)" is invalid:? ?([^]*)$/.exec(text)
  if (invalid) {
    const about = { kind: invalid[1]!, name: invalid[2]! }
    const entries = [...invalid[3]!.replaceAll(/^\* /gm, '').split('\n').flatMap(l => [...l.matchAll(ENTRY)])].map(m => ({ ...about, field: m[1]!, message: `${m[1]}: ${m[2]!.trim()}` }))
    return entries.length > 0 ? entries : [{ ...about, message: text.trim() }]
  }
  const syntax = /error (?:parsing|converting YAML to JSON)[^]*?(?:yaml: )?line (\d+):/.exec(text)
  if (syntax) return [{ line: Number(syntax[1]), message: text.trim() }]
  const unknown = [...text.matchAll(UNKNOWN)]
  const server = /^Error from server \(\w+\): (?:error when (?:creating|applying|patching|retrieving)[^]*?: )?(?:([\w.]+) (?:in version "[^"]*" )?|([\w.-]+) "([^"]*)" )?/.exec(text)
  const about = { ...(server?.[1] ? { kind: server[1] } : {}), ...(server?.[3] ? { name: server[3] } : {}) }
  if (unknown.length > 0) return unknown.map(m => ({ ...about, field: m[1]!, message: m[0] }))
  return text.trim() === '' ? [] : [{ ...about, message: text.trim() }]
}

/** Cuts an error stream into what it says. A line that begins with a blank or `*` goes on with the one before. */
export function parseRefusals(errors: string): readonly Refusal[] {
  const blocks: string[] = []
  for (const line of errors.split('\n')) {
    if (line.trim() === '' || /^Warning:/.test(line)) continue
    if (/^[\s*]/.test(line) && blocks.length > 0) blocks[blocks.length - 1] += `\n${line}`
    else blocks.push(line)
  }
  return blocks.flatMap(refusalsInLine)
}

const partsOf = (field: string): (string | number)[] =>
  [...field.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)].map(m => m[1] ?? (/^\d+$/.test(m[2]!) ? Number(m[2]) : m[2]!))

/** The part of the text that stands for a field, or for the nearest thing around it that is there. */
function rangeOf(root: Node | null, field: string | undefined): readonly [number, number] | undefined {
  let node: unknown = root
  let range: readonly [number, number] | undefined
  for (const part of field === undefined ? ['kind'] : partsOf(field)) {
    if (isMap(node)) {
      const pair = node.items.find(p => isPair(p) && isScalar(p.key) && String(p.key.value) === String(part))
      if (!pair) break
      const key = pair.key as Node
      if (key.range) range = [key.range[0], key.range[1]]
      node = pair.value
      if (isScalar(node) && node.range) range = [range?.[0] ?? node.range[0], node.range[1]]
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      const at = (node as Node | undefined)?.range
      if (at) range = [at[0], Math.min(at[1], at[0] + 1)]
    } else break
  }
  return range
}

/** Findings for the file that was applied. What has no place of its own stands at the object it is about, or at the first line. */
export function refusalsOf(errors: string, file: FileText): readonly Finding[] {
  const counter = new LineCounter()
  const documents = parseAllDocuments(file.text, { lineCounter: counter, uniqueKeys: false })
  const list = Array.isArray(documents) ? documents : []
  const place = (offset: number) => {
    const { line, col } = counter.linePos(offset)
    return { line, column: col }
  }
  return parseRefusals(errors).map(refusal => {
    const base = { path: file.path, severity: 'error' as const, message: refusal.message, ...(refusal.field ? { field: refusal.field } : {}) }
    if (refusal.line !== undefined) return { ...base, from: { line: refusal.line, column: 1 }, to: { line: refusal.line, column: 1000 } }
    const kindOf = (d: (typeof list)[number]) => String(d.get?.('kind') ?? '').toLowerCase()
    const about = list.find(d => (!refusal.name || d.getIn(['metadata', 'name']) === refusal.name) && (!refusal.kind || kindOf(d) === '' || refusal.kind.toLowerCase().startsWith(kindOf(d)))) ?? list[0]
    const range = rangeOf((about?.contents ?? null) as Node | null, refusal.field)
    return range ? { ...base, from: place(range[0]), to: place(range[1]) } : { ...base, from: { line: 1, column: 1 }, to: { line: 1, column: 1000 } }
  })
}
