// Columns aligned as Go's text/tabwriter aligns them: a column is a run of consecutive lines that have a cell ended by a tab there;
// what follows a line's last tab belongs to no column and is never padded. Upstream: text/tabwriter, and kubectl's fork of it
// (github.com/liggitt/tabwriter) whose widths never shrink from one flush to the next.

export interface TabLayout {
  /** The least width of a column, padding included. */
  readonly minWidth: number
  readonly padding: number
}

/** What `kubectl describe` uses. */
export const DESCRIBE: TabLayout = { minWidth: 0, padding: 2 }
/** What tables use. */
export const TABLE: TabLayout = { minWidth: 6, padding: 3 }

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/

/** How wide a cell is: code points, as Go counts runes. */
const widthOf = (cell: string) => (PRINTABLE_ASCII.test(cell) ? cell.length : [...cell].length)

/**
 * Aligns `text`. With `remembered`, columns are at least as wide as they were before, and the widths used are written back to it.
 */
export function align(text: string, { minWidth, padding }: TabLayout, remembered?: number[]): string {
  const lines = text.split('\n').map(line => line.split('\t'))
  const out: string[] = []
  const widths: number[] = []

  const write = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const cells = lines[i]!
      let line = ''
      for (let j = 0; j < cells.length; j++) {
        const cell = cells[j]!
        line += cell
        if (j < widths.length && j < cells.length - 1) line += ' '.repeat(Math.max(0, widths[j]! - widthOf(cell)))
      }
      out.push(line)
    }
  }

  // Writes the lines from..to whose first `widths.length` columns have their widths already.
  const block = (from: number, to: number) => {
    const column = widths.length
    let start = from
    for (let i = from; i < to; i++) {
      if (column >= lines[i]!.length - 1) continue
      write(start, i)
      start = i
      let width = Math.max(minWidth, remembered?.[column] ?? 0)
      let end = i
      for (; end < to && column < lines[end]!.length - 1; end++) width = Math.max(width, widthOf(lines[end]![column]!) + padding)
      if (remembered) remembered[column] = width
      widths.push(width)
      block(start, end)
      widths.pop()
      start = end
      i = end - 1
    }
    write(start, to)
  }

  block(0, lines.length)
  return out.join('\n')
}
