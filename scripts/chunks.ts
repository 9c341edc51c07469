// Which chunk a module of the page belongs to: what the first paint cannot do without is one chunk, what the stage needs besides is
// another, and all else falls where dynamic imports cut it. Without this each module that two later parts share becomes a file of its own.

interface Graph { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null }

const ROOTS: readonly (readonly [chunk: string, root: RegExp])[] = [['page', /\/src\/main\.tsx$/], ['stage', /\/src\/ui\/stage\/Stage\.tsx$/]]

/** A group for rolldown's codeSplitting; one serves one build. */
export function firstLoad() {
  const roots = new Map<string, string>()
  let chunkOf: Map<string, string> | undefined
  const walk = (graph: Graph): Map<string, string> => {
    const chunks = new Map<string, string>()
    for (const [chunk] of ROOTS) {
      const queue = [roots.get(chunk)]
      for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
        if (chunks.has(at)) continue
        chunks.set(at, chunk)
        queue.push(...(graph.getModuleInfo(at)?.importedIds ?? []))
      }
    }
    return chunks
  }
  return {
    debugName: 'first load',
    /** Rolldown tests all modules before it names any: by then the roots are known. */
    test(id: string): boolean {
      for (const [chunk, root] of ROOTS) if (root.test(id.replaceAll('\\', '/'))) roots.set(chunk, id)
      return true
    },
    name: (id: string, graph: Graph): string | null => (chunkOf ??= walk(graph)).get(id) ?? null,
  }
}

/** Monaco's floors, from the ground up: each imports only what lies under it. src/ui/editor/loadMonaco.ts takes them one after the other. */
const FLOORS: readonly (readonly [chunk: string, holds: RegExp])[] = [
  ['monaco-base', /\/vs\/(base|nls|amdX)\b/],
  ['monaco-platform', /\/vs\/platform\//],
  ['monaco-common', /\/vs\/editor\/common\//],
  ['monaco-browser', /\/vs\/editor\/browser\//],
  ['monaco-contrib', /\/vs\/editor\/contrib\//],
  ['monaco-standalone', /\/vs\/(?!nls)/],
]

/** Monaco in pieces: 3.5 MB that come to life in one go would hold the page up for several frames. */
export const monacoFloors = () => ({
  debugName: 'Monaco by floors',
  test: /\/monaco-editor\/esm\/vs\//,
  name: (id: string): string | null => FLOORS.find(([, holds]) => holds.test(id.replaceAll('\\', '/').replace(/^.*\/monaco-editor\/esm/, '')))?.[0] ?? null,
})
