// Rows of a table put into groups, each in its order. Made once per version of the table, because tables are replaced when they change.

/** `keyOf`: the group of a row; undefined leaves it out. */
export function groupedBy<T>(keyOf: (row: T) => string | undefined, order?: (a: T, b: T) => number): (table: ReadonlyMap<string, T>) => ReadonlyMap<string, readonly T[]> {
  const made = new WeakMap<ReadonlyMap<string, T>, ReadonlyMap<string, readonly T[]>>()
  return table => {
    let groups = made.get(table) as Map<string, T[]> | undefined
    if (!groups) {
      groups = new Map()
      for (const row of table.values()) {
        const key = keyOf(row)
        if (key === undefined) continue
        const group = groups.get(key)
        if (group) group.push(row)
        else groups.set(key, [row])
      }
      if (order) for (const group of groups.values()) group.sort(order)
      made.set(table, groups)
    }
    return groups
  }
}
