// Floats as Go writes them.

/** `1.5e-7` of JavaScript's as Go's `1.5e-07`: an exponent has at least two digits. Upstream: strconv.FormatFloat. */
export function withGoExponent(exponential: string): string {
  const [mantissa, exponent] = exponential.split('e') as [string, string]
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}
