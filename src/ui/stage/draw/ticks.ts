// Round moments on an axis of time, and how they are written.

/** Ticks at round times, not nearer to each other than about 62 px. */
export function ticksOf(fromMs: number, toMs: number, px: number): readonly number[] {
  const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000]
  const step = steps.find(s => ((toMs - fromMs) / s) * 62 <= px) ?? steps.at(-1)!
  const ticks: number[] = []
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) ticks.push(at)
  return ticks
}

/** `40 s`, `2:20`, `1:05:00`: an axis has no room for words. */
export function tickText(ms: number): string {
  if (Math.abs(ms) < 120_000) return `${Math.round(ms / 100) / 10} s`
  const s = Math.round(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`
}
