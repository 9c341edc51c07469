// What the person chose about the page itself: language, colours, how large the panes are. Small, and needed before the first
// paint, so it stands in localStorage. Whatever stands there may be anything: it is read as a stranger's.
import { createStore, type StoreApi } from 'zustand/vanilla'

export type Lang = 'en' | 'zh'
export type ThemeChoice = 'system' | 'light' | 'dark'

export interface Settings {
  readonly lang: Lang
  readonly theme: ThemeChoice
  /** Sizes of panes in per cent, by group. */
  readonly layout: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const KEY = 'kubestep/settings'
const NAME = /^[\w-]{1,40}$/

function layoutOf(value: unknown): Settings['layout'] {
  const layout: Record<string, Record<string, number>> = {}
  if (typeof value !== 'object' || value === null) return layout
  for (const [group, sizes] of Object.entries(value).slice(0, 8)) {
    if (!NAME.test(group) || typeof sizes !== 'object' || sizes === null) continue
    const good = Object.entries(sizes).filter(([id, n]) => NAME.test(id) && typeof n === 'number' && n >= 0 && n <= 100) as [string, number][]
    const sum = good.reduce((a, [, n]) => a + n, 0)
    if (good.length > 0 && Math.abs(sum - 100) < 1) layout[group] = Object.fromEntries(good)
  }
  return layout
}

/** Settings from whatever was stored; what cannot be used gives way to `fallback`. */
export function settingsFrom(stored: unknown, fallback: Lang): Settings {
  const s = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>
  return {
    lang: s['lang'] === 'en' || s['lang'] === 'zh' ? s['lang'] : fallback,
    theme: s['theme'] === 'light' || s['theme'] === 'dark' ? s['theme'] : 'system',
    layout: layoutOf(s['layout']),
  }
}

function stored(): unknown {
  try { return JSON.parse(localStorage.getItem(KEY) ?? '{}') } catch { return {} }
}

const browserLang = (): Lang => (typeof navigator !== 'undefined' && /^zh\b/i.test(navigator.language ?? '') ? 'zh' : 'en')

export const settings: StoreApi<Settings> = createStore<Settings>(() => settingsFrom(stored(), browserLang()))

/** Changes settings and keeps them where the browser allows. */
export function changeSettings(change: Partial<Settings>): void {
  settings.setState(change)
  try { localStorage.setItem(KEY, JSON.stringify(settings.getState())) } catch { /* private mode: they last as long as the page */ }
}
