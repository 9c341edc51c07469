// Under the text of an example: what there is to watch, and what one may try once it is applied. Nothing here is done by itself.
import { Fragment, useId, useState } from 'react'
import { Play, SquareTerminal, Zap } from 'lucide-react'
import { exampleWords, type ExampleWords } from '../i18n/examples/index.ts'
import { useLang, useT, type Messages } from '../i18n/index.ts'
import { useMirror, usePlayback } from '../mirror/index.ts'
import { useSession, type Session } from '../session/session.ts'
import { examples } from '../shell/exampleTexts.ts'
import { FIRST } from '../shell/examples.ts'
import { begun } from '../stage/workloads/blocks.ts'
import { runLine } from '../terminal/runLine.ts'
import { useFiles } from '../work/files.ts'
import { noteFor } from './noteFor.ts'
import { tries, type Noted, type Try } from './tries.ts'
import css from './notes.module.css'

/** Those that somebody has folded, for as long as the page is open. A small window has no room for them at first. */
const folded = new Set<Noted>()
const isLow = () => innerHeight < 700

async function attempt(session: Session, what: Try): Promise<void> {
  if ('speed' in what) session.setSpeed(what.speed)
  else if ('act' in what) await session.act(what.act)
  else await runLine(session, what.run)
  session.play()
}

function label(what: Try, t: Messages, words: ExampleWords['note']): string {
  if ('run' in what) return what.run
  if ('speed' in what) return words.speed(what.speed)
  const { act } = what
  if (act.do === 'set-load') return words.load(String(act.cpuMilli / 1000))
  if (act.do !== 'break') return words.end
  const { fault } = act
  return `${t.faults.kinds[fault.kind].name}: ${'node' in fault ? fault.node : 'name' in fault ? fault.name : ''}`
}

const Sign = ({ of }: { of: Try }) => ('run' in of ? <SquareTerminal aria-hidden /> : 'speed' in of ? <Play aria-hidden /> : <Zap aria-hidden />)

/** A line for the terminal. Where it is too long it is broken between its words, not after the hyphens of a flag. */
const Line = ({ text }: { text: string }) => <span className={css.line}>{text.split(' ').map((word, i) => <Fragment key={i}>{i > 0 && ' '}<span>{word}</span></Fragment>)}</span>

export function ExampleNote({ path }: { path: string }) {
  const text = useFiles(f => f.files.find(x => x.path === path)?.text ?? '')
  const of = noteFor(path, text, examples)
  const isBegun = useMirror(m => begun(m.rows))
  // Before anything is applied, the inspector says to a newcomer what to press first: one voice at a time.
  return of === undefined || (of === FIRST && !isBegun) ? null : <Note key={of} of={of} />
}

function Note({ of }: { of: Noted }) {
  const t = useT()
  const words = exampleWords(useLang())
  const session = useSession()
  const ready = usePlayback(p => p.ready)
  const id = useId()
  const [open, setOpen] = useState(!folded.has(of) && !isLow())
  const { watch, sees } = words.notes[of]
  const all: readonly Try[] = tries[of]
  const fold = () => {
    if (open) folded.add(of)
    else folded.delete(of)
    setOpen(!open)
  }
  return (
    <section className={css.note} aria-label={words.note.title}>
      <button type="button" className={css.head} aria-expanded={open} aria-controls={id} title={open ? words.note.hide : words.note.show} onClick={fold}><b>{words.note.title}</b><span aria-hidden>{open ? '▾' : '▸'}</span></button>
      <div id={id} hidden={!open} className={css.body}>
        <p>{watch}</p>
        {all.length > 0 && <b className={css.sub}>{words.note.tries}</b>}
        <ol>
          {all.map((what, i) => (
            <li key={i}>
              <button type="button" className={css.try} disabled={!ready} title={label(what, t, words.note)} onClick={() => void attempt(session, what)}>
                <Sign of={what} />{'run' in what ? <Line text={what.run} /> : <span>{label(what, t, words.note)}</span>}
              </button>
              <p>{sees[i]}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
