// What the pointer is on, in a few words. It follows the cluster while it stands.
import { useLayoutEffect, useRef } from 'react'
import { useLang, useT } from '../i18n/index.ts'
import { spanText } from '../i18n/spans.ts'
import { placeAt } from '../kit/zoom.ts'
import type { PodRow } from '../../worker/rows.ts'
import { faultsAt } from '../faults/places.ts'
import { faultEn, faultZh } from '../i18n/reasons/faults.ts'
import type { Pointed } from './stageInput.ts'
import { endOf } from './scene/jobs.ts'
import { isSilent, podsByNode } from './scene/nodes.ts'
import { stationsOf } from './scene/rail.ts'
import { useSystemShown } from './system.ts'
import { useMirrorEvery } from './useThrottled.ts'
import { lookWords, ringWords, stationName, stationWords, waitWords } from './words.ts'
import { sentenceOf, titleOf } from './draw/block.ts'
import { workloadOf } from './workloads/blocks.ts'
import { drawingOf } from './workloads/registry.ts'
import css from './stage.module.css'

/** Containers that ended badly, with their exit codes. */
const exits = (pod: PodRow): readonly (readonly [string, number])[] => pod.containers.flatMap(c => (c.exitCode !== undefined && c.exitCode !== 0 ? [[c.name, c.exitCode] as const] : []))

function useContent(pointed: Pointed): { readonly title: string; readonly look?: string; readonly lines: readonly string[]; readonly quote?: string | undefined } | undefined {
  const t = useT()
  const lang = useLang()
  const { rows, now, heads } = useMirrorEvery(120)
  const system = useSystemShown()
  const broken = (...at: [place: string, kind: Parameters<typeof faultsAt>[2]]) => faultsAt(rows.faults, ...at).map(fault => `⚡ ${(lang === 'zh' ? faultZh : faultEn)(fault)}`)
  if (pointed.station !== undefined) {
    const s = stationsOf(rows, heads, now).find(x => x.id === pointed.station)
    if (!s) return undefined
    const r = t.stage.rail
    const keys = (label: string, list: readonly string[]) => (list.length === 0 ? [] : [`${label}: ${list.slice(0, 4).join(', ')}${list.length > 4 ? ` … (${list.length})` : ''}`])
    const queued = s.component?.queued ?? []
    return {
      title: stationName(s, t),
      lines: [
        stationWords(s, t, now, lang), ...keys(r.keys, queued), ...keys(r.now, s.syncing), ...keys(r.later, s.delayed.map(d => `${d.key} (${spanText(d.at - now, lang)})`)),
        ...(s.kind === 'apiserver' ? [r.hub] : []), ...broken(s.id, s.kind === 'controller' ? 'controller' : 'station'),
      ],
    }
  }
  const slash = pointed.ref.indexOf('/')
  const plural = pointed.ref.slice(0, slash)
  const key = pointed.ref.slice(slash + 1)
  if (plural === 'pods') {
    const pod = rows.pods.get(key)
    if (!pod) {
      const story = [...rows.stories.values()].findLast(s => s.ref === pointed.ref)
      return story && { title: story.name, lines: [t.stage.pod.gone, ...(endOf(story) !== undefined ? [spanText(endOf(story)! - story.createdAt, lang)] : [])] }
    }
    return {
      title: pod.name, look: pod.look,
      lines: [
        `${[pod.status, ...(pod.status.toLowerCase() === lookWords(pod, t) ? [] : [lookWords(pod, t)])].join(' · ')}${pod.node ? ` · ${t.stage.pod.on(pod.node)}` : ''}`, ...(isSilent(rows.nodes.get(pod.node ?? '')) ? [t.stage.pod.stale] : [ringWords(pod, now, t, lang)].filter(Boolean)),
        ...exits(pod).map(([name, code]) => t.stage.pod.exit(name, code)), ...(pod.restarts > 0 ? [t.stage.pod.restarts(pod.restarts)] : []), ...(pod.usage ? [t.stage.pod.uses(pod.usage.cpuMilli, Math.round(pod.usage.memoryBytes / 2 ** 20))] : []),
      ],
      quote: pod.waits,
    }
  }
  if (plural === 'nodes') {
    const node = rows.nodes.get(key)
    const folded = system ? 0 : (podsByNode(rows.pods).get(key) ?? []).filter(p => p.system).length
    return node && {
      title: node.name,
      lines: [t.nodes.status[node.status], ...(node.waits ? [waitWords(node, t, now)] : []), ...(node.kubelet === 'stopped' ? [t.stage.node.kubeletStopped] : []), ...(node.cordoned ? [t.stage.node.cordoned] : []), t.stage.node.podsOf(node.pods.count, node.pods.allocatable), ...(folded > 0 ? [t.stage.node.foldedPods(folded)] : []), ...node.taints.map(x => t.stage.node.taint(`${x.key}${x.value ? `=${x.value}` : ''}:${x.effect}`)), ...broken(node.ref, 'node')],
    }
  }
  if (plural === 'persistentvolumeclaims') {
    const claim = rows.claims.get(key)
    const w = t.stage.claim
    return claim && { title: `PersistentVolumeClaim ${claim.name}`, lines: [w.phases[claim.phase], w.size(claim.size), ...(claim.volume ? [w.on(claim.volume)] : []), w.kept] }
  }
  const row = workloadOf(rows, pointed.ref)
  const drawing = row && drawingOf(row, () => {})
  return row && drawing && { title: titleOf(drawing, row), lines: [sentenceOf(drawing, row, { rows, t, lang, now }), ...broken(row.ref, 'workload')] }
}

export function HoverCard({ pointed }: { pointed: Pointed }) {
  const content = useContent(pointed)
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const { box } = pointed
    if (!ref.current) return
    placeAt(ref.current, (w, h) => ({ left: box.width > 240 ? box.left + 40 : box.left + box.width / 2 - w / 2, top: box.bottom + 8 + h < innerHeight - 8 ? box.bottom + 8 : box.top - h - 8 }))
  })
  if (!content) return null
  return (
    <div ref={ref} className={css.card2} role="tooltip">
      <b>{content.title}</b>
      {content.lines.map((line, i) => <p key={i}>{line}</p>)}
      {content.quote && <p className={css.quote}>{content.quote}</p>}
    </div>
  )
}
