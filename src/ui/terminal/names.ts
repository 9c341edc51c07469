// Names of objects in printed text: which word a click has hit, and which object of the cluster it stands for. Loaded with the first click.
import { kinds } from '../../kube/kinds.ts'
import { keyFrom, refOf, type Ref } from '../../kube/keys.ts'
import type { Rows } from '../mirror/index.ts'

const byWord = new Map(kinds.flatMap(k => [k.plural, k.singular, k.kind.toLowerCase(), ...k.shortNames, ...(k.group ? [`${k.singular}.${k.group}`, `${k.plural}.${k.group}`] : [])].map(w => [w, k] as const)))

/** Whether the page knows such an object (now, or from its story). */
function known(rows: Rows, ref: Ref): boolean {
  const [plural] = ref.split('/', 1)
  if (plural === 'pods') return [...rows.stories.values()].some(s => s.ref === ref) || [...rows.pods.values()].some(p => p.ref === ref)
  if (plural === 'nodes') return [...rows.nodes.values()].some(n => n.ref === ref)
  if (plural === 'jobs') return [...rows.jobs.values()].some(j => j.ref === ref)
  return [...rows.objects.values()].some(o => o.ref === ref)
}

/** The object that a word of kubectl's output names (`calculate-pi-x7k2p`, `job.batch/calculate-pi`), or nothing. */
export function refOfWord(rows: Rows, word: string, namespace = 'default'): Ref | undefined {
  const clean = word.replace(/^["'(]+|["'),.:;]+$/g, '')
  if (clean.length < 2 || clean.length > 300) return undefined
  const slash = clean.indexOf('/')
  if (slash > 0) {
    const kind = byWord.get(clean.slice(0, slash).toLowerCase())
    if (kind !== undefined) {
      const ref = refOf(kind.plural, keyFrom(kind.namespaced ? namespace : undefined, clean.slice(slash + 1)))
      return known(rows, ref) ? ref : undefined
    }
  }
  // The same name may stand in another namespace: one's own comes first.
  let elsewhere: Ref | undefined
  for (const table of [rows.pods, rows.jobs, rows.nodes, rows.objects, rows.stories]) {
    for (const row of table.values()) {
      if (row.name !== clean) continue
      if (!('namespace' in row) || row.namespace === undefined || row.namespace === namespace) return row.ref
      elsewhere ??= row.ref
    }
  }
  return elsewhere
}

/** The word around a place in a text. */
export function wordAt(text: string, offset: number): string {
  const isWord = (c: string | undefined) => c !== undefined && /[\w./-]/.test(c)
  let from = offset
  let to = offset
  while (isWord(text[from - 1])) from--
  while (isWord(text[to])) to++
  return text.slice(from, to)
}

/** The word under a place of the window. */
export function clickedWord(place: { readonly clientX: number; readonly clientY: number }): string {
  const doc = document as Document & { caretPositionFromPoint?(x: number, y: number): { offsetNode: Node; offset: number } | null }
  const at = doc.caretPositionFromPoint?.(place.clientX, place.clientY)
  const range = at ? undefined : document.caretRangeFromPoint?.(place.clientX, place.clientY)
  const node = at?.offsetNode ?? range?.startContainer
  return node?.nodeType === Node.TEXT_NODE ? wordAt(node.textContent ?? '', at?.offset ?? range?.startOffset ?? 0) : ''
}
