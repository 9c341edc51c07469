// Which form about a node is open, and what its text means.
import { createStore } from 'zustand/vanilla'

export type NodeForm = { readonly form: 'add' } | { readonly form: 'labels' | 'taints'; readonly node: string }

export const nodeForm = createStore<{ readonly open: NodeForm | undefined }>(() => ({ open: undefined }))
export const openNodeForm = (open: NodeForm | undefined): void => nodeForm.setState({ open })

/** `a=b, c` → labels; blanks and commas part them. A label without a value has the empty one. */
export function labelsFrom(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.split(/[\s,]+/).filter(Boolean).map(part => { const [key, ...value] = part.split('='); return [key!, value.join('=')] }))
}

/** `key=value:Effect, key:Effect` → taints, as kubectl writes them. What names no effect gets NoSchedule. */
export function taintsFrom(text: string): readonly { readonly key: string; readonly value?: string; readonly effect: string }[] {
  return text.split(/[\s,]+/).filter(Boolean).map(part => {
    const colon = part.lastIndexOf(':')
    const [key, ...value] = (colon < 0 ? part : part.slice(0, colon)).split('=')
    return { key: key!, ...(value.length > 0 ? { value: value.join('=') } : {}), effect: colon < 0 ? 'NoSchedule' : part.slice(colon + 1) }
  })
}

/** Quotes a word for the terminal where it would fall apart. */
export const quoted = (word: string): string => (/^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`)
