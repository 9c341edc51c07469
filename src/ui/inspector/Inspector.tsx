/** The inspector: Why, Status, YAML, Events and Logs of what is selected. Fills the pane it is given; the pane is the labelled region. */
export function Inspector() {
  return <div data-pane-focus tabIndex={-1} style={{ height: '100%' }} />
}
