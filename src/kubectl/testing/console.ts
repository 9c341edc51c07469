// Runs command lines in tests: what they printed, as a person would see it.
import type { ApiClient } from '../../engine/api/client.ts'
import { start } from '../index.ts'
import type { Files, Running, StartOptions } from '../running.ts'

/** Files from a map of paths to texts. */
export function filesFrom(texts: Readonly<Record<string, string>>): Files {
  return {
    read: path => texts[path.replace(/^\.\//, '')],
    list(folder) {
      const head = folder === '.' || folder === '' ? '' : `${folder.replace(/\/$/, '')}/`
      const inside = Object.keys(texts).filter(p => p.startsWith(head)).map(p => p.slice(head.length).split('/')[0]!)
      return inside.length ? [...new Set(inside)] : undefined
    },
  }
}

export interface Printed {
  readonly out: string
  readonly err: string
  readonly code: number | undefined
}

export const printed = (running: Running): Printed => ({
  out: running.output.filter(c => c.stream === 'out').map(c => c.text).join(''),
  err: running.output.filter(c => c.stream === 'err').map(c => c.text).join(''),
  code: running.exitCode,
})

/** A terminal on a cluster: `k('get pods')`. */
export function consoleOn(client: ApiClient, texts: Readonly<Record<string, string>> = {}, options: Partial<StartOptions> = {}) {
  const run = (line: string) => start(line, { client, files: filesFrom(texts), ...options })
  return { start: run, k: (line: string) => printed(run(line)) }
}
