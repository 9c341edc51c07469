// What of the terminal's text is put into the document.
import type { Item } from './transcript.ts'

/** Lines that are put into the document; earlier ones are counted, and copied with the rest. */
const MAX_LINES = 1500

/** The newest items, at most MAX_LINES lines of them, and how many lines that leaves out. */
export function newest(items: readonly Item[]): { readonly shown: readonly Item[]; readonly leftOut: number } {
  let lines = 0
  for (let i = items.length - 1; i >= 0; i--) {
    const count = items[i]!.text.split('\n').length - (items[i]!.text.endsWith('\n') ? 1 : 0)
    if (lines + count > MAX_LINES) {
      const room = MAX_LINES - lines
      const cut = items[i]!.text.split('\n')
      const keep = cut.slice(Math.max(0, cut.length - room - 1)).join('\n')
      const earlier = items.slice(0, i).reduce((n, x) => n + x.text.split('\n').length, 0)
      return { shown: [{ ...items[i]!, text: keep }, ...items.slice(i + 1)], leftOut: earlier + count - room }
    }
    lines += count
  }
  return { shown: items, leftOut: 0 }
}
