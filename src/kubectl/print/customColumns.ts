// `-o custom-columns=NAME:.metadata.name,…`. Upstream: kubectl/pkg/cmd/get/customcolumn.go.
import { KubectlError } from '../errors.ts'
import { find, goText, JsonPathError, parseRelaxed } from './jsonpath.ts'
import type { JsonPath } from './jsonpath.ts'
import { align, TABLE } from './tabwriter.ts'

export interface CustomColumn {
  readonly header: string
  readonly path: JsonPath
}

export function parseColumns(spec: string): CustomColumn[] {
  if (!spec) throw new KubectlError('custom-columns format specified but no custom columns given')
  return spec.split(',').map(part => {
    const i = part.indexOf(':')
    if (i < 0) {
      throw new KubectlError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`)
    }
    try {
      return { header: part.slice(0, i), path: parseRelaxed(part.slice(i + 1)) }
    } catch (e) {
      if (e instanceof JsonPathError) throw new KubectlError(e.message)
      throw e
    }
  })
}

/** A file with a line of headers and a line of paths below them. */
export function columnsFromFile(text: string): CustomColumn[] {
  const [headers = '', paths] = text.replace(/\n$/, '').split('\n')
  const line = (what: string) => new KubectlError(`invalid template, missing ${what} line. Expected format is one line of space separated headers, one line of space separated column specs.`)
  if (headers.trim() === '') throw line('header')
  if (paths === undefined) throw line('spec')
  const names = headers.trim().split(/\s+/)
  const specs = paths.trim().split(/\s+/)
  if (names.length !== specs.length) throw new KubectlError(`number of headers (${names.length}) and field specifications (${specs.length}) don't match`)
  return names.map((header, i) => ({ header, path: parseRelaxed(specs[i]!) }))
}

function cell(object: unknown, { path }: CustomColumn): string {
  const values = find(path, object)
  return values.length ? values.map(v => (v === null || v === undefined ? '<none>' : goText(v))).join(',') : '<none>'
}

/** Rows that keep the widths of rows before them, as `-w` needs. */
export class CustomColumnWriter {
  private readonly remembered: number[] = []
  private headed: boolean
  private readonly columns: readonly CustomColumn[]
  constructor(columns: readonly CustomColumn[], noHeaders: boolean) {
    this.columns = columns
    this.headed = noHeaders
  }

  write(objects: readonly unknown[]): string {
    const lines = objects.map(o => this.columns.map(c => cell(o, c)).join('\t'))
    if (!this.headed) lines.unshift(this.columns.map(c => c.header).join('\t'))
    this.headed = true
    return lines.length ? `${align(lines.join('\n'), TABLE, this.remembered)}\n` : ''
  }
}
