// What every kind of workload fills to be drawn in the Cluster view: its rows go in, a box of a certain height comes out, and marks
// are joined into it. The head (kind, name, one sentence) is the same for all and not the drawing's business.
import type { Selection } from 'd3-selection'
import type { Ref } from '../../../kube/keys.ts'
import type { Instant } from '../../../kube/object.ts'
import type { Tables, WorkloadRow, WorkloadTable } from '../../../worker/rows.ts'
import type { Lang, Messages } from '../../i18n/index.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import type { Marking } from '../draw/marking.ts'
import type { LaneBox } from '../layout/lanes.ts'

/** What a scene may look at besides its own row. */
export interface Around {
  readonly rows: Rows
  readonly now: Instant
  readonly selected: Ref | undefined
  /** How wide the block is, in px. */
  readonly width: number
  /** How high it should try to stay, in px, so that something of the nodes is seen below it. */
  readonly room: number
}

/** Where a block's parts stand, below its head. */
export interface Body {
  /** In px, without the head. */
  readonly h: number
  /** Lanes of Jobs in it: when their bars are too many for elements, they are painted on the canvas. */
  readonly lanes?: readonly LaneBox[]
}

export interface Speech { readonly rows: Rows; readonly t: Messages; readonly lang: Lang; readonly now: Instant }
export interface BlockMarking extends Marking, Speech {
  /** Marks glide to their places. */
  readonly move: boolean
  /** When the cluster began: axes count from there, as the clock does. */
  readonly startAt: Instant
}
export type Group = Selection<SVGGElement, unknown, null, undefined>
/** `held`: it was told to do nothing; `waits`: a back-off runs. */
export type Tone = 'good' | 'bad' | 'warn' | 'held' | 'waits'

/** What has a block: workloads, and Services, which the mirror knows by a table of their own. */
export type DrawnTable = WorkloadTable | 'services'

/** `B`: where its parts stand, made by `place` and read by `draw` alone. */
export interface Drawing<N extends DrawnTable = DrawnTable, B extends Body = Body> {
  readonly table: N
  /** Kubernetes' name of the kind: the same in every language. */
  readonly kind: string
  /** Pure: the scene of a row and where it stands. `y` is where the body begins, in px of the drawing. */
  place(row: Tables[N], around: Around, y: number): B
  /** Joins marks into the block's own group. */
  draw(g: Group, body: B, row: Tables[N], how: BlockMarking): void
  /** One line on how it stands. */
  sentence(row: Tables[N], speech: Speech): string
  /** For a workload that has no block: `3/8`. */
  brief(row: Tables[N]): string
  tone(row: Tables[N]): Tone | undefined
}

/** A drawing whose kind is not asked for any more: only `place` makes what its own `draw` reads. */
export type AnyDrawing = Drawing<any, any>

export interface Block {
  readonly ref: Ref
  readonly row: WorkloadRow
  readonly drawing: AnyDrawing
  readonly y: number
  readonly h: number
  readonly body: Body
}
