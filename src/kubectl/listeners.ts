// Ports of the person's own machine on which kubectl listens (`port-forward`, `proxy`) for as long as it runs, in the background of the terminal.
import type { OutsideAnswer, OutsideRequest } from '../engine/api/client.ts'

/** What is asked of a port here. */
export type OwnRequest = Omit<OutsideRequest, 'host' | 'port' | 'pod'>

export interface Listener {
  readonly port: number
  /** Whether whoever listens still runs. */
  readonly isLive: () => boolean
  readonly answer: (request: OwnRequest) => OutsideAnswer
}
