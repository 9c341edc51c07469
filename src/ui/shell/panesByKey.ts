// F6: from pane to pane, in the order of the page. A pane may say what should have the focus with data-pane-focus; in Monaco it is
// the element that takes the keys.
const visible = (e: HTMLElement) => e.offsetParent !== null || e.getClientRects().length > 0

function focusPane(pane: HTMLElement): void {
  const target = pane.querySelector<HTMLElement>('[data-pane-focus], .monaco-editor .native-edit-context, .monaco-editor textarea.inputarea') ?? pane.querySelector<HTMLElement>('button, input, textarea, [tabindex="0"]') ?? pane
  target.focus()
}

export function focusNextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(visible)
  if (panes.length === 0) return
  const at = panes.findIndex(p => p.contains(document.activeElement))
  focusPane(panes[(at < 0 ? (step > 0 ? 0 : panes.length - 1) : at + step + panes.length) % panes.length]!)
}

export function focusTerminal(): void {
  document.querySelector<HTMLElement>('[data-pane=terminal] [data-pane-focus]')?.focus()
}
