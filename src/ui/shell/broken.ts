// What there is to say of a fault in the engine; shown by BrokenDialog.
import { createStore } from 'zustand/vanilla'

/** The report to show, or undefined. */
export const brokenReport = createStore<{ readonly report: string | undefined }>(() => ({ report: undefined }))
