// What a column of the table under the pointer (or with the focus) means. The words are fetched the first time that somebody asks.
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useLang } from '../i18n/index.ts'
import { placeAt } from '../kit/zoom.ts'
import { columnWords } from './columnWords.ts'
import type { PointedColumn } from './pointed.ts'
import css from './terminal.module.css'

export function ColumnHelp({ at }: { at: PointedColumn }) {
  const lang = useLang()
  const card = useRef<HTMLDivElement>(null)
  const [words, setWords] = useState<Readonly<Record<string, string>>>()
  useEffect(() => {
    let gone = false
    import('../i18n/columns/index.ts').then(m => { if (!gone) setWords(m.columnHelp(lang)) }, () => {})
    return () => { gone = true }
  }, [lang])
  const text = words && columnWords(words, at.kind, at.title)
  useLayoutEffect(() => {
    if (card.current) placeAt(card.current, (_, h) => ({ left: at.box.left, top: at.box.bottom + 6 + h < innerHeight - 8 ? at.box.bottom + 6 : at.box.top - h - 6 }))
  })
  if (text === undefined) return null
  return <div ref={card} className={css.help} role="tooltip"><b>{at.title}</b> {text}</div>
}
