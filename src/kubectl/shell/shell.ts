// The shell around kubectl in the page's terminal: bash, the same that runs in containers, with kubectl and a few programs of our own.
import { isUnfinished } from '../../engine/index.ts'
import type { StartOptions } from '../running.ts'
import { Line } from './line.ts'
import { Shell } from './session.ts'

/** Starts what was typed: one line, or several. It prints, ends or waits as a shell would, and never waits by itself. */
export const startLine = (text: string, options: StartOptions, shell: Shell = new Shell()): Line => Line.start(text, options, shell)

/** Whether a shell would ask for another line: a loop without its `done`, quotes without their end, a here-document. */
export const wantsMore = (text: string): boolean => isUnfinished(text, 'bash')
