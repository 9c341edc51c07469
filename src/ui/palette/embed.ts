// A frame for somebody else's page: the stage and the clock of this run, opened from its link.
import { extras } from '../i18n/extras/index.ts'
import type { Session } from '../session/session.ts'
import { notify } from '../shell/notices.ts'
import { linkOf } from '../shell/share.ts'
import { settings } from '../theme/settings.ts'

/** `link`: the whole address of a shared run. */
export const embedCode = (link: string): string => {
  const [address, hash = ''] = link.split('#')
  return `<iframe src="${`${address}?embed#${hash}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" width="100%" height="560" style="border:0" title="kubestep" allow="clipboard-write"></iframe>`
}

export async function copyEmbed(session: Session): Promise<void> {
  const words = () => extras(settings.getState().lang).palette
  const { link, whole } = await linkOf(session)
  if (link === undefined || !whole) return void notify({ tone: 'bad', topic: 'link', text: () => words().embedTooLong })
  const code = embedCode(link)
  try {
    await navigator.clipboard.writeText(code)
    notify({ tone: 'good', topic: 'link', text: () => words().embedCopied })
  } catch {
    notify({ tone: 'info', topic: 'link', text: () => words().embedCopied, detail: code })
  }
}
