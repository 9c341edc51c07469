// Starts the worker and mounts the shell.
import { startTransition, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/theme/tokens.css'
import './ui/theme/base.css'
import { loadWords } from './ui/i18n/index.ts'
import { loadReasons } from './ui/i18n/reasons/index.ts'
import { fetchTheRest } from './ui/kit/Later.tsx'
import { inPage } from './ui/session/place.ts'
import { SessionProvider } from './ui/session/session.ts'
import { start } from './ui/shell/boot.ts'
import { Shell } from './ui/shell/Shell.tsx'
import { settings } from './ui/theme/settings.ts'
import { watchTheme } from './ui/theme/theme.ts'
import { AskError } from './worker/client.ts'
import { SERVED_META } from './worker/served.ts'
import { spawnWorker } from './worker/spawn.ts'

/** A function, and no `await` of the module's own: what is fetched here may wait for this module in its turn. */
async function begin(): Promise<void> {
  watchTheme()
  // VITE_SCRIPTED is for building the page without an engine; the branch is not in what is shipped.
  const spawn = import.meta.env.VITE_SCRIPTED ? (await import('./ui/testing/fakeClient.ts')).spawnScripted : spawnWorker
  const isServed = document.querySelector(`meta[name=${SERVED_META}]`) !== null
  const { session, started } = start(isServed ? (await import('./ui/session/served.ts')).served : inPage(spawn))
  // Where the engine cannot start, the client has said so already.
  started.catch(error => { if (!(error instanceof AskError)) throw error })
  // The engine starts meanwhile.
  await loadWords(settings.getState().lang)
  const root = createRoot(document.getElementById('app')!)
  // As a transition: React then draws the first time in slices too, and does not hold up what comes from the engine.
  startTransition(() => root.render(
    <StrictMode>
      <SessionProvider value={session}><Shell /></SessionProvider>
    </StrictMode>,
  ))
  void loadReasons(settings.getState().lang).catch(() => {})
  // All that the first paint does not need comes once the cluster stands, so that it is there when it is asked for, and without a network.
  void started.catch(() => {}).then(() => {
    performance.mark('kubestep:first-load')
    return fetchTheRest()
  })
}

// In a task of its own: whoever watches requests asks where they come from, and from within a module's own text that is answered by reading all of it again.
queueMicrotask(() => void begin())
