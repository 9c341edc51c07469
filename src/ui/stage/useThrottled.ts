// The mirror, not more often than so many milliseconds: for what is read, not watched.
import { useEffect, useState } from 'react'
import { mirror, type Mirror } from '../mirror/index.ts'

export function useMirrorEvery(ms: number): Mirror {
  const [state, setState] = useState(() => mirror.getState())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = 0
    const take = () => { timer = undefined; last = performance.now(); setState(mirror.getState()) }
    const stop = mirror.subscribe(() => { timer ??= setTimeout(take, Math.max(0, ms - (performance.now() - last))) })
    take()
    return () => { stop(); clearTimeout(timer) }
  }, [ms])
  return state
}
