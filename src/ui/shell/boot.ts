// How the page begins: with a shared run, with last time's work, or with the first example; and how work is kept from then on.
import { AskError, type WorkerNews } from '../../worker/client.ts'
import { SEMANTICS_VERSION, type ClusterOptions, type SavedRun } from '../../worker/protocol.ts'
import { takeEdits } from '../editor/edits.ts'
import { alsoLater } from '../kit/Later.tsx'
import { mirror } from '../mirror/index.ts'
import type { Hears, Place } from '../session/place.ts'
import { DEFAULT_OPTIONS, Session } from '../session/session.ts'
import { isLink, packing } from './packing.ts'
import { changeTranscript, terminal } from '../terminal/store.ts'
import { afterDelta, allEnded, emptyTranscript } from '../terminal/transcript.ts'
import { files, settled, takeWritten, type Files } from '../work/files.ts'
import type { SavedWork } from '../work/savedWork.ts'
import { Keeper, loadShared, loadWork } from '../work/storage.ts'
import { brokenReport } from './broken.ts'
import { embedded } from './embedded.ts'
import { FIRST, firstText } from './examples.ts'
import { notify } from './notices.ts'
import { ownWork } from './share.ts'

const report = () => import('./report.ts')
alsoLater(report)
alsoLater(async () => (await import('./printing.ts')).watchPrinting())

const firstFiles = (): Files => settled([{ path: FIRST, text: firstText }], FIRST)

/** Starts a run in an emptied terminal. A run that cannot be made again gives way to a new cluster, and the person is told. */
async function begin(session: Session, run: SavedRun | undefined, options: ClusterOptions = DEFAULT_OPTIONS): Promise<void> {
  changeTranscript(() => emptyTranscript)
  // A served cluster goes on as it is, whatever the page has kept of another.
  if (session.served) {
    await session.boot()
    return void notify({ tone: 'info', text: t => t.notices.served })
  }
  const fits = run !== undefined && run.version === SEMANTICS_VERSION
  try {
    const lost = await session.boot(run?.options ?? options, fits ? run : undefined)
    if (lost !== undefined) notify({ tone: 'bad', text: t => t.notices.lost })
    else if (run !== undefined && !fits) notify({ tone: 'info', text: t => t.notices.linkVersion })
  } catch (error) {
    if (!(error instanceof AskError) || run === undefined) throw error
    notify({ tone: 'bad', text: t => t.notices.lost })
    await session.boot(DEFAULT_OPTIONS)
  }
}

/** A new cluster, as wanted; files and history of commands stay. What others use too goes back to how it began, which can be undone. */
export async function startOver(session: Session, options?: ClusterOptions): Promise<void> {
  if (session.served) return void await session.travel({ toFrame: 0 })
  try { await begin(session, undefined, options) } catch { /* the client has said so */ }
}

function tell(session: () => Session, news: WorkerNews): void {
  if (news.news === 'restarted') return void notify({ tone: 'good', topic: 'worker', text: t => t.notices.restarted })
  if (news.news === 'gave-up') {
    return void notify({
      tone: 'bad', topic: 'worker', text: t => t.notices.gaveUp,
      action: { label: t => t.notices.startFresh, run: () => void startOver(session()) },
    }, true)
  }
  if (news.news === 'back') return void notify({ tone: 'good', topic: 'worker', text: t => t.notices.back })
  changeTranscript(allEnded)
  if (news.news === 'away') return void notify({ tone: 'bad', topic: 'worker', text: t => t.notices.away }, true)
  notify({ tone: 'bad', topic: 'worker', text: t => t.notices.restarting[news.because] }, true)
  if (news.because === 'broken') void report().then(m => m.reportOf(news.message ?? '', news.ask, news.run)).then(report => brokenReport.setState({ report }))
}

/** Starts everything; resolves when the cluster stands. The session can be shown before. */
export function start(place: (hears: Hears) => Place): { readonly session: Session; readonly started: Promise<void> } {
  /** While something is being opened, what stands is neither one's own work nor the shared run. */
  let restoring = true
  const collect = (): SavedWork => {
    const run = session.engine.lastSaved
    const { position, now } = mirror.getState()
    return { files: files.getState(), history: terminal.getState().history, ...(run ? { run: { ...run, position, now } } : {}) }
  }
  const keeper = new Keeper(collect, () => { if (!embedded) notify({ tone: 'bad', text: t => t.editor.saveFailed }) })
  const touch = () => { if (!restoring) keeper.touch() }
  const flush = () => { if (!restoring) void keeper.flush() }
  const session: Session = new Session(place, {
    onDelta: delta => {
      changeTranscript(t => afterDelta(t, delta))
      if (delta.prompt !== undefined) terminal.setState({ prompt: delta.prompt ?? undefined })
      if (delta.away !== undefined) terminal.setState({ away: delta.away })
      takeEdits(delta)
      if (delta.files) takeWritten(delta.files)
    },
    onNews: news => tell(() => session, news),
    onSaved: touch,
  })
  files.subscribe(touch)
  terminal.subscribe((now, before) => { if (now.history !== before.history) touch() })
  addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') flush() })

  const opening = async (link: string | undefined, open: () => Promise<void>) => {
    if (!restoring) await keeper.flush()
    restoring = true
    keeper.link = link
    ownWork.setState({ back: link === undefined ? undefined : () => void openOwn() })
    try { await open() } finally { restoring = false }
  }
  const dropLink = () => history.replaceState(null, '', location.pathname + location.search)
  const openOwn = () => opening(undefined, async () => {
    dropLink()
    const work = await loadWork()
    files.setState(work?.files ?? firstFiles())
    terminal.setState({ history: work?.history ?? [] })
    await begin(session, work?.run)
  })
  /** The link stays in the address, so that a reload comes back to it; what was done with it since is kept as one's own work is. */
  const openLink = async (link: string) => {
    const shared = (await packing().catch(() => undefined))?.decodeLink(link)
    if (shared === undefined) {
      notify({ tone: 'bad', text: t => t.notices.linkBad })
      return openOwn()
    }
    await opening(link, async () => {
      const work = await loadShared(link)
      files.setState(work?.files ?? shared.files)
      await begin(session, work ? work.run : shared.run)
      if (!work && !embedded) notify({ tone: 'info', text: t => t.notices.linkOpened })
    })
  }
  addEventListener('hashchange', () => { if (isLink(location.hash)) void openLink(location.hash) })

  files.setState(firstFiles())
  const started = isLink(location.hash) ? openLink(location.hash) : openOwn()
  return { session, started }
}
