// Programs that look for patterns: grep, sed, awk.
import type { Applet } from './applet.ts'
import { awk } from './awk/awk.ts'
import { grep } from './grep.ts'
import { sed } from './sed.ts'

export const PATTERNS: ReadonlyMap<string, Applet> = new Map([['grep', grep], ['egrep', grep], ['fgrep', grep], ['sed', sed], ['awk', awk], ['gawk', awk], ['mawk', awk]])
