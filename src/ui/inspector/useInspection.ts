// What the inspector knows of the selected object: asked for when the selection or the moment changes, and not more often than six
// times a second.
import { useEffect, useState } from 'react'
import type { Lang } from '../i18n/index.ts'
import { mirror, playback } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import type { Ref } from '../../kube/keys.ts'

const EVERY_MS = 170

/** Runs `ask` now and after every move of time, throttled; answers of an earlier question are dropped. */
export function useAsked<T>(key: string, ask: () => Promise<T> | undefined): T | undefined {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly value: T }>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let asking = false
    let gone = false
    let last = 0
    let known = ''
    const run = () => {
      timer = undefined
      const { position, now } = mirror.getState()
      const at = `${position} ${now}`
      if (gone || asking || at === known || !playback.getState().ready) return
      const promise = ask()
      if (!promise) return
      known = at
      asking = true
      last = performance.now()
      promise.then(value => { if (!gone) setAnswer({ key, value }) }).catch(() => {}).finally(() => { asking = false; soon() })
    }
    const soon = () => {
      const { position, now } = mirror.getState()
      if (`${position} ${now}` !== known) timer ??= setTimeout(run, Math.max(0, EVERY_MS - (performance.now() - last)))
    }
    const stops = [mirror.subscribe(soon), playback.subscribe(soon)]
    run()
    return () => { gone = true; clearTimeout(timer); for (const stop of stops) stop() }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key])
  return answer?.key === key ? answer.value : undefined
}

export function useInspection(ref: Ref | undefined, lang: Lang) {
  const session = useSession()
  return useAsked(`${ref} ${lang}`, () => (ref === undefined ? undefined : session.ask<'inspect'>({ ask: 'inspect', ref, lang })))
}
