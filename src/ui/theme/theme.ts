// Which of the two sets of colours stands, and who wants to know. The document carries `data-dark` while it is the dark one.
import { useSyncExternalStore } from 'react'
import { settings } from './settings.ts'

const system = () => window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let dark = false

function settle(): void {
  const { theme, lang } = settings.getState()
  const root = document.documentElement
  root.lang = lang === 'zh' ? 'zh-CN' : 'en'
  const next = theme === 'dark' || (theme === 'system' && system().matches)
  root.toggleAttribute('data-dark', next)
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
  if (next === dark) return
  dark = next
  for (const tell of listeners) tell()
}

/** Keeps the document's colours and language as the settings and the system want them. Call once. */
export function watchTheme(): void {
  dark = document.documentElement.hasAttribute('data-dark')
  settle()
  settings.subscribe(settle)
  system().addEventListener('change', settle)
}

export const isDark = (): boolean => dark
export function onThemeChange(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** Whether the page is dark now. For what cannot follow CSS: canvases, Monaco. */
export const useDark = (): boolean => useSyncExternalStore(onThemeChange, isDark)

/** The present value of a token: `token('--accent')`. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
