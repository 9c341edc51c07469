// Chance without state: the same words give the same luck.

/** A 32-bit fingerprint of a text (FNV-1a with a final mix, so that near keys differ in all bits). */
function hash32(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A number in [0, 1) for a key. */
export const fractionOf = (key: string): number => hash32(key) / 0x1_0000_0000
