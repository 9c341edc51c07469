// The command line as a person edits it: history and the search through it. Pure; the input element keeps text and cursor.

/** Lines that were entered already, and the one that is being typed. */
export const whole = (begun: string | undefined, text: string): string => (begun === undefined ? text : `${begun}\n${text}`)

/** The same the other way: all lines but the last have been entered. */
export function parted(text: string): { readonly begun: string | undefined; readonly text: string } {
  const at = text.lastIndexOf('\n')
  return at < 0 ? { begun: undefined, text } : { begun: text.slice(0, at), text: text.slice(at + 1) }
}

/** Where one is in the history; `draft` is what was being typed before going up. */
export interface Recall {
  readonly at: number
  readonly draft: string
}

/** One step through the history. `recall` is undefined when one is at the bottom, on one's own draft. */
export function recall(history: readonly string[], now: Recall | undefined, text: string, step: -1 | 1): { readonly recall: Recall | undefined; readonly text: string } {
  const at = (now?.at ?? history.length) + step
  const draft = now?.draft ?? text
  if (at < 0) return { recall: now, text }
  if (at >= history.length) return { recall: undefined, text: draft }
  return { recall: { at, draft }, text: history[at]! }
}

export interface Search {
  readonly query: string
  /** Index in the history of what was found; undefined: nothing was. */
  readonly found: number | undefined
}

/** The newest line that holds `query`, at or before `from`. */
export function searchBack(history: readonly string[], query: string, from = history.length - 1): Search {
  if (query === '') return { query, found: undefined }
  for (let i = Math.min(from, history.length - 1); i >= 0; i--) if (history[i]!.includes(query)) return { query, found: i }
  return { query, found: undefined }
}

/** What all choices have in common at their beginning. */
export function commonPrefix(texts: readonly string[]): string {
  if (texts.length === 0) return ''
  let prefix = texts[0]!
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1)
  return prefix
}
