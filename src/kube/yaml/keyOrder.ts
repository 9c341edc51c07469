// The order in which keys are printed: letters before digits before the rest, numbers by their value.

const isLetter = (c: string) => /\p{L}/u.test(c)
const isDigit = (c: string) => c >= '0' && c <= '9'

/** The order of keys: numbers inside them count as numbers (a2 before a10), and letters come last. */
export function compareKeys(a: string, b: string): number {
  const [ar, br] = [[...a], [...b]]
  for (let i = 0; i < ar.length && i < br.length; i++) {
    const [x, y] = [ar[i]!, br[i]!]
    if (x === y) continue
    const [al, bl] = [isLetter(x), isLetter(y)]
    if (al && bl) return x.codePointAt(0)! - y.codePointAt(0)!
    if (al || bl) return bl ? -1 : 1
    let [an, bn] = [0, 0]
    if (x === '0' || y === '0') {
      for (let j = i - 1; j >= 0 && isDigit(ar[j]!); j--) {
        if (ar[j] !== '0') {
          an = bn = 1
          break
        }
      }
    }
    let [ai, bi] = [i, i]
    for (; ai < ar.length && isDigit(ar[ai]!); ai++) an = an * 10 + Number(ar[ai])
    for (; bi < br.length && isDigit(br[bi]!); bi++) bn = bn * 10 + Number(br[bi])
    if (an !== bn) return an - bn
    if (ai !== bi) return ai - bi
    return x.codePointAt(0)! - y.codePointAt(0)!
  }
  return ar.length - br.length
}
