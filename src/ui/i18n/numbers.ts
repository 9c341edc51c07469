// Numbers for people. Not Intl.NumberFormat: the first number that it writes holds a browser up for a tenth of a second and more,
// just when the page is about to be painted, and English and Chinese need no more than this.

/** `12,345`, `-1,000`, `0.25`: thousands apart, at most three digits behind the point. */
export function number(n: number): string {
  const [whole = '', part] = String(Math.round(n * 1000) / 1000).split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part === undefined ? '' : `.${part}`)
}

/** `1 pod`, `0 pods`, `1,200 pods`: a count with its noun, as English has it. */
export const counted = (n: number, one: string, other = `${one}s`): string => `${number(n)} ${n === 1 ? one : other}`
