// A slider follows the hand at once, and what it stands for is done when the hand lets go: each input is a frame of the run.
import { useEffect, useRef, useState, type RefObject } from 'react'

const PATIENCE_MS = 1500

/** `value`: as the cluster has it; `settle`: when the slider is let go, or moved by a key. What is shown is where the hand is. */
export function useSettled(value: number, settle: (value: number) => void): { readonly ref: RefObject<HTMLInputElement | null>; readonly shown: number; readonly onInput: (value: number) => void } {
  const ref = useRef<HTMLInputElement>(null)
  const [held, setHeld] = useState<number>()
  const waits = useRef<ReturnType<typeof setTimeout>>(undefined)
  const act = useRef(settle)
  act.current = settle
  useEffect(() => {
    const input = ref.current
    if (!input) return
    // React's onChange comes with every move; the browser's own event with the last one.
    const done = () => {
      act.current(Number(input.value))
      // Until the cluster has it the slider stays where it was put; what is refused falls back.
      clearTimeout(waits.current)
      waits.current = setTimeout(() => setHeld(undefined), PATIENCE_MS)
    }
    input.addEventListener('change', done)
    return () => { input.removeEventListener('change', done); clearTimeout(waits.current) }
  }, [])
  return { ref, shown: held ?? value, onInput: next => { clearTimeout(waits.current); setHeld(next) } }
}
