// Results as the mysql client prints them: framed for a person, with tabs for a script.
import type { Result } from './protocol.ts'

type Listed = Extract<Result, { columns: readonly string[] }>

export interface Layout { readonly framed: boolean; readonly names: boolean; readonly vertical: boolean; readonly raw: boolean }

const width = (text: string): number => [...text].length
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\0', '\\0')

export function printed(result: Listed, layout: Layout): string {
  const { columns, rows, right } = result
  if (rows.length === 0) return ''
  if (layout.vertical) {
    const widest = Math.max(...columns.map(width))
    return rows.map((row, i) => `${`*************************** ${i + 1}. row ***************************`}\n${columns.map((name, j) => `${name.padStart(widest)}: ${row[j] ?? 'NULL'}\n`).join('')}`).join('')
  }
  const all = rows.map(row => row.map(value => (value === null ? 'NULL' : layout.framed || layout.raw ? value : escaped(value))))
  if (!layout.framed) return `${layout.names ? `${columns.join('\t')}\n` : ''}${all.map(row => `${row.join('\t')}\n`).join('')}`
  const widths = columns.map((name, i) => Math.max(layout.names ? width(name) : 0, ...all.map(row => Math.max(...row[i]!.split('\n').map(width)))))
  const rule = `+${widths.map(w => '-'.repeat(w + 2)).join('+')}+\n`
  const cell = (text: string, i: number, atRight: boolean): string => {
    const blanks = ' '.repeat(Math.max(0, widths[i]! - width(text)))
    return atRight ? ` ${blanks}${text} ` : ` ${text}${blanks} `
  }
  const line = (cells: readonly string[], number: boolean): string => `|${cells.map((text, i) => cell(text, i, number && right[i]!)).join('|')}|\n`
  return `${rule}${layout.names ? `${line(columns, false)}${rule}` : ''}${all.map(row => line(row, true)).join('')}${rule}`
}

/** What is said beneath, where a person types. */
export function summary(result: Result): string {
  const many = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
  if ('columns' in result) return result.rows.length === 0 ? 'Empty set (0.00 sec)\n\n' : `${many(result.rows.length, 'row')} in set (0.00 sec)\n\n`
  if ('changedTo' in result) return 'Database changed\n'
  if ('error' in result) return `ERROR ${result.error} (${result.state}): ${result.message}\n`
  return `Query OK, ${many(result.affected, 'row')} affected (0.01 sec)\n${result.info === undefined ? '' : `${result.info}\n`}\n`
}
