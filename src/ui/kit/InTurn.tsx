import { startTransition, useEffect, useRef, useState, type ReactNode } from 'react'

let before: Promise<void> = Promise.resolve()

/**
 * A part of the page that is built when the part before it stands, in a task of its own. So each is made and laid out by itself, and
 * none holds the page up for long. The order is the page's: of parts beside each other the first comes first, and parts within them later.
 */
export function InTurn({ children }: { children: ReactNode }) {
  const [mine, setMine] = useState(false)
  const stands = useRef(() => {})
  useEffect(() => {
    let gone = false
    void before.then(() => setTimeout(() => { if (!gone) startTransition(() => setMine(true)) }))
    before = new Promise(resolve => { stands.current = resolve })
    return () => {
      gone = true
      stands.current()
    }
  }, [])
  useEffect(() => { if (mine) stands.current() }, [mine])
  return mine ? children : null
}
