// How long something is, for people: `350 ms`, `20 s`, `1 min 20 s`, `2 h 5 min`. Times of the cluster itself are in kubectl's way (kube/age.ts).
import type { Lang } from '../theme/settings.ts'

const UNITS: Readonly<Record<Lang, readonly [string, string, string, string, string]>> = {
  en: [' d', ' h', ' min', ' s', ' ms'],
  zh: [' 天', ' 小时', ' 分', ' 秒', ' 毫秒'],
}
const SIZES = [86_400_000, 3_600_000, 60_000, 1000] as const

export function spanText(ms: number, lang: Lang): string {
  if (!Number.isFinite(ms)) return '?'
  const units = UNITS[lang]
  if (ms < 1000) return `${Math.max(0, Math.round(ms))}${units[4]}`
  if (ms < 10_000) return `${Math.round(ms / 100) / 10}${units[3]}`
  let rest = Math.round(ms / 1000) * 1000
  const parts: string[] = []
  for (const [i, size] of SIZES.entries()) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (n > 0) parts.push(`${n}${units[i]}`)
    if (parts.length === 2 || (parts.length === 1 && n === 0)) break
  }
  return parts.join(' ')
}
