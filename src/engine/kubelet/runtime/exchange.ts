// What is written into volumes by one container comes to the others that have them mounted: within a pod, and from pod to pod.
import type { Container, Pod } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import type { Runs } from './containers.ts'
import type { FileChange } from './programs/program.ts'
import { changesInVolume, pathInContainer } from './volumes.ts'

/** Rounds in which containers that share a volume may answer each other within one look. */
const MOST_ROUNDS = 40

/** What others will have written by what was known of them: not any more, when something reached one of them. */
export const isAhead = (change: FileChange, ms: number): boolean => change.atMs > ms && !change.beside && change.from === undefined

const changeText = (c: FileChange) => `${c.atMs}|${c.path}|${c.text === undefined ? '\0' : typeof c.text === 'string' ? c.text : `${c.text.text}|${c.text.zeros}|${c.text.holes ?? 0}`}`

/**
 * Containers that run side by side and share a volume see each other's files: what one writes becomes, at that moment, a change
 * from outside for the others. Causes come before effects, so asking in turn until nobody has news ends.
 */
export function exchange(runs: Runs, pod: Pod, running: readonly Container[], untilAt: Instant): boolean {
  const uid = pod.metadata.uid!
  const shared = runs.shared(pod, running)
  if (shared.length === 0) return false
  let anyNews = false
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let news = false
    for (const to of running) {
      const run = runs.get(uid, to.name)
      if (!run) continue
      const seen = run.start.fileChanges ?? []
      const known = new Set(seen.map(changeText))
      const more: FileChange[] = []
      for (const from of running) {
        const other = from === to ? undefined : runs.get(uid, from.name)
        if (!other) continue
        const files = runs.written(other, untilAt - other.startedAt)
        for (const volume of shared) {
          for (const change of changesInVolume(from, volume, files)) {
            const at = other.startedAt + change.atMs - run.startedAt
            if (at < 0) continue
            for (const mount of to.volumeMounts ?? []) {
              const path = mount.name === volume ? pathInContainer(mount, change.path) : undefined
              if (path === undefined) continue
              const moved: FileChange = { atMs: at, path, text: change.text }
              if (!known.has(changeText(moved))) {
                known.add(changeText(moved))
                more.push(moved)
              }
            }
          }
        }
      }
      if (more.length > 0) {
        const fileChanges = [...seen, ...more].sort((a, b) => a.atMs - b.atMs)
        runs.replace(uid, to.name, { ...run, start: { ...run.start, fileChanges } })
        news = anyNews = true
      }
    }
    if (!news) break
  }
  return anyNews
}

/** All that another pod (`from`) writes into what this run has mounted, as far as it is known: what comes takes the place of what was expected. Whether anything is new. */
export function mirror(runs: Runs, uid: string, container: string, from: string, changes: readonly FileChange[], now: Instant): boolean {
  const run = runs.get(uid, container)!
  const ms = now - run.startedAt
  const had = run.start.fileChanges ?? []
  const [expected, seen] = [had.filter(c => c.from === from && c.atMs > ms), new Set(had.filter(c => c.from === from && c.atMs <= ms).map(changeText))]
  const due = changes.filter(c => !seen.has(changeText(c)))
  const [before, after] = [new Set(expected.map(changeText)), new Set(due.map(changeText))]
  const different = [...expected.filter(c => !after.has(changeText(c))), ...due.filter(c => !before.has(changeText(c)))]
  if (different.length === 0) return false
  const next = runs.withoutAhead(run, Math.min(...different.map(c => c.atMs)))
  const fileChanges = [...(next.start.fileChanges ?? []).filter(c => c.from !== from || c.atMs <= ms), ...due].sort((a, b) => a.atMs - b.atMs)
  runs.replace(uid, container, { ...next, start: { ...next.start, fileChanges } })
  return true
}
