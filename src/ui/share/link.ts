// A run, its files and its moment in a link, and back. What comes out of a link is a stranger's: its size is bounded before it is
// unpacked, and its shape is judged as that of stored work is.
import { Inflate, deflateSync, strFromU8, strToU8 } from 'fflate'
import type { SavedRun } from '../../worker/protocol.ts'
import { filesFrom, runFrom } from '../work/savedWork.ts'
import type { Files } from '../work/files.ts'
import { dictionaries, NEWEST } from './dictionary.ts'
import { isLink, PREFIX } from './prefix.ts'

export interface Shared {
  readonly files: Files
  readonly run?: SavedRun
}

/** Longer links are cut by chats and servers. */
export const MAX_LINK = 60_000
const MAX_UNPACKED = 4_000_000

const toBase64Url = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
const fromBase64Url = (text: string): Uint8Array => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))

/** The hash part of a link, or undefined where it would be longer than MAX_LINK. */
export function encodeLink(shared: Shared): string | undefined {
  const text = JSON.stringify({ files: shared.files, ...(shared.run ? { run: shared.run } : {}) })
  if (text.length > MAX_UNPACKED) return undefined
  const packed = deflateSync(strToU8(text), { level: 9, mem: 12, dictionary: strToU8(dictionaries[NEWEST]!) })
  const link = `${PREFIX}${NEWEST}.${toBase64Url(packed)}`
  return link.length > MAX_LINK ? undefined : link
}

/** Unpacks, and stops as soon as more comes out than a link may hold. */
function inflate(packed: Uint8Array, dictionary: string): string {
  const parts: Uint8Array[] = []
  let size = 0
  const stream = new Inflate({ dictionary: strToU8(dictionary) }, part => {
    size += part.length
    if (size > MAX_UNPACKED) throw new Error('too large')
    parts.push(part)
  })
  for (let i = 0; i < packed.length; i += 512) stream.push(packed.subarray(i, i + 512), i + 512 >= packed.length)
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return strFromU8(all)
}

/** What a link holds, or undefined where it cannot be read. Never throws. */
export function decodeLink(hash: string): Shared | undefined {
  if (!isLink(hash) || hash.length > MAX_LINK * 2) return undefined
  const body = hash.slice(PREFIX.length)
  const dot = body.indexOf('.')
  const dictionary = dictionaries[body.slice(0, dot)]
  if (dot < 0 || dictionary === undefined) return undefined
  try {
    const value: unknown = JSON.parse(inflate(fromBase64Url(body.slice(dot + 1)), dictionary))
    if (typeof value !== 'object' || value === null) return undefined
    const files = filesFrom((value as { files?: unknown }).files)
    if (files === undefined) return undefined
    const run = runFrom((value as { run?: unknown }).run)
    return { files, ...(run ? { run } : {}) }
  } catch { return undefined }
}
