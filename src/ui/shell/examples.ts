// The manifests to begin with, by file name. Their groups (exampleGroups.ts), their titles (i18n/examples) and their texts are fetched
// later, but for the first text.
import firstText from '../../examples/para-job.yaml?raw'
import type { ExampleWords } from '../i18n/examples/index.ts'
import { alsoLater } from '../kit/Later.tsx'

export type ExampleName = keyof ExampleWords['titles']
export type ExampleGroup = keyof ExampleWords['groups']

const texts = () => import('./exampleTexts.ts')
alsoLater(texts)

/** The text of an example. Rejects where it cannot be fetched. */
export const exampleText = async (name: ExampleName): Promise<string> => (await texts()).examples[name]

/** What a newcomer finds in the editor. */
export const FIRST: ExampleName = 'para-job.yaml'
export { firstText }
