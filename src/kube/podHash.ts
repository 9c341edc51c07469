// Hashes in names: of pod templates (ReplicaSets, and pods' pod-template-hash) and of controller revisions.
// Upstream: pkg/controller/controller_utils.go (ComputeHash), pkg/controller/history, apimachinery/pkg/util/rand (SafeEncodeString).
import type { PodTemplateSpec } from './core.ts'
import { goJson } from './goJson.ts'
import { templateDump } from './podHash/dump.ts'

export { templateDump } from './podHash/dump.ts'

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

/** Every byte of the text in UTF-8. */
function eachByte(text: string, take: (byte: number) => void): void {
  for (const c of text) {
    const p = c.codePointAt(0)!
    const more = p < 0x80 ? 0 : p < 0x800 ? 1 : p < 0x10000 ? 2 : 3
    // The first byte tells how many follow: 110xxxxx, 1110xxxx, 11110xxx.
    take(more === 0 ? p : ((0xff00 >> (more + 1)) & 0xff) | (p >> (6 * more)))
    for (let i = more - 1; i >= 0; i--) take(0x80 | ((p >> (6 * i)) & 0x3f))
  }
}

/** FNV-1a of 32 bits; `more` are bytes after the text. */
function fnv1a(text: string, more: readonly number[]): number {
  let hash = OFFSET
  const take = (byte: number) => {
    hash = Math.imul(hash ^ byte, PRIME)
  }
  eachByte(text, take)
  more.forEach(take)
  return hash >>> 0
}

/** FNV-1 (not 1a) of 32 bits. */
function fnv1(text: string): number {
  let hash = OFFSET
  eachByte(text, byte => {
    hash = Math.imul(hash, PRIME) ^ byte
  })
  return hash >>> 0
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
/** The text in letters that can spell no word: each character replaced by one of 27. */
export function safeEncode(text: string): string {
  let out = ''
  for (const c of text) out += LETTERS[c.codePointAt(0)! % LETTERS.length]
  return out
}

/**
 * The hash of a defaulted pod template, as it stands in names and in the label pod-template-hash.
 * `collisionCount` is the owner's status.collisionCount; leaving it out is not the same as 0.
 */
export function podTemplateHash(template: PodTemplateSpec, collisionCount?: number): string {
  const more = collisionCount === undefined ? [] : [collisionCount & 0xff, (collisionCount >> 8) & 0xff, (collisionCount >> 16) & 0xff, (collisionCount >>> 24) & 0xff, 0, 0, 0, 0]
  return safeEncode(String(fnv1a(templateDump(template), more)))
}

/** What a controller revision of a StatefulSet or DaemonSet stores: its template, as a patch that replaces the template there. */
export const revisionData = (template: object): { spec: { template: object } } => ({ spec: { template: { ...template, $patch: 'replace' } } })

/** The text of a revision's data that is hashed, and compared to see whether two revisions are the same. */
export const revisionText = (data: object): string => goJson(data)

/** The hash in the name of a StatefulSet's revision; an unset collisionCount counts as 0. */
export const revisionHash = (data: object, collisionCount = 0): string => safeEncode(String(fnv1(revisionText(data) + collisionCount)))

/** `web-75f5df7455`; the owner's name is cut where the whole would grow too long. */
export const revisionName = (owner: string, hash: string): string => `${owner.slice(0, 223)}-${hash}`
