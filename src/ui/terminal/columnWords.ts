// The words for a column of kubectl's tables. Pure.

/** The words for a column: those of its kind before those that all kinds have in common. */
export const columnWords = (words: Readonly<Record<string, string>>, kind: string, title: string): string | undefined => {
  const own = `${kind}.${title}`
  return Object.hasOwn(words, own) ? words[own] : Object.hasOwn(words, title) ? words[title] : undefined
}
