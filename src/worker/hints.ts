// Our words beside Kubernetes', and the repair where there is one, for what learners do most often.
import type { YamlDocument } from '../kube/yaml.ts'
import { pathOf, rangeOf } from '../kube/yaml.ts'
import { because } from '../engine/controllers/controller.ts'
import { kindNamed } from '../kube/kinds.ts'
import { schemaOf, schemaType, type SchemaType } from '../kube/schema.ts'
import type { Finding } from './protocol.ts'

type Help = Pick<Finding, 'hint' | 'fix'>

/** Versions that the documents of old still use, and what came after them. */
const SUCCESSOR: Readonly<Record<string, string>> = {
  CronJob: 'batch/v1', Deployment: 'apps/v1', DaemonSet: 'apps/v1', ReplicaSet: 'apps/v1', StatefulSet: 'apps/v1', Job: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2', PodDisruptionBudget: 'policy/v1',
}

export function hintFor(finding: Finding, document: YamlDocument, text: string): Help | undefined {
  const { message, field } = finding
  const value = document.value as { kind?: string; apiVersion?: string }
  if (/^no matches for kind/.test(message) && field === 'apiVersion') {
    const better = SUCCESSOR[value.kind ?? '']
    if (better) return { hint: because('hint.old-api-version', { kind: value.kind!, version: value.apiVersion!, better }), fix: replaceValue(document, 'apiVersion', better) }
  }
  if (/^no matches for kind/.test(message) && field === 'kind') return { hint: because('hint.not-simulated', { kind: value.kind!, version: value.apiVersion! }) }
  if (field?.endsWith('template.spec.restartPolicy') && /NotSupported|Unsupported|Required/.test(message)) {
    const found = rangeOf(document, pathOf(field), 'value')
    return { hint: because('hint.job-restart-policy', { kind: value.kind ?? 'Job' }), ...(found.exact ? { fix: replaceValue(document, field, 'OnFailure') } : {}) }
  }
  const unknown = /^unknown field "([^"]+)"/.exec(message)?.[1]
  if (unknown !== undefined) return unknownField(unknown, document, text)
  return undefined
}

/** What cannot even be read: a second colon in a value, as in `image: fluentd/fluentd: v1.4-1`. */
export function hintForText(message: string, line: number, text: string): Help | undefined {
  if (!/mapping values are not allowed in this context/.test(message)) return undefined
  const found = /^(\s*(?:- +)*)([\w./-]+): +([^\s"'{[|>&*!#][^"'#]*: [^"'#]*?)\s*(?:#.*)?$/.exec(text.split('\n')[line - 1] ?? '')
  if (!found) return undefined
  const [, indent, key, value] = found as unknown as [string, string, string, string]
  // An image's tag stands at its name; whatever else holds a colon and a space is a text, in quotes.
  const better = key === 'image' && /^\S+: +\S+$/.test(value) ? value.replace(/: +/, ':') : `'${value}'`
  const start = found[0].indexOf(value, indent.length + key.length + 1) + 1
  return {
    hint: because('hint.colon-in-value', { key, text: better }),
    fix: { title: because('hint.fix-replace', { field: key, text: better }), from: { line, column: start }, to: { line, column: start + value.length }, text: better },
  }
}

/** A field that is not where it belongs: indented too far, or misspelt. */
function unknownField(field: string, document: YamlDocument, text: string): Help {
  const path = pathOf(field)
  const name = String(path.at(-1))
  const key = rangeOf(document, path, 'key')
  const parent = schemaAt(document, path.slice(0, -1))
  const above = path.length > 1 ? schemaAt(document, path.slice(0, -2)) : undefined
  if (key.exact && above?.fields.has(name) && !rangeOf(document, [...path.slice(0, -2), name]).exact && parent !== undefined) {
    const fix = movedOut(text, key.start, rangeOf(document, path.slice(0, -1), 'key').start.column)
    const details = { field: name, from: String(path.at(-2)), to: path.length > 2 ? String(path.at(-3)) : String((document.value as { kind?: string }).kind ?? '') }
    return { hint: because('hint.misplaced-field', details), ...(fix ? { fix: { title: because('hint.fix-move', details), ...fix } } : {}) }
  }
  const meant = parent && nearest(name, [...parent.fields.keys()])
  return {
    hint: because('hint.unknown-field', meant === undefined ? {} : { meant }),
    ...(meant !== undefined && key.exact ? { fix: { title: because('hint.fix-replace', { field: name, text: meant }), from: key.start, to: { ...key.start, column: key.start.column + name.length }, text: meant } } : {}),
  }
}

/** The type of what stands at a path, as the schema knows it. */
function schemaAt(document: YamlDocument, path: readonly (string | number)[]): SchemaType | undefined {
  const kind = kindNamed(String((document.value as { kind?: unknown }).kind))
  let type = kind && schemaOf(kind)
  for (const step of path) {
    if (typeof step === 'number') continue
    let of = type?.fields.get(step)?.type
    while (of !== undefined && typeof of !== 'string') of = of[1]
    type = of?.startsWith('#') ? schemaType(of) : undefined
  }
  return type
}

/** The block that begins at a key, moved out to a column; undefined where it is not a block of lines of its own. */
function movedOut(text: string, key: { line: number; column: number }, column: number): { from: { line: number; column: number }; to: { line: number; column: number }; text: string } | undefined {
  const lines = text.split('\n')
  const by = key.column - column
  if (by <= 0 || lines[key.line - 1]!.slice(0, key.column - 1).trim() !== '') return undefined
  let end = key.line
  const belongs = (line: string) => line.trim() === '' || /^ */.exec(line)![0].length >= key.column || (/^ *- /.test(line) && /^ */.exec(line)![0].length === key.column - 1)
  while (end < lines.length && belongs(lines[end]!)) end++
  while (end > key.line && lines[end - 1]!.trim() === '') end--
  const moved = lines.slice(key.line - 1, end).map(line => (line.startsWith(' '.repeat(by)) ? line.slice(by) : line))
  return { from: { line: key.line, column: 1 }, to: { line: end, column: lines[end - 1]!.length + 1 }, text: moved.join('\n') }
}

/** The known name that is a slip of the finger away, if there is one. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const far = name.length < 5 ? 1 : 2
  const found = known.map(k => ({ k, d: k.toLowerCase() === name.toLowerCase() ? 0 : slips(name, k, far) })).filter(f => f.d <= far).sort((a, b) => a.d - b.d)
  return found[0] && (found.length === 1 || found[0].d < found[1]!.d) ? found[0].k : undefined
}

/** Letters put in, left out, changed or swapped with the next, counted up to `most + 1`. */
function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j]!, before[j - 2]! + 1)
    }
    before = row
    row = next
  }
  return row[b.length]!
}

function replaceValue(document: YamlDocument, field: string, text: string): NonNullable<Finding['fix']> {
  const { start, end } = rangeOf(document, pathOf(field), 'value')
  return { title: because('hint.fix-replace', { field, text }), from: start, to: end, text }
}
