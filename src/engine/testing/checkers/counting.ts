// A Job counts each of its pods once: first by uid in `uncountedTerminatedPods`, then as a number, and never again.
import type { JobStatus } from '../../../kube/batch.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { objectWrites, type MakeChecker } from './checker.ts'

const LISTS = ['succeeded', 'failed'] as const

export const counting: MakeChecker = () => {
  /** Pods that were moved from the list into the number, by the Job's uid. */
  const counted = new Map<string, Set<string>>()

  function judge(before: AnyObject, after: AnyObject): string | undefined {
    const was: JobStatus = before.status ?? {}
    const is: JobStatus = after.status ?? {}
    const done = counted.get(after.metadata.uid!) ?? new Set<string>()
    counted.set(after.metadata.uid!, done)
    const indexed = after.spec.completionMode === 'Indexed'
    const both = (is.uncountedTerminatedPods?.succeeded ?? []).find(uid => is.uncountedTerminatedPods?.failed?.includes(uid))
    if (both) return `pod ${both} waits to be counted as succeeded and as failed`
    for (const list of LISTS) {
      const waited = was.uncountedTerminatedPods?.[list] ?? []
      const waits = is.uncountedTerminatedPods?.[list] ?? []
      if (new Set(waits).size !== waits.length) return `a pod waits twice to be counted as ${list}: ${waits.join(', ')}`
      const again = waits.find(uid => done.has(uid))
      if (again) return `pod ${again} was counted and waits to be counted again as ${list}`
      const gone = waited.filter(uid => !waits.includes(uid))
      for (const uid of gone) done.add(uid)
      const more = (is[list] ?? 0) - (was[list] ?? 0)
      // The successes of an indexed Job are its completed indexes, which fall when completions are lowered.
      if (indexed && list === 'succeeded') continue
      if (more !== gone.length) return `${list} rises by ${more} while ${gone.length} pods leave the list (${was[list] ?? 0} → ${is[list] ?? 0})`
    }
    if (!indexed && after.spec.completions !== undefined && (is.succeeded ?? 0) > after.spec.completions + after.spec.parallelism) return `${is.succeeded} of ${after.spec.completions} succeeded`
    return undefined
  }

  return {
    name: 'every pod is counted once',
    after(frame) {
      for (const { plural, key, before, after } of objectWrites(frame)) {
        if (plural !== 'jobs' || !before || !after || before.status === after.status || before.metadata.uid !== after.metadata.uid) continue
        const wrong = judge(before, after)
        if (wrong) return `Job ${key}: ${wrong}`
      }
      return undefined
    },
  }
}
