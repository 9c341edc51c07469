// Flags as help lists them: `    -o, --output='':` and below it what it is for.
import { goDuration } from '../parse/duration.ts'
import type { Flag } from '../parse/flags.ts'
import { globalFlags } from '../parse/globals.ts'
import { flagTexts } from './flagTexts.ts'

/** Flags of every command that `options` does not list. */
const UNLISTED = ['help', 'kuberc']

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1)

function defaultText({ type, default: value, alone }: Flag): string {
  switch (type) {
    case 'strings': case 'list': return `[${(value as readonly string[] | undefined ?? []).join(',')}]`
    case 'string': return `'${String(value ?? '')}'`
    case 'duration': return goDuration(Number(value ?? 0))
    default: return String(value ?? alone ?? '')
  }
}

/** What a flag is for: of this command, or wherever it stands. */
export const flagText = (path: string, flag: Flag): string | undefined => flag.usage ?? flagTexts[`${path} ${flag.name}`] ?? flagTexts[flag.name]

export const flagLines = (path: string, flags: readonly Flag[]): string => flags.map(f => (
  `    ${f.short && f.short !== f.name ? `-${f.short}, ` : f.name === f.short ? '-v, ' : ''}--${f.name}=${defaultText(f)}:\n\t${flagText(path, f) ?? ''}\n`)).join('\n')

/** `kubectl options`. */
export const optionsText = (): string =>
  `The following options can be passed to any command:\n\n${flagLines('options', globalFlags.filter(f => !UNLISTED.includes(f.name)).toSorted(byName))}`
