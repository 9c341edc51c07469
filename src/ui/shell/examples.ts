// The names of the manifests to begin with; their titles are in ui/i18n, by file name. Their texts are fetched later, but for the first.
import firstText from '../../examples/para-job.yaml?raw'
import type { Messages } from '../i18n/index.ts'
import { alsoLater } from '../kit/Later.tsx'

export type ExampleName = keyof Messages['examples']

export const exampleNames: readonly ExampleName[] = [
  'para-job.yaml', 'paral-8x2.yaml', 'calculate-pi.yaml', 'pi-job.yaml', 'testjobv2.yaml', 'testjobv3.yaml', 'testjobv4.yaml', 'testjobv5.yaml', 'testjobv6.yaml', 'testjobv1.yaml',
]

const texts = () => import('./exampleTexts.ts')
alsoLater(texts)

/** The text of an example. Rejects where it cannot be fetched. */
export const exampleText = async (name: ExampleName): Promise<string> => (await texts()).examples[name]

/** What a newcomer finds in the editor. */
export const FIRST: ExampleName = 'para-job.yaml'
export { firstText }
