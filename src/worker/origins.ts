// Which line of which file began what: a cause chain that starts with an apply ends at the manifest.
import { documentsOf } from './documents.ts'
import type { FileText } from './protocol.ts'

const MOST_REMEMBERED = 200

export interface Origin { readonly path: string; readonly line: number }

export class Origins {
  readonly #bySeq = new Map<number, readonly { readonly kind: string; readonly name: string; readonly path: string; readonly line: number }[]>()

  /** The inputs from `before` (exclusive) to `after` were made by this line with these files. */
  remember(before: number, after: number, files: readonly FileText[], line: string): void {
    if (after <= before) return
    const named = files.filter(f => line.includes(f.path))
    const documents = named.flatMap(file => documentsOf(file.text).map(d => ({ kind: d.kind, name: d.name, path: file.path, line: d.line })))
    if (documents.length === 0) return
    for (let seq = before + 1; seq <= after; seq++) this.#bySeq.set(seq, documents)
    while (this.#bySeq.size > MOST_REMEMBERED) this.#bySeq.delete(this.#bySeq.keys().next().value!)
  }

  /** Where the object that input `seq` wrote stands in a manifest. */
  of(seq: number, name: string | undefined): Origin | undefined {
    const documents = this.#bySeq.get(seq)
    const found = documents?.find(d => d.name === name) ?? documents?.[0]
    return found && { path: found.path, line: found.line }
  }
}
