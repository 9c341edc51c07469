// The drawing as a table, for those who hear the page. Not seen; not faster than it can be read.
import { useT } from '../i18n/index.ts'
import { lookWords } from './words.ts'
import { useMirrorEvery } from './useThrottled.ts'

const MOST_ROWS = 60

export function MarksTable() {
  const t = useT()
  const { rows } = useMirrorEvery(2500)
  const head = t.stage.tableHead
  const pods = [...rows.pods.values()].slice(-MOST_ROWS)
  return (
    <div className="visually-hidden">
      <table>
        <caption>{t.stage.table}{rows.pods.size > MOST_ROWS ? ` (${t.stage.tableMore(rows.pods.size - MOST_ROWS)})` : ''}</caption>
        <thead><tr><th scope="col">{head.pod}</th><th scope="col">{head.state}</th><th scope="col">{head.node}</th><th scope="col">{head.restarts}</th></tr></thead>
        <tbody>
          {pods.map(p => <tr key={p.uid}><th scope="row">{p.name}</th><td>{p.status}, {lookWords(p, t)}</td><td>{p.node ?? '—'}</td><td>{p.restarts}</td></tr>)}
        </tbody>
      </table>
    </div>
  )
}
