// Whether a file in the editor is one of the examples of which there is something to say.
import { tries, type Noted } from './tries.ts'

/** So much of an example must still be there for its note to be of use. */
const ENOUGH = 0.6

/** The example that a file is, if it still is: its name (with a number behind it where it was taken), and most of its lines. */
export function noteFor(path: string, text: string, examples: Readonly<Record<string, string>>): Noted | undefined {
  const name = [path, path.replace(/-\d+(?=\.)/, '')].find(n => Object.hasOwn(tries, n))
  const own = name === undefined ? undefined : examples[name]
  if (own === undefined) return undefined
  if (own === text) return name as Noted
  const there = new Set(text.split('\n'))
  const lines = own.split('\n').filter(line => line.trim() !== '')
  return lines.filter(line => there.has(line)).length >= lines.length * ENOUGH ? name as Noted : undefined
}
