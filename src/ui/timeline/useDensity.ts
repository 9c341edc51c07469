// The histogram of the scrubber, asked for at most four times a second, and only when something changed.
import { useEffect, useState } from 'react'
import type { Answers } from '../../worker/protocol.ts'
import { mirror, playback } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'

export type Density = Answers['density']
const EVERY_MS = 250

export function useDensity(buckets: number): Density | undefined {
  const session = useSession()
  const [density, setDensity] = useState<Density>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = 0
    let asking = false
    let gone = false
    let known = ''
    const ask = () => {
      timer = undefined
      if (asking || gone || !playback.getState().ready) return
      const { end, endAt } = mirror.getState()
      const key = `${end} ${endAt}`
      if (key === known) return
      known = key
      asking = true
      last = performance.now()
      session.ask<'density'>({ ask: 'density', buckets }).then(d => { if (!gone) setDensity(d) }).catch(() => { known = '' }).finally(() => { asking = false })
    }
    const soon = () => { timer ??= setTimeout(ask, Math.max(0, EVERY_MS - (performance.now() - last))) }
    const stops = [mirror.subscribe(soon), playback.subscribe(soon)]
    soon()
    return () => { gone = true; clearTimeout(timer); for (const stop of stops) stop() }
  }, [session, buckets])
  return density
}
