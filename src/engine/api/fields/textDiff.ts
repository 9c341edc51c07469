// The difference of two structures as a refusal shows it: their JSON, indented by one blank, as a unified diff with three lines around.
// Upstream: apimachinery/pkg/util/diff over pmezard/go-difflib, which is Python's difflib; its choice of lines is part of the message.

/** `@@ -91,7 +91,7 @@` and the lines; empty where both are equal. */
export function textDiff(before: unknown, after: unknown): string {
  const a = linesOf(before)
  const b = linesOf(after)
  return hunksOf(a, b).map(hunk => printHunk(hunk, a, b)).join('')
}

// Go's encoder escapes these three in text.
const linesOf = (value: unknown): string[] =>
  JSON.stringify(value, null, 1).replace(/[<>&]/g, c => `\\u00${c.charCodeAt(0).toString(16)}`).split('\n')

interface Match { readonly a: number; readonly b: number; readonly size: number }
interface Change { readonly equal: boolean; readonly a1: number; readonly a2: number; readonly b1: number; readonly b2: number }

const AROUND = 3

/** The longest run that both share within the bounds, the earliest of several. */
function longestMatch(a: string[], b: string[], where: ReadonlyMap<string, readonly number[]>, alo: number, ahi: number, blo: number, bhi: number): Match {
  let best: Match = { a: alo, b: blo, size: 0 }
  let lengths = new Map<number, number>()
  for (let i = alo; i < ahi; i++) {
    const next = new Map<number, number>()
    for (const j of where.get(a[i]!) ?? []) {
      if (j < blo) continue
      if (j >= bhi) break
      const size = (lengths.get(j - 1) ?? 0) + 1
      next.set(j, size)
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size }
    }
    lengths = next
  }
  let { a: i, b: j, size } = best
  while (i > alo && j > blo && a[i - 1] === b[j - 1]) [i, j, size] = [i - 1, j - 1, size + 1]
  while (i + size < ahi && j + size < bhi && a[i + size] === b[j + size]) size++
  return { a: i, b: j, size }
}

/** Where each line of `b` stands, without those that stand everywhere (difflib's "popular" lines, from 200 lines up). */
function positions(b: string[]): ReadonlyMap<string, readonly number[]> {
  const where = new Map<string, number[]>()
  for (const [j, line] of b.entries()) {
    const known = where.get(line)
    if (known) known.push(j)
    else where.set(line, [j])
  }
  if (b.length >= 200) for (const [line, at] of where) if (at.length > Math.floor(b.length / 100) + 1) where.delete(line)
  return where
}

function changesOf(a: string[], b: string[]): Change[] {
  const where = positions(b)
  const matches: Match[] = []
  const split = (alo: number, ahi: number, blo: number, bhi: number): void => {
    const match = longestMatch(a, b, where, alo, ahi, blo, bhi)
    if (match.size === 0) return
    if (alo < match.a && blo < match.b) split(alo, match.a, blo, match.b)
    matches.push(match)
    if (match.a + match.size < ahi && match.b + match.size < bhi) split(match.a + match.size, ahi, match.b + match.size, bhi)
  }
  split(0, a.length, 0, b.length)
  matches.push({ a: a.length, b: b.length, size: 0 })
  const changes: Change[] = []
  let i = 0
  let j = 0
  for (const m of matches) {
    if (i < m.a || j < m.b) changes.push({ equal: false, a1: i, a2: m.a, b1: j, b2: m.b })
    ;[i, j] = [m.a + m.size, m.b + m.size]
    const last = changes.at(-1)
    if (m.size > 0 && last?.equal) changes[changes.length - 1] = { ...last, a2: i, b2: j }
    else if (m.size > 0) changes.push({ equal: true, a1: m.a, a2: i, b1: m.b, b2: j })
  }
  return changes
}

/** Changes gathered with their surroundings; far ones apart. */
function hunksOf(a: string[], b: string[]): Change[][] {
  const changes = changesOf(a, b)
  if (changes.every(c => c.equal)) return []
  const hunks: Change[][] = []
  let hunk: Change[] = []
  for (const [n, c] of changes.entries()) {
    if (!c.equal) {
      hunk.push(c)
      continue
    }
    const [first, last] = [n === 0, n === changes.length - 1]
    const head = { ...c, a2: Math.min(c.a2, c.a1 + AROUND), b2: Math.min(c.b2, c.b1 + AROUND) }
    const tail = { ...c, a1: Math.max(c.a1, c.a2 - AROUND), b1: Math.max(c.b1, c.b2 - AROUND) }
    if (first) hunk.push(tail)
    else if (last) hunk.push(head)
    else if (c.a2 - c.a1 > 2 * AROUND) {
      hunks.push([...hunk, head])
      hunk = [tail]
    } else hunk.push(c)
  }
  hunks.push(hunk)
  return hunks
}

function range(start: number, end: number): string {
  const length = end - start
  return length === 1 ? `${start + 1}` : `${length === 0 ? start : start + 1},${length}`
}

function printHunk(hunk: Change[], a: string[], b: string[]): string {
  const [first, last] = [hunk[0]!, hunk.at(-1)!]
  const lines = [`@@ -${range(first.a1, last.a2)} +${range(first.b1, last.b2)} @@`]
  for (const c of hunk) {
    for (const line of a.slice(c.a1, c.a2)) lines.push(`${c.equal ? ' ' : '-'}${line}`)
    if (!c.equal) for (const line of b.slice(c.b1, c.b2)) lines.push(`+${line}`)
  }
  return `${lines.join('\n')}\n`
}
