// What keys do wherever the focus is, in one table: the help shows the same. Plain keys work only where nothing is typed and no
// control would take them.
import type { Extras } from '../i18n/extras/en.ts'
import { mirror } from '../mirror/index.ts'
import type { Session } from '../session/session.ts'

export interface ShortcutContext {
  readonly session: Session
  readonly apply: () => void
  readonly help: () => void
  readonly find: () => void
  readonly present: () => void
  readonly nextPane: (step: 1 | -1) => void
  readonly focusTerminal: () => void
}

export interface Shortcut {
  readonly id: keyof Extras['keys']
  /** As the help writes them; `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  readonly keys: readonly string[]
  /** Another key that does the same, where nothing is typed: written as it is printed. */
  readonly also?: string
  /** Where the keys mean something of their own. */
  readonly except?: string
  /** Also while typing: it has a modifier or is a function key. */
  readonly anywhere?: boolean
  /** Absent: another part of the page listens for it; it stands here for the help. */
  readonly run?: (c: ShortcutContext) => void
}

export const shortcuts: readonly Shortcut[] = [
  { id: 'apply', keys: ['Mod', 'Enter'], anywhere: true, run: c => c.apply() },
  { id: 'play', keys: ['Space'], run: c => c.session.toggle() },
  { id: 'stepForward', keys: ['→'], run: c => void c.session.travel({ frames: 1 }) },
  { id: 'stepBack', keys: ['←'], run: c => void c.session.travel({ frames: -1 }) },
  { id: 'secondForward', keys: ['Shift', '→'], run: c => void c.session.travel({ forMs: 1000 }) },
  { id: 'secondBack', keys: ['Shift', '←'], run: c => void c.session.travel({ forMs: -1000 }) },
  { id: 'start', keys: ['Home'], run: c => void c.session.travel({ toFrame: -1 }) },
  { id: 'end', keys: ['End'], run: c => void c.session.travel({ toFrame: mirror.getState().end }) },
  { id: 'panes', keys: ['F6'], anywhere: true, run: c => c.nextPane(1) },
  { id: 'panesBack', keys: ['Shift', 'F6'], anywhere: true, run: c => c.nextPane(-1) },
  { id: 'terminal', keys: ['Mod', '`'], anywhere: true, run: c => c.focusTerminal() },
  // The command line has Ctrl-K for itself, as a shell does.
  { id: 'find', keys: ['Mod', 'K'], also: '/', except: '[data-pane=terminal]', anywhere: true, run: c => c.find() },
  { id: 'present', keys: ['P'], run: c => c.present() },
  { id: 'help', keys: ['F1'], also: '?', anywhere: true, run: c => c.help() },
  { id: 'complete', keys: ['Tab'] },
  { id: 'search', keys: ['Ctrl', 'R'] },
  { id: 'interrupt', keys: ['Ctrl', 'C'] },
  { id: 'escapeTab', keys: ['Esc', 'Tab'] },
]

const isMac = (): boolean => typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform ?? '')
export const keyName = (key: string): string => (key === 'Mod' ? (isMac() ? '⌘' : 'Ctrl') : key === 'Enter' ? '↵' : key)
export const keysText = (keys: readonly string[]): string => (isMac() ? keys.map(keyName).join('') : keys.map(keyName).join(keys.includes('Enter') ? ' ' : '+'))

const NAMES: Readonly<Record<string, string>> = { ' ': 'Space', ArrowRight: '→', ArrowLeft: '←' }
interface Pressed { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly shiftKey: boolean; readonly altKey: boolean }

/** The shortcut that this key press means, if any, where letters are typed (`typing`) or where arrows and Space mean something (`steered`). */
export function shortcutOf(e: Pressed, typing: boolean, steered = typing): Shortcut | undefined {
  if (e.altKey) return undefined
  const taken = e.key.length === 1 && e.key !== ' ' ? typing : steered
  const key = NAMES[e.key] ?? (e.key.length === 1 ? e.key.toUpperCase() : e.key)
  const mod = e.ctrlKey || e.metaKey
  // Which modifiers a printed sign needs depends on the keyboard.
  const alias = taken || mod ? undefined : shortcuts.find(s => s.also === e.key)
  return alias ?? shortcuts.find(({ keys, run, anywhere }) =>
    run !== undefined && (anywhere || !taken) && keys[keys.length - 1] === key && keys.includes('Mod') === mod && (keys.includes('Shift') === e.shiftKey))
}

/** Whether letters typed at this element mean something to it. */
export function takesLetters(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true], .monaco-editor, [role=menu], [role=listbox], dialog') !== null
}

/** Whether Space, arrows, Home and End mean something to this element. */
export function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, button, a[href], summary, [contenteditable=true], .monaco-editor, [role=tab], [role=separator], [role=slider], [role=menu], [role=dialog], [role=listbox], [role=grid], [role=tree], [data-mark], dialog') !== null
}
