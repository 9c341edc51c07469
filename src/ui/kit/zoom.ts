// Where the page is shown larger (`shell/presenting.ts`), what the browser measures on the screen is so many times what styles say.

/** How much larger an element is shown than its styles say, in twentieths; pixels of the screen divided by it are pixels of its styles. */
export function zoomOf(element: HTMLElement): number {
  const shown = element.getBoundingClientRect().width
  // Not the browser's own word (`currentCSSZoom`): not all have it, and what is measured is what counts.
  return shown > 0 && element.offsetWidth > 0 ? Math.round((shown / element.offsetWidth) * 20) / 20 : 1
}

/** Puts a floating element so that it stands within the window; `left` and `top` are pixels of the screen, as are what they are made from: its width and height there. */
export function placeAt(element: HTMLElement, where: (w: number, h: number) => { readonly left: number; readonly top: number }): void {
  const { width: w, height: h } = element.getBoundingClientRect()
  const zoom = zoomOf(element)
  const { left, top } = where(w, h)
  element.style.left = `${Math.max(8, Math.min(left, innerWidth - w - 8)) / zoom}px`
  element.style.top = `${Math.max(8, Math.min(top, innerHeight - h - 8)) / zoom}px`
}
