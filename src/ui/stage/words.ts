// Marks in words: what is read aloud, what hover cards and the table say.
import type { Lang, Messages } from '../i18n/index.ts'
import { spanText } from '../i18n/spans.ts'
import type { Instant } from '../../kube/object.ts'
import type { JobRow, NodeRow, PodRow } from '../../worker/rows.ts'
import type { Bar } from './scene/jobs.ts'
import type { PodMark } from './scene/nodes.ts'
import { KNOWN_CONTROLLERS, type Station } from './scene/rail.ts'
import { ringOf, shownLook } from './scene/look.ts'
import { clockText } from '../timeline/clock.ts'

/** A controller puts every sync off by a second or so: only what is longer is a wait that is worth a word. */
const SHORT_MS = 1500

export function jobSentence(row: JobRow, t: Messages, now: Instant, lang: Lang): string {
  const j = t.stage.job
  const parts = [
    row.completions === undefined ? j.succeeded(row.succeeded) : j.completed(row.succeeded, row.completions),
    ...(row.status === 'Complete' || row.status === 'Failed' ? [] : [j.active(row.active)]),
    j.failed(row.failed),
    ...(row.terminating > 0 ? [j.terminating(row.terminating)] : []),
    j.backoff(Math.min(row.failed, row.backoffLimit), row.backoffLimit),
  ]
  // What it waits for stands before what it has: where there is no room for all, the end is left out.
  if (row.backoffUntil !== undefined && row.backoffUntil > now + SHORT_MS && row.active === 0) parts.splice(1, 0, j.waits(spanText(row.backoffUntil - now, lang)))
  if (row.deadlineAt !== undefined && row.endedAt === undefined) parts.splice(1, 0, j.deadline(spanText(Math.max(0, row.deadlineAt - now), lang)))
  if (row.status !== 'Running') parts.unshift(j.status[row.status])
  return parts.join(' · ')
}

/** `pulling pi: 61 %`, `runs: 4 s of 12 s`, or nothing. */
export function ringWords(row: PodRow, now: Instant, t: Messages, lang: Lang): string {
  const ring = ringOf(row, now)
  if (!ring) return ''
  const r = t.stage.ring
  const percent = ring.fraction === undefined ? undefined : Math.round(ring.fraction * 100)
  switch (ring.what) {
    case 'pull': return percent === undefined ? r.pullOpen : r.pull(percent)
    case 'run': return ring.to === undefined ? r.runOpen(spanText(now - ring.from, lang)) : r.run(spanText(Math.min(now, ring.to) - ring.from, lang), spanText(ring.to - ring.from, lang))
    case 'backoff': return ring.to === undefined ? r.backoffOpen : r.backoff(spanText(Math.max(0, ring.to - now), lang))
    case 'stop': return ring.to === undefined ? r.stopOpen : r.stop(spanText(Math.max(0, ring.to - now), lang))
  }
}

/** Changes only when what it says changes in kind: it is read aloud, so no running numbers. */
export const podLabel = (mark: PodMark, t: Messages): string => t.stage.pod.label(mark.name, t.looks[mark.look], mark.row.node, mark.row.restarts) + (mark.stale ? `. ${t.stage.pod.stale}` : '')
/** How a pod over time stands, or ended. */
export const barLook = (bar: Bar, t: Messages): string => (bar.look === 'terminating' && !bar.open ? t.stage.pod.stopped : t.looks[bar.look])
export const barLabel = (bar: Bar, t: Messages): string => t.stage.pod.barLabel(bar.name, barLook(bar, t), bar.lane + 1)

export function stationName(s: Station, t: Messages): string {
  const r = t.stage.rail
  switch (s.kind) {
    case 'you': return 'kubectl'
    case 'apiserver': return r.apiserver
    case 'scheduler': return r.scheduler
    case 'kubelets': return r.kubelets
    case 'controller': return r.controller(stationShortName(s, t))
  }
}

/** Where many stations stand beside each other: a controller by its kind alone. */
export const stationShortName = (s: Station, t: Messages): string => (s.kind === 'controller' ? (KNOWN_CONTROLLERS[s.id] ?? s.id.replace(/-controller$/, '')) : stationName(s, t))

export function stationWords(s: Station, t: Messages, now: Instant, lang: Lang): string {
  const r = t.stage.rail
  if (s.stopped) return r.stopped
  switch (s.kind) {
    case 'you': return r.you
    case 'apiserver': return r.revision(s.revision ?? 0)
    case 'kubelets': return [r.nodes(s.nodes ?? 0), ...(s.stoppedNodes ? [r.stoppedNodes(s.stoppedNodes)] : []), ...(s.pulling ? [r.pulling(s.pulling)] : s.running ? [r.running(s.running)] : [])].join(' · ')
    default: {
      const next = s.delayed[0]
      return [
        r.queue(s.queued),
        ...(s.syncing.length > 0 ? [s.kind === 'scheduler' ? r.binding : r.syncing] : next && next.at - now >= 1000 ? [r.again(spanText(next.at - now, lang))] : []),
      ].join(' · ')
    }
  }
}

/** What comes next of a node that nobody hears of, and when: a running number, so it is not part of what is read aloud. */
export function waitWords({ waits }: NodeRow, t: Messages, now: Instant): string {
  if (!waits) return ''
  const w = t.stage.node
  if (waits.what === 'unheard') return w.unheard(waits.pods)
  const leftMs = Math.max(0, waits.at - now)
  const left = clockText(leftMs, false).replace(/^0/, '')
  // The controller looks only every few seconds.
  return waits.what === 'evicts' ? w.evicts(waits.pods, left) : leftMs < 1000 ? w.lostNow : w.lost(left)
}

export const lookWords = (row: PodRow, t: Messages): string => t.looks[shownLook(row.look, row.owner)]
