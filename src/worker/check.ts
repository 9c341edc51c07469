// What is wrong with a manifest, at its place, before anybody applies it: read as kubectl reads it, then tried on the API server
// without being stored.
import { ApiError, type Cluster } from '../engine/index.ts'
import { apiVersionOf, kindNamed, type Kind } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import { ParseError, parseYaml, pathOf, rangeOf, type YamlDocument } from '../kube/yaml.ts'
import { describe, documentsOf } from './documents.ts'
import { oldTolerations } from './oldKeys.ts'
import { hintFor, hintForText } from './hints.ts'
import type { Answers, FileText, Finding } from './protocol.ts'
import { toYaml } from '../kube/yaml.ts'

type Place = Pick<Finding, 'from' | 'to'>
/** Findings of one file that the editor is shown at once. */
const MOST_FINDINGS = 200

export function checkFile(cluster: Cluster, file: FileText): Answers['check'] {
  const findings: Finding[] = []
  let parsed: readonly YamlDocument[]
  try {
    parsed = parseYaml(file.text)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    parsed = error.before
    const at = error.position ?? { line: 1, column: 1 }
    findings.push({ path: file.path, severity: 'error', from: at, to: { line: at.line, column: at.column + 1 }, message: `error parsing ${file.path}: ${error.message}`, ...hintForText(error.message, at.line, file.text) })
  }
  const described = parsed.flatMap(describe)
  for (const document of parsed) {
    if (findings.length >= MOST_FINDINGS) break
    findings.push(...findingsOf(cluster, file, document))
  }
  return {
    findings: findings.slice(0, MOST_FINDINGS),
    documents: described.map(({ apiVersion, kind, name, line }) => ({ apiVersion, kind, name, line })),
  }
}

/** The live objects of a file's documents, as YAML without what the server adds for itself. */
export function liveText(cluster: Cluster, file: FileText): string {
  const texts = documentsOf(file.text).flatMap(({ kind: name, name: object, namespace }) => {
    const kind = kindNamed(name)
    const live = kind && cluster.server.store.get(kind, kind.namespaced ? `${namespace ?? 'default'}/${object}` : object)
    return live ? [toYaml(live)] : []
  })
  return texts.join('---\n')
}

function findingsOf(cluster: Cluster, { path, text }: FileText, document: YamlDocument): Finding[] {
  const whole: Place = placeOf(document, [], 'key')
  const error = (place: Place, message: string, field?: string): Finding =>
    withHint({ path, severity: 'error', ...place, message, ...(field ? { field } : {}) }, document, text)
  const { value } = document
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [error(whole, 'error converting YAML to JSON: a Kubernetes object is a mapping')]
  }
  const findings: Finding[] = document.duplicates.map(d => ({
    path, severity: 'warning' as const, from: d.position, to: { line: d.position.line, column: d.position.column + d.key.length },
    message: `key "${d.key}" already set in map: the last one counts`, field: d.path,
  }))
  const { apiVersion, kind: kindName } = value as { apiVersion?: unknown; kind?: unknown }
  if (typeof apiVersion !== 'string' || !apiVersion) return [...findings, error(whole, 'error validating data: apiVersion not set', 'apiVersion')]
  if (typeof kindName !== 'string' || !kindName) return [...findings, error(whole, 'error validating data: kind not set', 'kind')]
  const kind = kindNamed(kindName)
  if (!kind || apiVersionOf(kind) !== apiVersion) {
    const place = placeOf(document, [kind ? 'apiVersion' : 'kind'], 'value')
    return [...findings, error(place, `no matches for kind "${kindName}" in version "${apiVersion}"\nensure CRDs are installed first`, kind ? 'apiVersion' : 'kind')]
  }
  findings.push(...oldTolerations(path, document))
  return [...findings, ...tried(cluster, kind, document, value as unknown as AnyObject, text).map(f => ({ ...f, path }))]
}

/** Tries the write and turns what the server says into places. */
function tried(cluster: Cluster, kind: Kind, document: YamlDocument, object: AnyObject, text: string): Finding[] {
  const client = cluster.client()
  const findings: Finding[] = []
  const add = (severity: Finding['severity'], message: string, field: string | undefined, of: 'key' | 'value') => {
    const place = placeOf(document, field ? pathOf(field) : [], of)
    findings.push(withHint({ path: '', severity, ...place, message, ...(field ? { field } : {}) }, document, text))
  }
  const onWarning = (warning: string) => {
    const field = /^(spec|metadata|status)[\w.[\]]*(?=:)/.exec(warning)?.[0]
    add('warning', `Warning: ${warning}`, field, 'key')
  }
  const namespace = kind.namespaced ? (object.metadata?.namespace ?? 'default') : undefined
  const name = object.metadata?.name
  const live = typeof name === 'string' && cluster.server.store.get(kind, namespace === undefined ? name : `${namespace}/${name}`)
  try {
    if (live) client.patch(kind, namespace, name, 'merge', object, { dryRun: true, fieldValidation: 'Strict', onWarning })
    else client.create(object, namespace, { dryRun: true, fieldValidation: 'Strict', onWarning })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // A name that is taken is no mistake in the manifest: apply would change what is there.
    if (error.reason === 'AlreadyExists') return findings
    for (const { message, field, of } of splitRefusal(error)) add('error', message, field, of)
  }
  return findings
}

interface Said { readonly message: string; readonly field: string | undefined; readonly of: 'key' | 'value' }

/** One finding per cause; strict decoding puts all of its findings into one sentence. */
function splitRefusal(error: ApiError): Said[] {
  if (error.reason === 'Invalid' && error.details.causes?.length) {
    return error.details.causes.map(c => ({ message: `${c.field}: ${c.message}`, field: c.field, of: c.type === 'FieldValueRequired' ? 'key' : 'value' }))
  }
  const strict = /strict decoding error: (.*)$/s.exec(error.message)
  if (strict) {
    return strict[1]!.split(/, (?=unknown field|duplicate field)/).map(message => ({ message, field: /"([^"]+)"/.exec(message)?.[1], of: 'key' }))
  }
  const wrongType = /Go struct field (\w+)\.([\w.]+) of type/.exec(error.message)
  return [{ message: error.message, field: wrongType?.[2], of: 'value' }]
}

function placeOf(document: YamlDocument, path: readonly (string | number)[], of: 'key' | 'value'): Place {
  const range = rangeOf(document, path, of)
  const from = range.start
  // What spans lines is marked on its first.
  const to = range.end.line > from.line ? { line: from.line, column: from.column + 1000 } : range.end
  return { from, to: to.line === from.line && to.column <= from.column ? { line: from.line, column: from.column + 1 } : to }
}

function withHint(finding: Finding, document: YamlDocument, text: string): Finding {
  const help = hintFor(finding, document, text)
  return help ? { ...finding, ...help } : finding
}
