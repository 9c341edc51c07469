// What file descriptors point to: pipes, files, the container's log, nothing.
// Nothing here waits: a stream says that it would have to, and the process waits (io.ts).
import { lengthOf, textOf } from '../program.ts'
import { MOST_TEXT, type FileTree } from './files.ts'
import { Waiters } from './waiters.ts'

/** `undefined`: the end. `null`: nothing yet, ask again when woken. */
export type Read = string | undefined | null
export type Written = 'done' | 'full' | 'broken' | 'unwritable' | 'no-space'

export interface Stream {
  /** How many descriptors point here; 0 closes. */
  refs: number
  readonly kind: 'pipe' | 'file' | 'log' | 'null' | 'text' | 'tty'
  /** Woken when it may be read or written again. */
  readonly changed: Waiters
  /** The next line with its newline, or what there is. */
  read(what: 'line' | 'all' | 'some'): Read
  write(text: string): Written
  closed(): void
}

export function share(stream: Stream): Stream {
  stream.refs++
  return stream
}

export function release(stream: Stream): void {
  if (--stream.refs === 0) stream.closed()
}

const take = (buffer: string, what: 'line' | 'all' | 'some'): string => {
  const end = what === 'line' ? buffer.indexOf('\n') + 1 : 0
  return end > 0 ? buffer.slice(0, end) : buffer
}

/** /dev/null, and what a container without stdin reads. */
export class NullStream implements Stream {
  refs = 0
  readonly kind = 'null'
  readonly changed = new Waiters()
  read(): Read {
    return undefined
  }
  write(): Written {
    return 'done'
  }
  closed(): void {}
}

