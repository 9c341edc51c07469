// How wide words will be, without asking the browser: near enough to cut them where they would not fit.
const isWide = (code: number) => code >= 0x2e80
export const widthOf = (text: string, size: number): number => {
  let units = 0
  for (const c of text) units += isWide(c.codePointAt(0)!) ? 1 : /[ilj.,:;'|!() ]/.test(c) ? 0.3 : /[mwMW%@]/.test(c) ? 0.86 : /[A-Z]/.test(c) ? 0.67 : 0.56
  return units * size
}
/** The text, cut to so many px. */
export function fitted(text: string, px: number, size: number): string {
  if (widthOf(text, size) <= px) return text
  let cut = text
  while (cut.length > 1 && widthOf(`${cut}…`, size) > px) cut = cut.slice(0, -1)
  return cut.length <= 1 ? '' : `${cut}…`
}
