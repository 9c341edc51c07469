// The open files. Double click, or F2, renames; the cross, or Delete, closes, and closing can be undone.
import { Plus, X } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { useSession } from '../session/session.ts'
import { notify } from '../shell/notices.ts'
import { close, freeName, open, rename, show, useFiles, files } from '../work/files.ts'
import { cancelEdit, edits, isEdit } from './edits.ts'
import kit from '../kit/kit.module.css'
import css from './editor.module.css'

/** What was typed as a name: trimmed, and with one ending where a second one was typed before the first. */
const cleanName = (name: string) => name.trim().replace(/(\.(?:ya?ml|json))\.ya?ml$/, '$1')

function RenameField({ path, onDone }: { path: string; onDone: () => void }) {
  const t = useT()
  const [name, setName] = useState(path)
  const [wrong, setWrong] = useState<string>()
  const finish = () => {
    const problem = rename(path, cleanName(name))
    if (problem === undefined) onDone()
    else setWrong(problem === 'taken' ? t.editor.nameTaken : t.editor.nameBad)
  }
  return (
    <span className={css.renaming}>
      <input
        autoFocus aria-label={t.editor.renameAsk} value={name} aria-invalid={wrong !== undefined} maxLength={64} spellCheck={false} size={Math.max(10, name.length)}
        onFocus={event => event.target.setSelectionRange(0, Math.max(0, name.lastIndexOf('.')))}
        onChange={event => { setName(event.target.value); setWrong(undefined) }}
        onBlur={() => (rename(path, cleanName(name)), onDone())}
        onKeyDown={event => {
          event.stopPropagation()
          if (event.key === 'Enter') finish()
          if (event.key === 'Escape') onDone()
        }}
      />
      {wrong && <span className={css.wrong} role="alert">{wrong}</span>}
    </span>
  )
}

export function FileTabs() {
  const t = useT()
  const list = useFiles(f => f.files)
  const active = useFiles(f => f.active)
  const session = useSession()
  const editing = useStore(edits, e => e.open)
  const [renaming, setRenaming] = useState<string>()
  const strip = useRef<HTMLDivElement>(null)

  // The file in front is in sight with all of its name, and the cross behind it.
  useEffect(() => { strip.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }) }, [active, list.length])

  const closeFile = (path: string) => {
    if (isEdit(path)) return void cancelEdit(session, path)
    const undo = close(path)
    notify({ tone: 'info', topic: 'closed', text: m => m.editor.closed(path), action: { label: m => m.notices.undo, run: undo } })
  }
  // The command line knows its text by this name.
  const beginRenaming = (path: string) => { if (!isEdit(path)) setRenaming(path) }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = list.findIndex(f => f.path === active)
    const go = (i: number) => {
      event.preventDefault()
      show(list[(i + list.length) % list.length]!.path)
      requestAnimationFrame(() => strip.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus())
    }
    if (event.key === 'ArrowRight') go(at + 1)
    else if (event.key === 'ArrowLeft') go(at - 1)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(-1)
    else if (event.key === 'F2') { event.preventDefault(); beginRenaming(active) }
    else if (event.key === 'Delete') { event.preventDefault(); closeFile(active) }
    event.stopPropagation()
  }

  return (
    <div className={`${kit.tabs} ${css.files}`}>
      <div ref={strip} className={css.strip} role={renaming ? undefined : 'tablist'} aria-label={t.editor.files} onKeyDown={onKeyDown}>
        {list.map(({ path }) => path === renaming
          ? <RenameField key={path} path={path} onDone={() => setRenaming(undefined)} />
          : (
            <button
              key={path} type="button" role={renaming ? undefined : 'tab'} aria-selected={renaming ? undefined : path === active} tabIndex={path === active ? 0 : -1}
              className={kit.tab} title={`${path} (F2: ${t.editor.rename}, Del: ${t.editor.close})`} aria-controls="manifest" data-active={path === active || undefined}
              onClick={() => show(path)} onDoubleClick={() => beginRenaming(path)}
              onAuxClick={event => { if (event.button === 1) closeFile(path) }}
            >
              {editing.some(e => e.path === path) && <span role="img" aria-label={t.editor.editTab}>✎ </span>}{path}
              {path === active && list.length > 1 && <X className={css.cross} aria-hidden onClick={event => { event.stopPropagation(); closeFile(path) }} />}
            </button>
          ))}
      </div>
      <Button
        tone="plain" square aria-label={t.editor.newFile} title={t.editor.newFile}
        onClick={() => {
          const path = open(freeName('manifest.yaml', files.getState().files), '')
          setRenaming(path)
        }}
      ><Plus aria-hidden /></Button>
    </div>
  )
}
