// Virtual time in digits: `00:41.000` since the start, `1:02:03.004` after an hour.
export function clockText(ms: number, withMs = true): string {
  const whole = Math.max(0, Math.floor(ms))
  const two = (n: number) => String(n).padStart(2, '0')
  const h = Math.floor(whole / 3_600_000)
  const rest = `${two(Math.floor(whole / 60_000) % 60)}:${two(Math.floor(whole / 1000) % 60)}`
  return `${h > 0 ? `${h}:` : ''}${rest}${withMs ? `.${String(whole % 1000).padStart(3, '0')}` : ''}`
}
