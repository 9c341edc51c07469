// The terminal: a log that is read out, and a command line that completes. kubectl's text as it is, in its own frame of time.
import { Copy, Eraser, Square } from 'lucide-react'
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type MouseEvent } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { alsoLater, later } from '../kit/Later.tsx'
import { mirror, select, useMirror, usePlayback } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { files } from '../work/files.ts'
import type { Answers } from '../../worker/protocol.ts'
import { columnAt, type PointedColumn } from './pointed.ts'
import { Line } from './Line.tsx'
import { commonPrefix, parted, recall, searchBack, whole, type Recall, type Search } from './lineEditor.ts'
import { runLine } from './runLine.ts'
import { newest } from './scrollback.ts'
import { changeTranscript, terminal } from './store.ts'
import { allText, visibleItems, waitingRuns } from './transcript.ts'
import css from './terminal.module.css'

const ColumnHelp = later(() => import('./ColumnHelp.tsx').then(m => m.ColumnHelp))

const MOST_CHOICES = 200
let keys: typeof import('./keys.ts') | undefined
alsoLater(async () => { keys = await import('./keys.ts') })
/** What a click on a name finds. */
const naming = () => import('./names.ts')
alsoLater(naming)

type Choices = Answers['complete'] & { readonly picked: number }

