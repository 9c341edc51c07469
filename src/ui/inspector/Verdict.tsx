// What the scheduler saw when it last looked for a place for this pod: every node's answer, and the scores of those that could.
import { useT } from '../i18n/index.ts'
import { select, usePlayback } from '../mirror/index.ts'
import { clockText } from '../timeline/clock.ts'
import type { Inspection, NodeVerdict } from '../../worker/protocol.ts'
import css from './inspector.module.css'

function Node({ node, chosen }: { node: NodeVerdict; chosen: boolean }) {
  const t = useT()
  const words = chosen ? t.inspector.chosen : node.fits ? t.inspector.fits : t.inspector.no
  const best = Math.max(1, ...(node.scores ?? []).map(s => s.weighted))
  return (
    <details className={css.nodeVerdict} data-tone={chosen ? 'chosen' : node.fits ? 'fits' : 'no'}>
      <summary>
        <span aria-hidden className={css.sign}>{chosen ? '★' : node.fits ? '✓' : '✕'}</span>
        <b>{node.node}</b> <span className={css.dim}>{words}{node.plugin ? ` · ${node.plugin}` : ''}</span>
        {node.total !== undefined && <span className={css.total}>{node.total}</span>}
      </summary>
      {node.reasons.map((r, i) => <p key={i}>{r}</p>)}
      {node.scores && (
        <table>
          <tbody>
            {node.scores.map(s => (
              <tr key={s.plugin}><th scope="row">{s.plugin}</th><td className={css.meter}><i style={{ width: `${Math.round(Math.max(0, s.weighted) / best * 100)}%` }} /></td><td>{s.weighted}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      <button type="button" className={css.link} onClick={() => select(`nodes/${node.node}`)}>{node.node} →</button>
    </details>
  )
}

export function Verdict({ verdict }: { verdict: NonNullable<Inspection['verdict']> }) {
  const t = useT()
  const startAt = usePlayback(p => p.startAt)
  const nodes = [...verdict.nodes].sort((a, b) => Number(b.node === verdict.chosen) - Number(a.node === verdict.chosen) || Number(b.fits) - Number(a.fits) || (b.total ?? 0) - (a.total ?? 0))
  return (
    <section className={css.verdict}>
      <h3>{t.inspector.verdict} <span className={css.dim}>{t.inspector.verdictAt(clockText(verdict.at - startAt))}</span></h3>
      {verdict.message && <p className={css.message}>{verdict.message}</p>}
      {nodes.slice(0, 60).map(n => <Node key={n.node} node={n} chosen={n.node === verdict.chosen} />)}
    </section>
  )
}
