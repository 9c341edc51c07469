// What the Cluster view's drawing is given, and what it tells.
import type { Ref } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'
import type { Lang, Messages } from '../i18n/index.ts'
import type { Mirror } from '../mirror/index.ts'

export interface StageInput {
  readonly mirror: Mirror
  readonly selected: Ref | undefined
  readonly hovered: Ref | undefined
  readonly playing: boolean
  readonly speed: number
  readonly startAt: Instant
  readonly t: Messages
  readonly lang: Lang
  readonly dark: boolean
  /** What the cluster runs for itself is drawn too. */
  readonly system: boolean
}

/** What the pointer or the focus is on, and where that is on the screen. */
export type Pointed = { readonly ref: Ref; readonly station?: undefined; readonly box: DOMRect } | { readonly station: string; readonly ref?: undefined; readonly box: DOMRect }

export interface StageEvents {
  readonly onSelect: (ref: Ref | undefined) => void
  readonly onPoint: (pointed: Pointed | undefined) => void
  /** The menu of a mark is asked for, at this place of the window. */
  readonly onMenu: (ref: Ref, x: number, y: number) => void
  readonly onZoom: (changed: boolean) => void
}
