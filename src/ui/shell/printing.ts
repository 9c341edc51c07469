// What a printer gets: the picture of the stage as it stands, the line of time with its moments, and the manifest, one below the other
// and in light colours. A page of panes would be cut off wherever a pane ends.
import { t } from '../i18n/index.ts'
import { mirror, playback } from '../mirror/index.ts'
import { pictureOf } from '../stage/picture.ts'
import { clockText } from '../timeline/clock.ts'
import { activeFile } from '../work/files.ts'
import css from './printing.module.css'

function part(tag: string, text = '', name?: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  if (name !== undefined) element.className = name
  return element
}

/** The page in its light colours at once, while `during` looks at them: what is dark would cost ink, and fades would be caught half-way. */
function inLight<T>(during: () => T): T {
  const root = document.documentElement
  const dark = root.hasAttribute('data-dark')
  root.style.setProperty('--fast', '0ms')
  root.removeAttribute('data-dark')
  try { return during() } finally {
    root.toggleAttribute('data-dark', dark)
    root.style.removeProperty('--fast')
  }
}

function pictures(): readonly Element[] {
  const views = ['[data-pane=stage] [role=tabpanel]', `[data-pane=transport] [role=slider]`].map(of => document.querySelector<HTMLElement>(of))
  const [stage, time] = [views[0], views[1]?.parentElement]
  // What is in a pane that is not in front has no size.
  return inLight(() => [stage, time].filter(view => view !== null && view !== undefined && view.clientWidth > 0).map(view => pictureOf(view!, { whole: view === stage })))
}

/** The moments that the line of time names. */
const moments = (): string => [...document.querySelectorAll('[data-pane=transport] button[data-kind]')].map(m => m.textContent!.replace('▾', '').trim()).join(' · ')

function sheet(): HTMLElement {
  const words = t()
  const file = activeFile()
  const made = part('article', '', css.sheet)
  made.append(part('h1', words.app.title), part('p', `${words.app.version} · ${clockText(mirror.getState().now - playback.getState().startAt)}`))
  const [stage, time] = pictures()
  if (stage) made.append(stage)
  if (time) made.append(time, part('p', moments()))
  if (file) made.append(part('h2', file.path), part('pre', file.text))
  return made
}

/** Call once. */
export function watchPrinting(): void {
  let shown: HTMLElement | undefined
  addEventListener('beforeprint', () => {
    shown?.remove()
    shown = sheet()
    // Before all else, so that hatchings are found here and not in what is hidden.
    document.body.prepend(shown)
  })
  addEventListener('afterprint', () => {
    shown?.remove()
    shown = undefined
  })
}
