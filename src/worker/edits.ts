// Texts that `kubectl edit` has opened: the page shows each in a tab of its own until it is saved or closed.
import type { Editing, Editor } from '../kubectl/index.ts'
import type { EditTab } from './protocol.ts'

interface Open extends EditTab { readonly running: number; readonly result: string | undefined }

export class Edits {
  #open: readonly Open[] = []
  /** Tabs that were left to the person, told once. */
  #kept: readonly EditTab[] = []
  #changed = true

  /** The editor of one command line. `taken`: names that the person's own files have. */
  editorOf(running: number, taken: readonly string[]): Editor {
    return {
      open: text => {
        const used = new Set([...taken, ...this.#open.map(o => o.path)])
        let path = `kubectl-edit-${running}.yaml`
        for (let n = 2; used.has(path); n++) path = `kubectl-edit-${running}-${n}.yaml`
        this.#set(path, { path, running, text, round: 1, result: undefined })
        return this.#editing(path, running)
      },
    }
  }

  #editing(path: string, running: number): Editing {
    let round = 1
    const find = () => this.#open.find(o => o.path === path)
    return {
      path,
      get result() { return find()?.result },
      again: text => this.#set(path, { path, running, text, round: ++round, result: undefined }),
      done: keep => this.#close(path, keep),
    }
  }

  #set(path: string, open: Open): void {
    this.#open = [...this.#open.filter(o => o.path !== path), open]
    this.#changed = true
  }

  #close(path: string, keep: boolean): void {
    const open = this.#open.find(o => o.path === path)
    if (!open) return
    this.#open = this.#open.filter(o => o !== open)
    if (keep) this.#kept = [...this.#kept, { ...tabOf(open), kept: true }]
    this.#changed = true
  }

  /** The person saved this text, or closed the tab as it was opened. The command line that waits for it is its number. */
  left(path: string, text: string | undefined): number | undefined {
    const open = this.#open.find(o => o.path === path)
    if (open) this.#open = this.#open.map(o => (o === open ? { ...o, result: text ?? o.text } : o))
    return open?.running
  }

  /** Whether this line stands still until a person has done something. */
  awaits(running: number): boolean { return this.#open.some(o => o.running === running && o.result === undefined) }

  /** The line was ended from outside. What was typed stays where it is if somebody is there to read it. */
  end(running: number, keep: boolean): void {
    for (const { path } of this.#open.filter(o => o.running === running)) this.#close(path, keep)
  }

  /** Something about the tabs has changed since they were told. */
  get hasNews(): boolean { return this.#changed }

  /** All tabs, where something about them has changed since they were told. */
  drain(fresh: boolean): readonly EditTab[] | undefined {
    if (!this.#changed && !fresh) return undefined
    const told = [...this.#open.map(tabOf), ...this.#kept]
    this.#kept = []
    this.#changed = false
    return told
  }
}

const tabOf = ({ path, text, round }: EditTab): EditTab => ({ path, text, round })
