// How kubectl says how long something took. Upstream: apimachinery/pkg/util/duration.
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const pair = (big: number, bigUnit: string, small: number, smallUnit: string) => (small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`)
/** Clocks may differ a little: less than two seconds into the future still counts as now. */
function early(ms: number): string | undefined {
  const seconds = Math.trunc(ms / SECOND)
  return seconds < -1 ? '<invalid>' : seconds < 0 ? '0s' : undefined
}

/** `95s`, `3m5s`, `4h12m`, `47h`, `2d`, `1y20d`: two units while that tells something. Milliseconds in. */
export function humanDuration(ms: number): string {
  const soon = early(ms)
  if (soon !== undefined) return soon
  const seconds = Math.trunc(ms / SECOND)
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(ms / MINUTE)
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(ms / HOUR)
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (hours < 192) return pair(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.trunc(days / 365)
  return days < 2920 ? pair(years, 'y', days % 365, 'd') : `${years}y`
}

/** `95s` is `1m` here: one unit, always the largest that fits. Milliseconds in. */
export function shortHumanDuration(ms: number): string {
  const soon = early(ms)
  if (soon !== undefined) return soon
  const seconds = Math.trunc(ms / SECOND)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.trunc(ms / MINUTE)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.trunc(ms / HOUR)
  if (hours < 24) return `${hours}h`
  return hours < 8760 ? `${Math.trunc(hours / 24)}d` : `${Math.trunc(hours / 8760)}y`
}
