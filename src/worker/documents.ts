// The objects that a manifest file describes, with the lines on which they begin. Never throws: what cannot be read is not there.
import { ParseError, parseYaml, rangeOf, type YamlDocument } from '../kube/yaml.ts'

export interface Described {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  /** The line of its `kind`, from 1. */
  readonly line: number
  readonly document: YamlDocument
}

export function documentsOf(text: string): readonly Described[] {
  let documents: readonly YamlDocument[]
  try {
    documents = parseYaml(text)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    documents = error.before
  }
  return documents.flatMap(describe)
}

export function describe(document: YamlDocument): Described[] {
  const { value } = document
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  const text = (v: unknown) => (typeof v === 'string' ? v : '')
  const metadata = value.metadata
  const meta = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata : {}
  return [{
    apiVersion: text(value.apiVersion), kind: text(value.kind), name: text(meta.name) || text(meta.generateName),
    ...(text(meta.namespace) ? { namespace: text(meta.namespace) } : {}), line: rangeOf(document, ['kind'], 'key').start.line, document,
  }]
}
