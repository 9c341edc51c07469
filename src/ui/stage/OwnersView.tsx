// The Owners view: the tree of ownerReferences, each pod with its look. What is deleted takes with it what hangs below.
import { useEffect, useMemo, useRef, useState } from 'react'
import { linkHorizontal } from 'd3-shape'
import { useLang, useT } from '../i18n/index.ts'
import { workloadWords } from '../i18n/workloads/index.ts'
import { select, useSelection } from '../mirror/index.ts'
import { kindWord, shortKind } from '../inspector/words.ts'
import { bodyPath, SIGNS } from './draw/signs.ts'
import { fitted, widthOf } from './layout/text.ts'
import { TONES, sentenceOf } from './draw/block.ts'
import { workloadOf } from './workloads/blocks.ts'
import { drawingOf } from './workloads/registry.ts'
import { ownerLayout, ownerTree } from './scene/owners.ts'
import { shortName } from './scene/look.ts'
import { useSystemShown } from './system.ts'
import { useMirrorEvery } from './useThrottled.ts'
import css from './views.module.css'
import marks from './stage.module.css'

const link = linkHorizontal<unknown, { readonly x: number; readonly y: number }>().x(d => d.x).y(d => d.y)

/** Steps of the tree this wide have room for a pod's name and any word of how it stands. */
const LOOK_FITS = 200

export function OwnersView() {
  const t = useT()
  const lang = useLang()
  const { rows, now } = useMirrorEvery(120)
  // Drawings of kinds come when the first such object is there: then their words are known too.
  const [, arrive] = useState(0)
  const system = useSystemShown()
  const selected = useSelection(s => s.selected)
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(640)
  useEffect(() => {
    const sizes = new ResizeObserver(([e]) => setWidth(e!.contentRect.width))
    sizes.observe(box.current!)
    return () => sizes.disconnect()
  }, [])
  const { nodes, links, top, height, step } = useMemo(() => ownerLayout(ownerTree(rows, system), width), [rows.pods, rows.jobs, rows.objects, width, system])
  // What is selected elsewhere comes into sight.
  useEffect(() => {
    box.current?.querySelector<SVGGElement>('[data-selected]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [selected])
  const at = (n: { x: number; depth: number }) => ({ x: 26 + (n.depth - 1) * step, y: n.x - top + 28 })
  return (
    <div ref={box} className={css.scroll} data-pane-focus tabIndex={0} role="region" aria-label={t.stage.owners.label}>
      {nodes.length === 0 ? <p className={css.none}>{t.stage.owners.none}</p> : (
        <svg className={stageFont} width={Math.max(width - 2, 26 + nodes.reduce((n, d) => Math.max(n, d.depth), 1) * step)} height={height} role="group" aria-label={t.stage.owners.label}>
          {links.map(({ from, to }) => <path key={`${from.data.ref} ${to.data.ref}`} className={css.ownerLink} d={link({ source: { x: at(from).x + step - 34, y: at(from).y }, target: { x: at(to).x - 12, y: at(to).y } }) ?? ''} />)}
          {nodes.map(n => {
            const { x, y } = at(n)
            const { ref, look, name, more, revision } = n.data
            if (more !== undefined) return <text key={ref} className={css.kind} x={x - 8} y={y + 4}>{t.stage.owners.more(more)}</text>
            const row = look ? undefined : workloadOf(rows, ref)
            const drawing = row && drawingOf(row, () => arrive(n => n + 1))
            const tone = drawing?.tone(row as never)
            const number = revision ?? (row as { revision?: number } | undefined)?.revision
            const isTemplate = /^(replicasets|controllerrevisions)\//.test(ref)
            const rev = isTemplate && number !== undefined ? workloadWords(lang).deployment.revision(number) : ''
            const short = n.parent && n.parent.depth > 0 && shortName(name, n.parent.data.ref) !== name ? `…${shortName(name, n.parent.data.ref)}` : name
            const brief = drawing?.brief(row as never) ?? ''
            const room = (kind: string, words: string) => step - 62 - widthOf(`${kind} ${words}`, 11.5)
            // The name comes first: what would cut it is said shorter, or left out; all of it is in the words.
            // How a pod stands is told by its sign where there is no room for the longest word of it: the same for all, so that nothing jumps.
            const tails = look ? (step < LOOK_FITS ? [] : [t.looks[look]]) : [[rev, brief], [brief], [rev]].map(parts => parts.filter(Boolean).join(' · '))
            const ways = [kindWord(ref), shortKind(ref)].flatMap(kind => tails.map(tail => [kind, tail] as const)).concat([[kindWord(ref), ''], [shortKind(ref), '']])
            const [kind, tail] = ways.find(way => widthOf(short, 12) <= room(...way)) ?? ways.at(-1)!
            const words = `${kindWord(ref)} ${name}${drawing ? `, ${sentenceOf(drawing, row!, { rows, t, lang, now })}` : look ? `, ${t.looks[look]}` : rev ? `, ${t.stage.timeline.revision(number!)}` : ''}`
            const pick = () => select(ref)
            return (
              <g key={ref} className={`${marks.pod} ${css.owner}`} data-look={look} data-selected={ref === selected || undefined} role="button" tabIndex={0} data-mark="" aria-label={words} transform={`translate(${x},${y})`} onClick={pick} onKeyDown={e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); pick() } }}>
                <title>{words}</title>
                <rect x={-14} y={-12} width={step - 24} height={24} rx={6} />
                {look
                  ? <><path className={marks.podBody} d={bodyPath(look, 8)} /><path className={marks.podSign} d={SIGNS[look].d} data-stroke={SIGNS[look].stroke} transform="scale(0.48)" /></>
                  : <><path className={css.box} d="M-7-7H7V7H-7Z" /><text className={css.tone} data-tone={tone} textAnchor="middle" y={3.5} aria-hidden>{tone ? TONES[tone] : ''}</text></>}
                <text x={14} y={4}><tspan className={css.kind}>{kind}</tspan> {fitted(short, room(kind, tail), 12)}{tail ? <tspan className={css.kind}> {tail}</tspan> : null}</text>
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}

const stageFont = css.tree