export function Terminal() {
  const t = useT()
  const session = useSession()
  const transcript = useStore(terminal, s => s.transcript)
  const prompt = useStore(terminal, s => s.prompt)
  const history = useStore(terminal, s => (s.prompt === undefined ? s.history : s.inside))
  const playing = usePlayback(p => p.playing)
  // Woken by what can be seen, not by every moment: the later the moment the more can be seen, so the counts say which.
  const seen = useMirror(m => visibleItems(transcript, m.position).length)
  const waits = useMirror(m => waitingRuns(transcript, m.position).length)
  const items = useMemo(() => visibleItems(transcript, mirror.getState().position), [transcript, seen])
  const { shown, leftOut } = useMemo(() => newest(items), [items])
  const waiting = useMemo(() => waitingRuns(transcript, mirror.getState().position), [transcript, waits])
  const front = waiting[waiting.length - 1]
  /** Somebody asks for the next line, so what waits behind it is not spoken of. */
  const asked = prompt !== undefined && !front?.inside

  const log = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const atBottom = useRef(true)
  const listId = useId()
  const [text, setText] = useState('')
  /** Lines that were entered and still want more: a loop without its end, a here-document. */
  const [begun, setBegun] = useState<string>()
  const begunNow = useRef<string>(undefined)
  const continueWith = (lines: string | undefined) => { begunNow.current = lines; setBegun(lines) }
  const [recalled, setRecalled] = useState<Recall>()
  const [search, setSearch] = useState<Search>()
  const [choices, setChoices] = useState<Choices>()
  const [copied, setCopied] = useState(false)
  const [column, setColumn] = useState<PointedColumn>()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback((id: number) => setOpen(ids => { const next = new Set(ids); if (!next.delete(id)) next.add(id); return next }), [])
  const runs = useMemo(() => new Map(transcript.runs.map(r => [r.running as number | undefined, r])), [transcript.runs])
  /** After Escape the next Tab leaves, as it does everywhere else. */
  const leaving = useRef(false)

  useLayoutEffect(() => {
    const element = log.current
    // An empty log is at its end; to measure it would have the whole page laid out before its first paint.
    if (element && atBottom.current && (shown.length > 0 || choices !== undefined)) element.scrollTop = element.scrollHeight
  }, [shown, front, choices])
  useEffect(() => {
    const element = log.current
    if (!element) return
    const stay = new ResizeObserver(([entry]) => {
      // Lines that break do so where the pane ends, also beside a table that is wider.
      element.style.setProperty('--seen', `${entry!.contentRect.width}px`)
      if (atBottom.current) element.scrollTop = element.scrollHeight
    })
    stay.observe(element)
    return () => stay.disconnect()
  }, [])

  // The cursor goes to its place in the very render that puts the text there: a key pressed meanwhile must not land elsewhere.
  const cursorTo = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (cursorTo.current === undefined) return
    input.current?.setSelectionRange(cursorTo.current, cursorTo.current)
    cursorTo.current = undefined
  })
  /** The line as it stands, also before it has been rendered. */
  const line = useRef('')
  const put = useCallback((next: string, cursor = next.length) => {
    cursorTo.current = cursor
    line.current = next
    setText(next)
    if (input.current?.value === next) input.current.setSelectionRange(cursor, cursor)
  }, [])

  const run = (line: string) => {
    put('')
    setRecalled(undefined)
    setSearch(undefined)
    setChoices(undefined)
    atBottom.current = true
    // A wide table may have been read to its right end: what comes now is read from its left.
    log.current?.scrollTo({ left: 0 })
    if (line.trim() === 'clear' && begunNow.current === undefined) return clear()
    // One after the other: only when a line was answered it is known whether the next belongs to it.
    entering.current = entering.current.then(async () => {
      const text = whole(begunNow.current, line)
      if (text.trim() === '' && terminal.getState().prompt === undefined) return
      continueWith(await runLine(session, text) === 'more' ? text : undefined)
    })
  }
  const entering = useRef(Promise.resolve())
  /** Several lines at once are one text, as if it had been typed; the last of them may still be changed. */
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text').replace(/\r\n?/g, '\n')
    if (!pasted.includes('\n') || search) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    const { begun: lines, text: last } = parted(text.slice(0, selectionStart ?? text.length) + pasted + text.slice(selectionEnd ?? text.length))
    continueWith(whole(begunNow.current, lines!))
    put(last)
    if (last === '') run('')
  }
  const clear = () => changeTranscript(now => ({ ...now, items: now.items.filter(i => i.running !== undefined && waiting.some(w => w.running === i.running) && i.kind === 'command') }))
  const interrupt = () => { if (front) session.interrupt(front.running) }
  const copy = () => {
    void navigator.clipboard?.writeText(allText(items)).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1500)
    }, () => {})
  }

  const accept = (from: Choices, index: number) => {
    const choice = from.choices[index]
    if (!choice) return
    const end = /[=/]$/.test(choice.text) ? '' : ' '
    const now = line.current
    put(now.slice(0, from.from) + choice.text + end + now.slice(from.to), from.from + choice.text.length + end.length)
    setChoices(undefined)
  }

  /** A completion that has been asked for and is not there yet. */
  const completing = useRef<Promise<void>>(undefined)
  const begin = (completion: Promise<void>) => {
    const mine = completion.finally(() => { if (completing.current === mine) completing.current = undefined })
    completing.current = mine
  }
  const complete = async () => {
    // As it was typed, not as it was last drawn: on a busy page the two may differ by a letter.
    const asked = line.current
    const cursor = input.current?.selectionStart ?? asked.length
    const shift = whole(begun, '').length
    let found: Answers['complete']
    try { found = await session.ask<'complete'>({ ask: 'complete', line: whole(begun, asked), cursor: shift + cursor, files: files.getState().files.map(f => f.path) }) } catch { return }
    found = { ...found, from: found.from - shift, to: found.to - shift }
    if (line.current !== asked || found.choices.length === 0) return
    if (found.choices.length === 1) return accept({ ...found, picked: 0 }, 0)
    const prefix = commonPrefix(found.choices.map(c => c.text))
    if (prefix.length > found.to - found.from) put(asked.slice(0, found.from) + prefix + asked.slice(found.to), found.from + prefix.length)
    else setChoices({ ...found, choices: found.choices.slice(0, MOST_CHOICES), picked: -1 })
  }

  const step = (direction: -1 | 1) => {
    // What has been begun is no draft to come back to.
    if (begun !== undefined && recalled === undefined) return
    const next = recall(history, recalled, text, direction)
    const { begun: lines, text: last } = parted(next.text)
    setRecalled(next.recall)
    continueWith(lines)
    put(last)
  }

  const onSearchKey = (event: KeyboardEvent<HTMLInputElement>, now: Search): boolean => {
    const line = now.found === undefined ? undefined : history[now.found]
    if (event.key === 'r' && event.ctrlKey) setSearch(now.found === undefined ? now : { ...searchBack(history, now.query, now.found - 1) })
    else if (event.key === 'Escape' || (event.key === 'g' && event.ctrlKey) || (event.key === 'c' && event.ctrlKey)) { setSearch(undefined); put('') }
    else if (event.key === 'Enter') run(line ?? '')
    else if (event.key === 'Tab' || event.key === 'ArrowRight' || event.key === 'ArrowLeft') { setSearch(undefined); put(line ?? '') }
    else return false
    event.preventDefault()
    return true
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (search) { if (onSearchKey(event, search)) event.stopPropagation(); return }
    const ctrl = event.ctrlKey && !event.metaKey && !event.altKey
    const stop = () => { event.preventDefault(); event.stopPropagation() }
    const wasLeaving = leaving.current
    leaving.current = false
    if (choices && (event.key === 'ArrowDown' || event.key === 'ArrowUp' || event.key === 'Tab')) {
      stop()
      const back = event.key === 'ArrowUp' || event.shiftKey
      const n = choices.choices.length
      setChoices({ ...choices, picked: choices.picked < 0 ? (back ? n - 1 : 0) : (choices.picked + (back ? -1 : 1) + n) % n })
    } else if (choices && event.key === 'Enter' && choices.picked >= 0) { stop(); accept(choices, choices.picked) }
    else if (choices && event.key === 'Escape') { stop(); setChoices(undefined) }
    else if (event.key === 'Escape') { stop(); leaving.current = true }
    else if (event.key === 'Tab' && !event.shiftKey && !wasLeaving && line.current.trim() !== '') { stop(); begin(complete()) }
    // Who types faster than the worker answers means the line as it will be.
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) { stop(); if (completing.current) void completing.current.then(() => run(line.current)); else run(line.current) }
    else if (event.key === 'ArrowUp') { stop(); step(-1) }
    else if (event.key === 'ArrowDown') { stop(); step(1) }
    else if (ctrl && event.key === 'r') { stop(); setChoices(undefined); setSearch({ query: '', found: undefined }); put('') }
    else if (ctrl && event.key === 'l') { stop(); clear() }
    else if (ctrl && event.key === 'c' && input.current?.selectionStart === input.current?.selectionEnd) {
      stop()
      if (begun === undefined && front) return interrupt()
      continueWith(undefined)
      if (prompt !== undefined) run('\x03')
      put('')
    } else if (ctrl && event.key === 'd' && line.current === '') { stop(); if (prompt !== undefined) run('\x04') }
    else {
      const to = keys?.edited(event, line.current, input.current?.selectionStart ?? 0)
      if (to) { stop(); put(...to) }
    }
  }

  const onLogClick = (event: MouseEvent) => {
    if ((event.target as Element).closest('button, [data-column]')) return
    const marked = getSelection()
    if (marked && !marked.isCollapsed) return
    const { clientX, clientY } = event
    void naming().then(({ clickedWord, refOfWord }) => {
      const word = clickedWord({ clientX, clientY })
      const ref = word ? refOfWord(mirror.getState().rows, word) : undefined
      if (ref) select(ref)
      else input.current?.focus()
    }, () => input.current?.focus())
  }

  const last = shown.findLastIndex(i => i.kind === 'command')
  const found = search?.found === undefined ? undefined : history[search.found]
  return (
    <div className={css.terminal}>
      <div className={css.tools}>
        {front && <Button tone="plain" square aria-label={t.terminal.stop} title={t.terminal.stop} onClick={interrupt}><Square aria-hidden /></Button>}
        <Button tone="plain" square aria-label={t.terminal.copy} title={copied ? t.terminal.copied : t.terminal.copy} onClick={copy}><Copy aria-hidden /></Button>
        <Button tone="plain" square aria-label={t.terminal.clear} title={t.terminal.clear} onClick={clear}><Eraser aria-hidden /></Button>
        <span className="visually-hidden" role="status">{copied ? t.terminal.copied : ''}</span>
      </div>
      {/* eslint-disable-next-line -- a click is a shortcut here; objects are reached by keyboard on the stage and in kubectl */}
      <div
        ref={log} className={css.scroll} onClick={onLogClick}
        onPointerOver={event => setColumn(columnAt(event.target))} onPointerLeave={() => setColumn(undefined)}
        onFocus={event => setColumn(columnAt(event.target))} onBlur={() => setColumn(undefined)}
        onScroll={event => { const e = event.currentTarget; atBottom.current = e.scrollHeight - e.scrollTop - e.clientHeight < 24 }}
      >
        <div role="log" aria-label={t.terminal.label} className={css.log} tabIndex={0}>
          {items.length === 0 && <div className={css.note}>{t.terminal.welcome}</div>}
          {leftOut > 0 && <div className={css.note}>{t.terminal.leftOut(leftOut)}</div>}
          {shown.map((item, i) => <Line key={item.id} item={item} exitCode={item.kind === 'command' ? runs.get(item.running)?.exitCode : undefined} command={runs.get(item.running)?.line ?? ''} earlier={i < last} open={open.has(item.id)} onToggle={toggle} />)}
          {begun?.split('\n').map((line, i) => <div key={i} className={css.command}><span className={css.prompt} aria-hidden>{i === 0 ? '$ ' : '> '}</span>{line}</div>)}
        </div>
        <form className={css.line} onSubmit={event => event.preventDefault()}>
          <label htmlFor={`${listId}-in`} className={css.prompt}>
            <span className="visually-hidden">{t.terminal.input}</span>
            <span aria-hidden>{search ? `(${search.found === undefined && search.query ? t.terminal.searchFailed : t.terminal.search})` : asked ? prompt.replace(/ $/, '') : begun !== undefined ? '>' : front ? '›' : '$'}{prompt === '' && asked ? '' : <>&nbsp;</>}</span>
          </label>
          <input
            ref={input} id={`${listId}-in`} data-pane-focus className={css.input} value={search ? search.query : text} spellCheck={false} autoComplete="off" autoCapitalize="off" autoCorrect="off"
            role="combobox" aria-expanded={choices !== undefined} aria-controls={listId} aria-autocomplete="list"
            aria-activedescendant={choices && choices.picked >= 0 ? `${listId}-${choices.picked}` : undefined}
            aria-describedby={`${listId}-hint`} placeholder={items.length === 0 && begun === undefined ? t.terminal.placeholder : ''} maxLength={10_000}
            onChange={event => {
              if (search) setSearch(searchBack(history, event.target.value))
              else { line.current = event.target.value; setText(event.target.value); setChoices(undefined); setRecalled(undefined) }
            }}
            onKeyDown={onKeyDown} onPaste={paste} onBlur={() => setChoices(undefined)}
          />
          {search && found !== undefined && <output className={css.found}>{found}</output>}
          {front && !search && !asked && <span className={css.running} data-still={!playing || undefined}>{t.terminal.running(front.line.split('\n', 1)[0]!)}</span>}
          <span id={`${listId}-hint`} className="visually-hidden">{t.terminal.escape}</span>
        </form>
        <ul id={listId} role="listbox" aria-label={t.terminal.choices} className={css.choices} hidden={!choices}>
          {choices?.choices.map((choice, i) => (
            <li
              key={choice.text} id={`${listId}-${i}`} role="option" aria-selected={i === choices.picked}
              onMouseDown={event => { event.preventDefault(); accept(choices, i) }}
            >{choice.text}{choice.hint && <small>{choice.hint}</small>}</li>
          ))}
        </ul>
        {column && <ColumnHelp at={column} />}
        <span className="visually-hidden" role="status">{choices ? t.terminal.choicesFound(choices.choices.length) : ''}</span>
      </div>
    </div>
  )
}
