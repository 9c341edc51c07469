// Parts of the page that its first paint does not need. All are fetched as soon as the cluster stands (`fetchTheRest`), so that
// they are there without a flash when they are asked for, and without a network.
import { Component, Suspense, useState, useSyncExternalStore, type ComponentType, type ReactNode } from 'react'
import { useT } from '../i18n/index.ts'
import { Button } from './Button.tsx'
import css from './kit.module.css'

type Load = () => Promise<unknown>
const rest: Load[] = []

/** Something else that is fetched then. */
export const alsoLater = (load: Load): void => { rest.push(load) }

const waiting = new Set<() => void>()
let isTime = false
const onTime = (told: () => void) => { waiting.add(told); return () => { waiting.delete(told) } }

/** Fetches all that is for later: little, and all at once. What cannot be had now is tried again when it is asked for. */
export const fetchTheRest = async (): Promise<void> => {
  isTime = true
  for (const told of waiting) told()
  await Promise.all(rest.map(load => load().catch(() => {})))
}

/** Says that this part could not be fetched (no network, a new version on the server), and tries again. */
class Otherwise extends Component<{ onAgain: () => void; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() { return { failed: true } }
  override render() { return this.state.failed ? <Failed onAgain={this.props.onAgain} /> : this.props.children }
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const t = useT()
  return <div className={css.failed} role="alert"><p>{t.common.notFetched}</p><Button onClick={onAgain}>{t.common.again}</Button></div>
}

/** A component of the first picture that is not worth its wait: its place stays empty until the cluster stands. */
export function afterwards<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = later(load)
  return function Afterwards(props: P) { return useSyncExternalStore(onTime, () => isTime) ? <Part {...props} /> : null }
}

/** A component that is fetched later. `load` gives the component itself. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let here: ComponentType<P> | undefined
  let coming: Promise<void> | undefined
  let failure: { readonly error: unknown } | undefined
  const fetch = (): Promise<void> => {
    failure = undefined
    return (coming ??= load().then(c => { here = c }, (error: unknown) => { coming = undefined; failure = { error }; throw error }))
  }
  alsoLater(fetch)
  /** Drawn at once where it is here; else it waits, as Suspense has it: by throwing what it waits for. */
  function Part(props: P) {
    if (here) { const Here = here; return <Here {...props} /> }
    if (failure) throw failure.error
    // Whoever waits looks at `failure` next time; the refusal itself is nobody's news.
    // eslint-disable-next-line no-throw-literal, typescript/only-throw-error
    throw fetch().catch(() => {})
  }
  return function Later(props: P) {
    const [tries, setTries] = useState(0)
    return <Otherwise key={tries} onAgain={() => { failure = undefined; setTries(n => n + 1) }}><Suspense><Part {...props} /></Suspense></Otherwise>
  }
}
