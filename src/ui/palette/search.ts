// What the palette finds: pure, over a list of things with words.

export interface Thing {
  readonly id: string
  readonly kind: 'object' | 'example' | 'action'
  readonly label: string
  /** What stands behind it, and is searched as well: a state, a file's name, a key. */
  readonly hint?: string
}

const MOST = 50

/** How well a word stands in a text: at its beginning, at the beginning of a word, anywhere; undefined where it does not. */
function rankOf(word: string, text: string): number | undefined {
  const at = text.indexOf(word)
  if (at < 0) return undefined
  return at === 0 ? 0 : /[\s\-./(:·]/.test(text[at - 1]!) ? 1 : 2
}

/** All whose label or hint has every word of the query, the best first; those that are as good keep their order. An empty query finds all. */
export function find<T extends Thing>(things: readonly T[], query: string): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = things.flatMap(thing => {
    const label = thing.label.toLowerCase()
    const hint = thing.hint?.toLowerCase() ?? ''
    let rank = 0
    for (const word of words) {
      const inLabel = rankOf(word, label)
      const here = inLabel ?? (rankOf(word, hint) === undefined ? undefined : 3)
      if (here === undefined) return []
      rank += here
    }
    return [{ thing, rank }]
  })
  return found.toSorted((a, b) => a.rank - b.rank).slice(0, MOST).map(f => f.thing)
}
