// What a page says to the server whose cluster it shows (`kubestep serve`), besides the protocol: there the clock is everybody's, and others act.
// Still the page asks and the server answers: a question for news stays open until there are some.
import type { Answers, Delta, Reply, Request } from './protocol.ts'

/** The name of the `meta` element by which a page knows that it is served, and the path of the channel. */
export const SERVED_META = 'kubestep-served'
export const CHANNEL_PATH = '/kubestep/page'

/** How the clock of the served cluster runs. */
export interface ServedClock {
  readonly playing: boolean
  /** Virtual milliseconds per millisecond. */
  readonly speed: number
  /** Playing, and the engine cannot keep up with this speed. */
  readonly behind: boolean
}

export type ServedRequest =
  | Request
  /** Sets the clock going or to rest, or its speed: for everybody. */
  | { readonly ask: 'clock'; readonly playing?: boolean; readonly speed?: number }
  /** Answered once something has happened, or with an empty delta after a few seconds: so silence tells that nobody is there. */
  | { readonly ask: 'news' }

export interface ServedAnswers extends Answers {
  'clock': { readonly clock: ServedClock }
  'news': { readonly delta?: Delta; readonly clock: ServedClock }
}

export interface ServedEnvelope { readonly id: number; readonly request: ServedRequest }
export type ServedReply = { readonly id: number; readonly answer: ServedAnswers[keyof ServedAnswers] } | Extract<Reply, { broken: unknown }>

/** A question for news is answered after so long at the latest. */
export const LONGEST_SILENCE_MS = 5_000
