// A machine's terminal: the keyboard of whoever types into it, and the shell that asks for a line.
import type { ShellState } from '../shell/shell.ts'
import type { Kernel } from './kernel.ts'
import { INTERRUPT, type Keyboard } from './keyboard.ts'
import type { Process } from './process.ts'

/** A shell that asks. */
interface Asking { readonly proc: Process; remembered(): ShellState }

export class Terminal {
  readonly #kernel: Kernel
  /** Where somebody types, if anybody can. */
  keyboard: Keyboard | undefined
  /** The shell that asks for a line (or for more of it), since when and with what. */
  prompt: { readonly shell: Asking; readonly text: string; readonly more: boolean; readonly atUs: number } | undefined
  /** What the shell that is typed into goes on from. */
  resumes: ShellState | undefined
  /** Told of what is typed, as a terminal shows it. */
  onEcho?: (text: string) => void
  /** Told of every prompt. */
  onPrompt?: (text: string) => void

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  asks(shell: Asking, text: string, more: boolean): void {
    this.prompt = { shell, text, more, atUs: this.#kernel.nowUs + shell.proc.debtUs }
    this.onPrompt?.(text)
  }

  asksNothing(): void {
    this.prompt = undefined
  }

  /** Somebody types: lines, the end of input, or an interrupt, which reaches whoever is in the foreground. */
  typed(text: string): void {
    const { keyboard } = this
    const kernel = this.#kernel
    if (!keyboard || kernel.record.end) return
    if (text !== INTERRUPT) return keyboard.type(text)
    keyboard.forget()
    for (const { pid } of [...kernel.processes.values()].reverse()) if (!kernel.shown.has(pid)) kernel.signal(pid, 'INT', true)
  }
}
