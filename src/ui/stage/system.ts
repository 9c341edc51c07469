// Whether what the cluster runs for itself is drawn too: one choice for all views of the stage.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export const systemShown = createStore<{ readonly shown: boolean }>(() => ({ shown: false }))
export const useSystemShown = (): boolean => useStore(systemShown, s => s.shown)
export const toggleSystem = (): void => systemShown.setState(s => ({ shown: !s.shown }))
