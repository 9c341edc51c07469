// The place of a page that `kubestep serve` has sent: its cluster stands on the server, and the clock is everybody's.
import { CHANNEL_PATH, type ServedClock } from '../../worker/served.ts'
import { ServedClient, type Channel } from '../../worker/servedClient.ts'
import { playback } from '../mirror/index.ts'
import type { Hears, Place } from './place.ts'

/** A page that is not looked at draws no pictures; its news come at this pace. */
const UNSEEN_MS = 250

const connect = (): Channel => new WebSocket(new URL(CHANNEL_PATH, location.href.replace(/^http/, 'ws'))) as unknown as Channel

function soon(go: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(go, UNSEEN_MS)
  else requestAnimationFrame(() => go())
}

function onClock({ playing, speed, behind }: ServedClock): void {
  const now = playback.getState()
  if (now.playing !== playing || now.speed !== speed || now.behind !== behind) playback.setState({ playing, speed, behind })
}

export function served({ onDelta, onNews }: Hears): Place {
  const engine = new ServedClient({ connect, onDelta, onNews, onClock, soon })
  return {
    engine,
    clock: { play: () => engine.setClock({ playing: true }), pause: () => engine.setClock({ playing: false }), setSpeed: speed => engine.setClock({ speed }) },
  }
}
