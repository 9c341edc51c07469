// Durations as Go reads and writes them: `1m30s`, `500ms`.

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds, or what is wrong with it in Go's words. A bare number is none. */
export function parseDuration(text: string): number | string {
  const invalid = `time: invalid duration ${JSON.stringify(text)}`
  const signed = /^[+-]/.test(text)
  let rest = signed ? text.slice(1) : text
  if (rest === '0') return 0
  if (rest === '') return invalid
  let ms = 0
  while (rest) {
    const match = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest)
    if (!match) return invalid
    if (!match[2]) return `time: missing unit in duration ${JSON.stringify(text)}`
    const unit = UNITS[match[2]]
    if (unit === undefined) return `time: unknown unit ${JSON.stringify(match[2])} in duration ${JSON.stringify(text)}`
    ms += Number(match[1]) * unit
    rest = rest.slice(match[0].length)
  }
  return text.startsWith('-') ? -ms : ms
}

/** `1m30s`, `2h0m0s`, `0s`: as Go prints a duration. */
export function goDuration(ms: number): string {
  if (ms === 0) return '0s'
  if (ms < 0) return `-${goDuration(-ms)}`
  if (ms < 1000) return `${ms}ms`
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = (ms % 60_000) / 1000
  return `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`
}
