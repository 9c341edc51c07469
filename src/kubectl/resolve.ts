// Which command the words mean, and what is left of them. Upstream: spf13/cobra, Command.Find.
import { below } from './commands/registry.ts'
import type { Command } from './commands/command.ts'
import { KubectlError } from './errors.ts'
import { globalFlags } from './parse/globals.ts'

const NEAR = 2

/** How many letters must be changed to make one word of the other. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1]!.toLowerCase() === b[j - 1]!.toLowerCase() ? 0 : 1))
    row = next
  }
  return row[b.length]!
}

/** Commands that could have been meant. */
const suggestions = (word: string): string[] =>
  below('').map(c => c.path).filter(name => distance(word, name) <= NEAR || name.toLowerCase().startsWith(word.toLowerCase()))

function unknown(word: string): KubectlError {
  const near = suggestions(word)
  const hint = near.length ? `\n\nDid you mean this?\n${near.map(n => `\t${n}\n`).join('')}` : ''
  return new KubectlError(`unknown command ${JSON.stringify(word)} for "kubectl"${hint}`)
}

const matches = (c: Command, word: string) => c.path.slice(c.path.lastIndexOf(' ') + 1) === word || (c.aliases?.includes(word) ?? false)

/** Whether the word behind this one is its value. */
function takesNext(word: string, command: Command | undefined): boolean {
  if (word.includes('=')) return false
  const flags = [...globalFlags, ...(command?.flags ?? [])]
  const flag = word.startsWith('--') ? flags.find(f => f.name === word.slice(2)) : word.length === 2 ? flags.find(f => f.short === word[1]) : undefined
  return flag !== undefined && flag.type !== 'bool' && flag.alone === undefined
}

/** Goes down from group to command; flags may stand before and between the names. */
export function commandFor(words: readonly string[]): { readonly command: Command | undefined; readonly rest: readonly string[] } {
  let command: Command | undefined
  let rest = [...words]
  for (;;) {
    let at = 0
    while (at < rest.length && rest[at]!.startsWith('-') && rest[at] !== '--' && rest[at] !== '-') at += takesNext(rest[at]!, command) ? 2 : 1
    const word = rest[at]
    if (word === undefined || word === '--' || (command && !command.group)) break
    const next = below(command?.path ?? '').find(c => matches(c, word))
    if (!next) {
      if (!command) throw unknown(word)
      break
    }
    command = next
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)]
  }
  return { command, rest }
}