/** A text to read, such as a here-document; or a buffer that collects what is written. */
export class TextStream implements Stream {
  refs = 0
  readonly kind = 'text'
  readonly changed = new Waiters()
  text: string
  #at = 0
  constructor(text = '') {
    this.text = text
  }
  read(what: 'line' | 'all' | 'some'): Read {
    if (this.#at >= this.text.length) return undefined
    const got = take(this.text.slice(this.#at), what)
    this.#at += got.length
    return got
  }
  write(text: string): Written {
    this.text += text
    return 'done'
  }
  closed(): void {}
}

/** A buffer that collects what is written, and tells of each piece as it comes. */
export class HeardStream extends TextStream {
  readonly #heard: (text: string) => void
  constructor(heard: (text: string) => void) {
    super()
    this.#heard = heard
  }
  override write(text: string): Written {
    if (text !== '') this.#heard(text)
    return super.write(text)
  }
}

/** Characters that never end: /dev/zero and its like. */
export class EndlessStream implements Stream {
  refs = 0
  readonly kind = 'text'
  readonly changed = new Waiters()
  readonly #next: () => string
  constructor(next: () => string) {
    this.#next = next
  }
  read(): Read {
    return this.#next()
  }
  write(): Written {
    return 'done'
  }
  closed(): void {}
}

/** A pipe holds 64 KiB; its writer waits for its reader, and is told when there is none. */
const PIPE_SIZE = 65_536

class Pipe {
  buffer = ''
  open = { read: true, write: true }
  readonly changed = new Waiters()
}

class PipeEnd implements Stream {
  refs = 0
  readonly kind = 'pipe'
  readonly changed: Waiters
  readonly #pipe: Pipe
  readonly #end: 'read' | 'write'
  readonly #size: number
  constructor(pipe: Pipe, end: 'read' | 'write', size: number) {
    this.#pipe = pipe
    this.#end = end
    this.#size = size
    this.changed = pipe.changed
  }
  read(what: 'line' | 'all' | 'some'): Read {
    const pipe = this.#pipe
    const done = !pipe.open.write
    if (pipe.buffer === '') return done ? undefined : null
    if (what === 'line' && !done && pipe.buffer.length < this.#size && !pipe.buffer.includes('\n')) return null
    const got = take(pipe.buffer, what)
    pipe.buffer = pipe.buffer.slice(got.length)
    pipe.changed.wake()
    return got
  }
  write(text: string): Written {
    const pipe = this.#pipe
    if (!pipe.open.read) return 'broken'
    // Whoever only asks whether somebody reads wakes nobody: it may wait here itself, and would ask for ever.
    if (text === '') return 'done'
    if (pipe.buffer.length >= this.#size) return 'full'
    pipe.buffer += text
    pipe.changed.wake()
    return 'done'
  }
  closed(): void {
    this.#pipe.open[this.#end] = false
    this.#pipe.changed.wake()
  }
}

/** The two ends of a new pipe. `size`: how much it holds before the writer waits. */
export function makePipe(size = PIPE_SIZE): { readonly reader: Stream; readonly writer: Stream } {
  const pipe = new Pipe()
  return { reader: new PipeEnd(pipe, 'read', size), writer: new PipeEnd(pipe, 'write', size) }
}

const ZEROS_AT_ONCE = 65_536

/** An open file: reads from its own place, writes at its own place or at the end. */
export class FileStream implements Stream {
  refs = 0
  readonly kind = 'file'
  readonly changed = new Waiters()
  readonly path: string
  readonly #tree: FileTree
  readonly #nowUs: () => number
  readonly #mode: { read: boolean; write: boolean; append: boolean }
  #at = 0
  constructor(tree: FileTree, path: string, nowUs: () => number, mode: { read: boolean; write: boolean; append: boolean }) {
    this.#tree = tree
    this.path = path
    this.#nowUs = nowUs
    this.#mode = mode
  }
  read(what: 'line' | 'all' | 'some'): Read {
    const content = this.#tree.content(this.path)
    if (content === undefined || this.#at >= lengthOf(content)) return undefined
    const text = textOf(content)
    const got = this.#at < text.length ? take(text.slice(this.#at), what) : '\0'.repeat(Math.min(ZEROS_AT_ONCE, lengthOf(content) - this.#at))
    this.#at += got.length
    return got
  }
  write(text: string): Written {
    if (!this.#mode.write) return 'unwritable'
    const content = this.#tree.content(this.path) ?? ''
    const size = lengthOf(content)
    if (typeof content !== 'string' || size + text.length > MOST_TEXT) return this.fill(text.length)
    const old = content
    const at = this.#mode.append ? old.length : this.#at
    const padded = at > old.length ? old + '\0'.repeat(Math.min(at - old.length, 1 << 20)) : old
    if (this.#tree.write(this.path, padded.slice(0, at) + text + padded.slice(at + text.length), this.#nowUs()) === 'No space left on device') return 'no-space'
    this.#at = at + text.length
    return 'done'
  }
  /** Writes so many bytes that nobody keeps: the file has them as zeros. What does not fit is left out. */
  fill(bytes: number): Written {
    if (!this.#mode.write) return 'unwritable'
    const old = this.#tree.content(this.path) ?? ''
    const { text, zeros, holes = 0 } = typeof old === 'string' ? { text: old, zeros: 0 } : old
    const at = this.#mode.append ? lengthOf(old) : this.#at
    const end = Math.min(at + bytes, this.#tree.roomFor(this.path))
    // Of holes those are filled that lie before the end: what was written over keeps its size.
    const filled = Math.max(zeros, end - text.length)
    const left = Math.max(0, lengthOf(old) - text.length - filled)
    this.#tree.write(this.path, { text, zeros: filled, ...(holes > 0 && left > 0 ? { holes: left } : {}) }, this.#nowUs())
    this.#at = end
    return end < at + bytes ? 'no-space' : 'done'
  }
  closed(): void {}
}

/** The container's log: whole lines, as the runtime reads them from the process's output. */
export class LogStream implements Stream {
  refs = 0
  readonly kind = 'log'
  readonly changed = new Waiters()
  #partial = ''
  readonly #line: (text: string) => void
  constructor(line: (text: string) => void) {
    this.#line = line
  }
  read(): Read {
    return undefined
  }
  write(text: string): Written {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#line(this.#partial + text.slice(from, end + 1))
      this.#partial = ''
      from = end + 1
    }
    this.#partial += text.slice(from)
    // The runtime reads lines of 16 KiB at most.
    while (this.#partial.length >= 16_384) {
      this.#line(this.#partial.slice(0, 16_384))
      this.#partial = this.#partial.slice(16_384)
    }
    return 'done'
  }
  /** The process is gone: what it left without a newline is a line now. */
  flush(): void {
    if (this.#partial !== '') this.#line(this.#partial)
    this.#partial = ''
  }
  closed(): void {}
}
