/** The transport: play, step, speed, scrubber, clock. Fills the bar it is given; the bar is the labelled region around it. */
export function Transport() {
  return <div data-pane-focus tabIndex={-1} style={{ height: '100%' }} />
}
