// How wide words will be, without asking the browser: near enough to cut them where they would not fit.
/** By how much the font that is there is wider than the one that was reckoned with. */
let stretch = 1
/** `measure`: how wide a text of 100 px really is. Once the page knows its font, what is cut and what is left out fits it. */
export function fitFont(measure: (sample: string) => number): void {
  stretch = 1
  const sample = 'Deployment calculate-pi 3 of 8 completed'
  const real = measure(sample) / widthOf(sample, 100)
  // A font that cannot be measured gives nonsense, and then the guess is better.
  stretch = real > 0.8 && real < 1.5 ? real : 1
}

const isWide = (code: number) => code >= 0x2e80
export const widthOf = (text: string, size: number): number => {
  let units = 0
  for (const c of text) units += isWide(c.codePointAt(0)!) ? 1 : /[ilj.,:;'|!() ]/.test(c) ? 0.3 : /[mwMW%@]/.test(c) ? 0.86 : /[A-Z]/.test(c) ? 0.67 : 0.56
  return units * size * stretch
}
/** The text in lines of at most so many px: broken between words, and in Chinese between any two signs. */
export function wrapped(text: string, px: number, size: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const [word] of text.matchAll(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g)) {
    if (line !== '' && widthOf((line + word).trimEnd(), size) > px) { lines.push(line.trimEnd()); line = '' }
    line += word
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}
/** The text, cut to so many px. */
export function fitted(text: string, px: number, size: number): string {
  if (widthOf(text, size) <= px) return text
  let cut = text
  while (cut.length > 1 && widthOf(`${cut}…`, size) > px) cut = cut.slice(0, -1)
  return cut.length <= 1 ? '' : `${cut}…`
}

/** As much of `a · b · c` as fits in whole parts: half a part says less than none. The first is cut if it must be. */
export function fittedParts(text: string, px: number, size: number): string {
  let end = text.length
  while (widthOf(text.slice(0, end), size) > px) {
    const dot = text.lastIndexOf(' · ', end - 1)
    if (dot < 0) return fitted(text.slice(0, end), px, size)
    end = dot
  }
  return text.slice(0, end)
}
