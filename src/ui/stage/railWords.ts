// What the stations of the rail are called, and how much room that takes: in full where there is room, without "controller" where
// many stand beside each other, so that no name has to be cut.
import type { Instant } from '../../kube/object.ts'
import type { Lang, Messages } from '../i18n/index.ts'
import { roomOf } from './layout/rail.ts'
import { widthOf } from './layout/text.ts'
import type { Station } from './scene/rail.ts'
import { stationName, stationShortName, stationWords } from './words.ts'

/** Names are set bold, which the measure of plain words does not know. */
const BOLD = 13
const SMALL = 10.5
/** How the words are set where it is tight: reckoned sizes, and what stands before and behind them together. */
export const TIGHT = { name: 11, words: 9.5, inset: 11 } as const
const INSET = 22

export interface RailWords {
  readonly nameOf: (station: Station) => string
  /** How wide each station's box would like to be, in px. */
  readonly wants: readonly number[]
  /** Set smaller, as on a phone: smaller words with less about them, rather than names that are cut. */
  readonly tight: boolean
}

export function railWords(stations: readonly Station[], { t, lang, now, width }: { readonly t: Messages; readonly lang: Lang; readonly now: Instant; readonly width: number }): RailWords {
  const moves = (s: Station) => s.kind === 'controller' || s.kind === 'kubelets'
  const full: RailWords = {
    tight: false,
    nameOf: s => stationName(s, t),
    // Words that change from frame to frame get the room of the widest, so that the boxes stand still.
    wants: stations.map(s => Math.max(s.kind === 'you' ? 62 : 84, INSET + Math.max(widthOf(stationName(s, t), BOLD), widthOf(moves(s) ? t.stage.rail.widest : stationWords(s, t, now, lang), SMALL)))),
  }
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
  if (sum(full.wants) <= roomOf(width, stations.length)) return full
  const short: RailWords = {
    tight: false,
    nameOf: s => stationShortName(s, t),
    wants: stations.map(s => Math.max(58, INSET + Math.max(widthOf(stationShortName(s, t), BOLD), widthOf(s.kind === 'kubelets' ? `${t.stage.rail.nodes(4)} · ${t.stage.rail.running(10)}` : t.stage.rail.queue(10), SMALL)))),
  }
  const spare = roomOf(width, stations.length) - sum(short.wants)
  if (spare >= 0) {
    // What room the short names leave goes to the words below them, before it is air.
    const more = stations.map((s, i) => (moves(s) ? Math.max(0, INSET + widthOf(t.stage.rail.widest, SMALL) - short.wants[i]!) : 0))
    const share = Math.min(1, spare / Math.max(1, sum(more)))
    return { ...short, wants: short.wants.map((w, i) => w + more[i]! * share) }
  }
  const tight = stations.map(s => Math.max(40, TIGHT.inset + widthOf(short.nameOf(s), TIGHT.name)))
  const each = Math.max(0, Math.min(TIGHT.inset, (roomOf(width, stations.length) - sum(tight)) / stations.length))
  return { tight: true, nameOf: short.nameOf, wants: tight.map(w => w + each) }
}
