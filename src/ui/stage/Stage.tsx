/** The stage: what the cluster looks like now. Fills the pane it is given; the pane is the labelled region around it. */
export function Stage() {
  return <div data-pane-focus tabIndex={-1} style={{ height: '100%' }} />
}
