// What people read is made of words: events name kinds that exist, and no text shows how it was made.
import { kindNamed } from '../../../kube/kinds.ts'
import { objectWrites, type MakeChecker } from './checker.ts'

/** Kubernetes itself warns of `undefined behavior`. */
const LEAKED = /\bundefined\b(?! behavior)|\bNaN\b|\[object Object\]|\{\{/

export const wording: MakeChecker = () => ({
  name: 'texts are for people',
  after(frame) {
    for (const { plural, key, after } of objectWrites(frame)) {
      if (!after) continue
      if (plural === 'events') {
        if (!kindNamed(after.involvedObject?.kind)) return `event ${key} is about a kind that does not exist: ${after.involvedObject?.kind}`
        if (!after.reason || LEAKED.test(after.message ?? '')) return `event ${key} says ${after.reason}: ${after.message}`
        if (!((after.count ?? after.series?.count ?? 1) >= 1)) return `event ${key} was seen ${after.count} times`
      }
      for (const condition of (plural === 'events' ? [] : (after.status?.conditions ?? [])) as { type: string; message?: string; reason?: string }[]) {
        if (LEAKED.test(`${condition.message ?? ''}${condition.reason ?? ''}`)) return `${plural}/${key}: condition ${condition.type} says ${condition.reason}: ${condition.message}`
      }
    }
    return undefined
  },
})
