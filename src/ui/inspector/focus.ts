// A frame whose Why is shown instead of the selected object's: chosen in the Control loop view.
import { createStore } from 'zustand/vanilla'
import { selection } from '../mirror/index.ts'

export const whyFrame = createStore<{ readonly seq: number | undefined }>(() => ({ seq: undefined }))
export const showWhyOf = (seq: number | undefined): void => whyFrame.setState({ seq })
// Who selects something else is no longer interested in the frame.
selection.subscribe((now, before) => { if (now.selected !== before.selected) showWhyOf(undefined) })
