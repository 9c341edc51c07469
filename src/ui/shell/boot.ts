// How the page begins: with a shared run, with last time's work, or with the first example; and how work is kept from then on.
import { AskError, type WorkerLike, type WorkerNews } from '../../worker/client.ts'
import { SEMANTICS_VERSION, type SavedRun } from '../../worker/protocol.ts'
import { mirror } from '../mirror/index.ts'
import { DEFAULT_OPTIONS, Session } from '../session/session.ts'
import { decodeLink, encodeLink, isLink } from '../share/link.ts'
import { changeTranscript, terminal } from '../terminal/store.ts'
import { afterDelta, allEnded, emptyTranscript } from '../terminal/transcript.ts'
import { files, settled, type Files } from '../work/files.ts'
import type { SavedWork } from '../work/savedWork.ts'
import { Keeper, loadWork } from '../work/storage.ts'
import { brokenReport } from './BrokenDialog.tsx'
import { exampleText, FIRST } from './examples.ts'
import { notify } from './notices.ts'
import { ownWork } from './share.ts'

const firstFiles = (): Files => settled([{ path: FIRST, text: exampleText(FIRST) }], FIRST)

/** Starts a run in an emptied terminal. A run that cannot be made again gives way to a new cluster, and the person is told. */
async function begin(session: Session, run: SavedRun | undefined): Promise<void> {
  changeTranscript(() => emptyTranscript)
  const fits = run !== undefined && run.version === SEMANTICS_VERSION
  try {
    const lost = await session.boot(run?.options ?? DEFAULT_OPTIONS, fits ? run : undefined)
    if (lost !== undefined) notify({ tone: 'bad', text: t => t.notices.lost })
    else if (run !== undefined && !fits) notify({ tone: 'info', text: t => t.notices.linkVersion })
  } catch (error) {
    if (!(error instanceof AskError) || run === undefined) throw error
    notify({ tone: 'bad', text: t => t.notices.lost })
    await session.boot(DEFAULT_OPTIONS)
  }
}

/** A new cluster; files and history of commands stay. */
export async function startOver(session: Session): Promise<void> {
  try { await begin(session, undefined) } catch { /* the client has said so */ }
}

function reportOf(message: string, ask: string | undefined, run: SavedRun | undefined): string {
  const link = encodeLink({ files: files.getState(), ...(run ? { run } : {}) })
  return [
    message, ...(ask ? [`asked: ${ask}`] : []), `position: ${mirror.getState().position}`, `page: ${navigator.userAgent}`,
    ...(link ? [`link: ${location.origin}${location.pathname}${link}`] : []), ...(run ? [`run: ${JSON.stringify(run)}`] : []),
  ].join('\n')
}

function tell(session: () => Session, news: WorkerNews): void {
  if (news.news === 'restarted') return void notify({ tone: 'good', topic: 'worker', text: t => t.notices.restarted })
  if (news.news === 'gave-up') {
    return void notify({
      tone: 'bad', topic: 'worker', text: t => t.notices.gaveUp,
      action: { label: t => t.notices.startFresh, run: () => void startOver(session()) },
    }, true)
  }
  changeTranscript(allEnded)
  notify({ tone: 'bad', topic: 'worker', text: t => t.notices.restarting[news.because] }, true)
  if (news.because === 'broken') brokenReport.setState({ report: reportOf(news.message ?? '', news.ask, news.run) })
}

/** Starts everything; resolves when the cluster stands. The session can be shown before. */
export function start(spawn: () => WorkerLike): { readonly session: Session; readonly started: Promise<void> } {
  /** While a shared run is open, one's own work must not be written over. */
  let guest = false
  let restoring = true
  const collect = (): SavedWork => {
    const run = session.client.lastSaved
    const { position, now } = mirror.getState()
    return { files: files.getState(), history: terminal.getState().history, ...(run ? { run: { ...run, position, now } } : {}) }
  }
  const keeper = new Keeper(collect, () => notify({ tone: 'bad', text: t => t.editor.saveFailed }))
  const touch = () => { if (!guest && !restoring) keeper.touch() }
  const session: Session = new Session(spawn, {
    onDelta: delta => changeTranscript(t => afterDelta(t, delta)),
    onNews: news => tell(() => session, news),
    onSaved: touch,
  })
  files.subscribe(touch)
  terminal.subscribe((now, before) => { if (now.history !== before.history) touch() })
  addEventListener('pagehide', () => { if (!guest && !restoring) void keeper.flush() })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden' && !guest && !restoring) void keeper.flush() })

  const openOwn = async () => {
    guest = false
    restoring = true
    ownWork.setState({ back: undefined })
    const work = await loadWork()
    files.setState(work?.files ?? firstFiles())
    terminal.setState({ history: work?.history ?? [] })
    try { await begin(session, work?.run) } finally { restoring = false }
  }
  const openLink = async (hash: string): Promise<boolean> => {
    const shared = decodeLink(hash)
    history.replaceState(null, '', location.pathname + location.search)
    if (shared === undefined) {
      notify({ tone: 'bad', text: t => t.notices.linkBad })
      return false
    }
    guest = true
    files.setState(shared.files)
    ownWork.setState({ back: () => void openOwn() })
    await begin(session, shared.run)
    notify({ tone: 'info', text: t => t.notices.linkOpened })
    return true
  }
  addEventListener('hashchange', () => { if (isLink(location.hash)) void keeper.flush().then(() => openLink(location.hash)) })

  files.setState(firstFiles())
  const started = (async () => {
    const shared = isLink(location.hash) && await openLink(location.hash)
    if (!shared) await openOwn()
    restoring = false
  })()
  return { session, started }
}
