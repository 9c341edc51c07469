// The texts of the examples. A chunk of its own: import it through examples.ts.
import type { ExampleName } from './examples.ts'

const files = import.meta.glob<string>('../../examples/**/*.yaml', { query: '?raw', import: 'default', eager: true })

/** By name, without folders. That there is one for each name is tested beside them (examples/surprises). */
export const examples = Object.fromEntries(Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text])) as Readonly<Record<ExampleName, string>>
