// The drawing as a table, for those who hear the page. Not seen; not faster than it can be read.
import { useT } from '../i18n/index.ts'
import { lookWords } from './words.ts'
import { useSystemShown } from './system.ts'
import { useMirrorEvery } from './useThrottled.ts'

const MOST_ROWS = 60

export function MarksTable() {
  const t = useT()
  const { rows } = useMirrorEvery(2500)
  const head = t.stage.tableHead
  const system = useSystemShown()
  const all = [...rows.pods.values()].filter(p => system || !p.system)
  const pods = all.slice(-MOST_ROWS)
  return (
    <div className="visually-hidden">
      <table>
        <caption>{t.stage.table}{all.length > MOST_ROWS ? ` (${t.stage.tableMore(all.length - MOST_ROWS)})` : ''}</caption>
        <thead><tr><th scope="col">{head.pod}</th><th scope="col">{head.state}</th><th scope="col">{head.node}</th><th scope="col">{head.restarts}</th></tr></thead>
        <tbody>
          {pods.map(p => <tr key={p.uid}><th scope="row">{p.name}</th><td>{p.status}, {lookWords(p, t)}</td><td>{p.node ?? '—'}</td><td>{p.restarts}</td></tr>)}
        </tbody>
      </table>
    </div>
  )
}
