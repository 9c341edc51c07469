// What differs between two texts, line by line: for `kubectl diff` and `diff`.

const CONTEXT = 3
/** Longer texts are not looked through for what they have in common: it would take too long. */
const MOST_COMPARED = 1_000_000

/** Lines with ' ', '-' or '+' before them: the longest common lines stay. */
export function diffLines(a: readonly string[], b: readonly string[]): string[] {
  if (a.length * b.length > MOST_COMPARED) return [...a.map(l => `-${l}`), ...b.map(l => `+${l}`)]
  const length: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) length[i]![j] = a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!)
  const out: string[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push(` ${a[i]}`)
      i++
      j++
    } else if (i < a.length && (j >= b.length || length[i + 1]![j]! >= length[i]![j + 1]!)) {
      out.push(`-${a[i++]}`)
    } else {
      out.push(`+${b[j++]}`)
    }
  }
  return out
}

/** Where lines begin and how many they are; of one alone, nothing is said. */
const span = (before: number, count: number): string => (count === 1 ? `${before + 1}` : `${count ? before + 1 : before},${count}`)

/** The hunks of a unified diff, without its headers. */
export function hunks(lines: readonly string[]): string {
  const changed = lines.map((l, i) => (l[0] === ' ' ? -1 : i)).filter(i => i >= 0)
  let text = ''
  for (let c = 0; c < changed.length;) {
    const from = Math.max(0, changed[c]! - CONTEXT)
    let last = changed[c]!
    while (c < changed.length && changed[c]! <= last + 2 * CONTEXT) last = changed[c++]!
    const part = lines.slice(from, last + CONTEXT + 1)
    const count = (mark: string, list: readonly string[]) => list.filter(l => l[0] !== mark).length
    const [a, b] = [count('+', lines.slice(0, from)), count('-', lines.slice(0, from))]
    const [n, m] = [count('+', part), count('-', part)]
    text += `@@ -${span(a, n)} +${span(b, m)} @@\n${part.map(l => `${l}\n`).join('')}`
  }
  return text
}
