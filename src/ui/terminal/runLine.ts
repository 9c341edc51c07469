// A command line, from whichever part of the page: typed, or pressed as a button. It is echoed, run, and its output follows.
import { t } from '../i18n/index.ts'
import { files } from '../work/files.ts'
import type { Session } from '../session/session.ts'
import type { FileText } from '../../worker/protocol.ts'
import { AskError } from '../../worker/client.ts'
import { changeTranscript, forgetNewest, remember, terminal } from './store.ts'
import { noted, started, typed, untyped } from './transcript.ts'

export interface RunResult {
  readonly running: number
  /** undefined while the command still waits. */
  readonly exitCode: number | undefined
  /** What it printed on its error stream so far. */
  readonly errors: string
}

/**
 * Runs a line and says how it went as far as that is known at once; `more` where it is not whole yet and nothing was run; undefined where the
 * worker was lost under it.
 */
export async function runLine(session: Session, line: string, withFiles: readonly FileText[] = files.getState().files): Promise<RunResult | 'more' | undefined> {
  remember(line)
  const { transcript: before, prompt } = terminal.getState()
  const echo = typed(before, line === '\x03' ? '^C' : line === '\x04' ? '^D' : line, prompt)
  changeTranscript(() => echo.transcript)
  try {
    const { running, delta, more } = await session.kubectl(line, withFiles)
    if (more) {
      changeTranscript(transcript => untyped(transcript, echo.item))
      forgetNewest(line)
      return 'more'
    }
    changeTranscript(transcript => started(transcript, echo.item, running, delta.position))
    const end = delta.ended.find(e => e.running === running)
    return { running, exitCode: end?.exitCode, errors: delta.terminal.filter(c => c.running === running && c.stream === 'err').map(c => c.text).join('') }
  } catch (error) {
    if (!(error instanceof AskError)) throw error
    changeTranscript(transcript => noted(transcript, t().terminal.failed))
    return undefined
  }
}
