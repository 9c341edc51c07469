// One item of the transcript: a command as it was typed, or what it printed, with its words coloured by meaning. Long output of
// earlier commands is folded; the text itself is never changed.
import { memo, useMemo } from 'react'
import { useT } from '../i18n/index.ts'
import { kindOfHead } from './columns.ts'
import { commandSpans, outputLines, readingOf, type HighlightedLine, type Span } from './highlight.ts'
import type { Item } from './transcript.ts'
import css from './terminal.module.css'

/** Output of more lines than this is folded once another command has been run, to so many lines. */
const FOLDS_OVER = 40
const KEPT = 12
/** Beyond this nobody reads by colour, and it would cost time. */
const MOST_COLOURED = 400

interface Props {
  readonly item: Item
  /** Of a command that has ended. */
  readonly exitCode: number | undefined
  /** The command line that printed it. */
  readonly command: string
  /** It belongs to an earlier command than the last. */
  readonly earlier: boolean
  readonly open: boolean
  readonly onToggle: (id: number) => void
}

const Spans = ({ spans }: { spans: readonly Span[] }) => spans.map((s, i) => (s.as === undefined ? s.text : <span key={i} data-as={s.as}>{s.text}</span>))

/** A table's head: every title can be pointed at, and in the last table reached with Tab, to learn what it means. */
function Head({ line, tabs }: { line: HighlightedLine; tabs: boolean }) {
  const head = line.head!
  const kind = kindOfHead(head.map(c => c.title))
  const text = line.spans[0]!.text
  return head.map(({ title, at }, i) => {
    const end = head[i + 1]?.at ?? text.length
    return <span key={at}>{i === 0 ? text.slice(0, at) : ''}<span data-as="head" data-column={title} data-kind={kind} role="button" tabIndex={tabs ? 0 : -1}>{title}</span>{text.slice(at + title.length, end)}</span>
  })
}

export const Line = memo(function Line({ item, exitCode, command, earlier, open, onToggle }: Props) {
  const t = useT()
  const text = item.text.endsWith('\n') ? item.text.slice(0, -1) : item.text
  const lines = useMemo(() => (item.kind === 'out' ? outputLines(text, text.split('\n', MOST_COLOURED + 1).length > MOST_COLOURED ? 'plain' : readingOf(command)) : []), [item.kind, text, command])
  if (item.kind === 'command') return <div className={css.command} data-item={item.id} data-running={item.running} data-exit={exitCode}>{item.text.split('\n').map((line, i) => <span key={i}>{i > 0 && '\n'}<span className={css.prompt} aria-hidden>{i === 0 ? item.prompt ?? '$ ' : '> '}</span><Spans spans={i > 0 && item.text.includes('<<') ? [{ text: line }] : commandSpans(line)} /></span>)}</div>
  if (item.kind !== 'out') return <div className={css[item.kind]} data-running={item.running} data-warning={text.startsWith('Warning:') || undefined}>{text}</div>
  const folds = earlier && lines.length > FOLDS_OVER
  const shown = folds && !open ? lines.slice(0, KEPT) : lines
  return (
    <div className={css.out} data-running={item.running}>
      {shown.map((line, i) => <span key={i}>{line.head ? <Head line={line} tabs={!earlier} /> : <Spans spans={line.spans} />}{i < shown.length - 1 ? '\n' : ''}</span>)}
      {folds && <button type="button" className={css.fold} aria-expanded={open} onClick={() => onToggle(item.id)}>{open ? `▾ ${t.terminal.foldAgain}` : `▸ ${t.terminal.folded(lines.length - KEPT)}`}</button>}
    </div>
  )
})
