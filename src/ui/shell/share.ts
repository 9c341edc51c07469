// Sharing: a link to this run. And opening one: the shared run stands for a while in place of one's own work, which is kept.
import { createStore } from 'zustand/vanilla'
import { useStore } from 'zustand'
import type { Session } from '../session/session.ts'
import { packing } from './packing.ts'
import { files } from '../work/files.ts'
import { notify } from './notices.ts'

/** How to come back to one's own work while a shared run is open. */
export const ownWork = createStore<{ readonly back: (() => void) | undefined }>(() => ({ back: undefined }))
export const useOwnWork = (): (() => void) | undefined => useStore(ownWork, w => w.back)

/** The address that opens this run; of one that is too long only its files (`whole` is false then). */
export async function linkOf(session: Session): Promise<{ readonly link: string | undefined; readonly whole: boolean }> {
  let run
  try { run = await session.save() } catch { run = session.engine.lastSaved }
  const now = files.getState()
  const { encodeLink } = await packing()
  const whole = encodeLink({ files: now, ...(run ? { run } : {}) })
  const hash = whole ?? encodeLink({ files: now })
  return { link: hash === undefined ? undefined : `${location.origin}${location.pathname}${hash}`, whole: whole !== undefined }
}

export async function shareRun(session: Session): Promise<void> {
  const { link, whole } = await linkOf(session)
  if (link === undefined) return void notify({ tone: 'bad', text: t => t.notices.linkFailed })
  if (!whole) notify({ tone: 'info', text: t => t.notices.linkTooLong })
  try {
    await navigator.clipboard.writeText(link)
    notify({ tone: 'good', topic: 'link', text: t => t.notices.linkCopied })
  } catch {
    notify({ tone: 'info', topic: 'link', text: t => t.notices.linkShown, detail: link })
  }
}
