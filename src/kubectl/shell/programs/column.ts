// `column -t`: words in columns.
import { print, readAll, readFile } from '../../../engine/index.ts'
import type { Own } from './program.ts'

export const column: Own = function* (process, argv) {
  let table = false
  let divider: string | undefined
  let gap = '  '
  const paths: string[] = []
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i]!
    if (word === '-t' || word === '--table') table = true
    else if (word === '-s') divider = argv[++i]
    else if (/^-s./.test(word)) divider = word.slice(2)
    else if (word === '-o') gap = argv[++i] ?? gap
    else if (word === '-ts') [table, divider] = [true, argv[++i]]
    else if (!word.startsWith('-') || word === '-') paths.push(word)
  }
  let text = ''
  for (const path of paths) {
    const file = yield* readFile(process, path)
    if ('error' in file) {
      process.fds[2]?.write(`column: cannot open ${path}: ${file.error}\n`)
      return 1
    }
    text += file.text
  }
  if (paths.length === 0 && process.fds[0]) text = yield* readAll(process, process.fds[0])
  const lines = text.split('\n').filter(l => l.trim() !== '')
  if (!table) yield* print(process, lines.map(l => `${l}\n`).join(''))
  else yield* print(process, aligned(lines.map(l => (divider === undefined ? l.trim().split(/\s+/) : l.split(new RegExp(`[${divider.replace(/[\\\]^-]/g, '\\$&')}]`)))), gap))
  return 0
}

/** Rows of cells under each other; the last cell of a row is not filled up. */
function aligned(rows: readonly (readonly string[])[], gap: string): string {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, i) => { widths[i] = Math.max(widths[i] ?? 0, cell.length) })
  return rows.map(row => `${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join(gap)}\n`).join('')
}
