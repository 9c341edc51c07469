// What all panes know together: the cluster's rows, what is selected, how time runs. Vanilla stores; React reads them by hooks.
// Panes read with the narrowest selector they can, so that a pane wakes only for what it shows. Nobody but ui/session writes here,
// except for the selection, which is everybody's.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Ref } from '../../kube/keys.ts'
import { emptyMirror, type Mirror, type Rows } from './applyDelta.ts'
import type { Instant } from '../../kube/object.ts'
import type { TableName } from '../../worker/rows.ts'

export { applyDelta, emptyMirror, type Mirror, type Rows } from './applyDelta.ts'

/** The page's copy of the cluster. `mirror.getState()` outside React, `useMirror(selector)` inside. */
export const mirror = createStore<Mirror>(() => emptyMirror())
export const useMirror = <T>(select: (m: Mirror) => T): T => useStore(mirror, select)
/** One table; wakes only when that table changed. */
export const useRows = <N extends TableName>(table: N): Rows[N] => useStore(mirror, m => m.rows[table])

export interface Selection {
  readonly selected: Ref | undefined
  readonly hovered: Ref | undefined
}

/** Shared by all panes. A ref may outlive its object: what is gone can still be asked about. */
export const selection = createStore<Selection>(() => ({ selected: undefined, hovered: undefined }))
export const useSelection = <T>(select: (s: Selection) => T): T => useStore(selection, select)
export const select = (ref: Ref | undefined): void => selection.setState({ selected: ref })
export const hover = (ref: Ref | undefined): void => {
  if (selection.getState().hovered !== ref) selection.setState({ hovered: ref })
}

export interface Playback {
  readonly playing: boolean
  /** Virtual milliseconds per millisecond. */
  readonly speed: number
  /** Playing, and the engine cannot keep up with this speed. */
  readonly behind: boolean
  /** A longer journey is under way ("until done"); it can be stopped. */
  readonly travelling: boolean
  /** When the cluster began. */
  readonly startAt: Instant
  /** False until the worker has answered for the first time. */
  readonly ready: boolean
  /** The engine fell too often and was given up; a new boot ends this. */
  readonly dead: boolean
}

export const playback = createStore<Playback>(() => ({ playing: false, speed: 1, behind: false, travelling: false, startAt: 0, ready: false, dead: false }))
export const usePlayback = <T>(select: (p: Playback) => T): T => useStore(playback, select)
