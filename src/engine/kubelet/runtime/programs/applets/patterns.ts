// Programs that look for patterns: grep, sed, awk.
import type { Applet } from './applet.ts'
import { grep } from './grep.ts'

export const PATTERNS: ReadonlyMap<string, Applet> = new Map([['grep', grep], ['egrep', grep], ['fgrep', grep]])
