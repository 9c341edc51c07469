// Opening one of the examples in the editor.
import { open } from '../work/files.ts'
import { exampleText, type ExampleName } from './examples.ts'
import { notify } from './notices.ts'

export const openExample = async (name: ExampleName): Promise<void> => {
  try { open(name, await exampleText(name)) } catch { notify({ tone: 'bad', text: t => t.common.notFetched }) }
}
