// What a person can send where the engine has broken: what it said, what it was asked, and how to make the run again.
import type { SavedRun } from '../../worker/protocol.ts'
import { mirror } from '../mirror/index.ts'
import { files } from '../work/files.ts'
import { packing } from './packing.ts'

export async function reportOf(message: string, ask: string | undefined, run: SavedRun | undefined): Promise<string> {
  // A report without its link is better than none.
  const link = (await packing().catch(() => undefined))?.encodeLink({ files: files.getState(), ...(run ? { run } : {}) })
  return [
    message, ...(ask ? [`asked: ${ask}`] : []), `position: ${mirror.getState().position}`, `page: ${navigator.userAgent}`,
    ...(link ? [`link: ${location.origin}${location.pathname}${link}`] : []), ...(run ? [`run: ${JSON.stringify(run)}`] : []),
  ].join('\n')
}
