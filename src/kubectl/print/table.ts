// Tables as `kubectl get` prints them, and the shape in which every kind describes its columns.
import { formatLabels } from '../../kube/labels.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { align, TABLE } from './tabwriter.ts'

export interface Column {
  readonly name: string
  /** 0 is always shown, 1 with `-o wide` only. */
  readonly priority: 0 | 1
}

/** What a row may depend on besides its object. */
export interface RowContext {
  readonly now: Instant
  readonly wide: boolean
}

/** How one kind is printed: its columns, and an object's cells in the same order. */
export interface KindPrinter {
  readonly columns: readonly Column[]
  row(object: any, context: RowContext): readonly Cell[]
}

/** As the API server's Table carries them. */
export type Cell = string | number | boolean

export const column = (name: string): Column => ({ name, priority: 0 })
export const wide = (name: string): Column => ({ name, priority: 1 })

export interface TableOptions {
  readonly wide?: boolean
  readonly noHeaders?: boolean
  readonly showNamespace?: boolean
  readonly showLabels?: boolean
  readonly labelColumns?: readonly string[]
  /** Put before names, as `get all` does: `pod/`. */
  readonly prefix?: string
}

/** A cell is cut at its first line break, so that a row stays a row. */
function oneLine(cell: Cell): string {
  const text = String(cell)
  const end = text.search(/[\f\n\r]/)
  return end < 0 ? text : `${text.slice(0, end)}...`
}

/** The last part of a label's key, in capitals: `example.com/tier` → `TIER`. */
const labelHeader = (key: string) => key.slice(key.lastIndexOf('/') + 1).toUpperCase()

/**
 * A table that is written row by row and flushed when asked: what is flushed later is never narrower than what came before,
 * as rows of `get -w` are.
 */
export class TableWriter {
  private readonly remembered: number[] = []
  private headed = false
  private readonly printer: KindPrinter
  private readonly options: TableOptions
  constructor(printer: KindPrinter, options: TableOptions) {
    this.printer = printer
    this.options = options
  }

  /** The text of these rows, with the header before the first rows ever written. */
  write(objects: readonly AnyObject[], now: Instant): string {
    const { printer, options } = this
    const shown = printer.columns.map((c, i) => (c.priority === 0 || options.wide ? i : -1)).filter(i => i >= 0)
    const nameAt = shown.findIndex(i => printer.columns[i]!.name === 'Name')
    const lines: string[] = []
    if (!this.headed && !options.noHeaders) {
      const header = shown.map(i => printer.columns[i]!.name.toUpperCase())
      if (options.showNamespace) header.unshift('NAMESPACE')
      for (const key of options.labelColumns ?? []) header.push(labelHeader(key))
      if (options.showLabels) header.push('LABELS')
      lines.push(header.join('\t'))
    }
    this.headed = true
    // The API server always works out the wide cells; it is kubectl that leaves columns away. Upstream: registry/rest/table.go.
    const context: RowContext = { now, wide: true }
    for (const object of objects) {
      const row = printer.row(object, context)
      const cells = shown.map(i => oneLine(row[i] ?? ''))
      if (options.prefix && nameAt >= 0) cells[nameAt] = `${options.prefix}${cells[nameAt]}`
      if (options.showNamespace) cells.unshift(object.metadata.namespace ?? '')
      const labels = object.metadata.labels ?? {}
      for (const key of options.labelColumns ?? []) cells.push(labels[key] ?? '')
      if (options.showLabels) cells.push(formatLabels(labels))
      lines.push(cells.join('\t'))
    }
    return lines.length ? align(lines.join('\n'), TABLE, this.remembered) + '\n' : ''
  }
}

/** One whole table. */
export const table = (printer: KindPrinter, objects: readonly AnyObject[], now: Instant, options: TableOptions = {}): string =>
  new TableWriter(printer, options).write(objects, now)
