// Flags that many commands have, and what they ask of a write.
import type { WriteOptions } from '../../engine/api/client.ts'
import { microTimeOf } from '../../kube/rfc3339.ts'
import { KubectlError } from '../errors.ts'
import type { Flag } from '../parse/flags.ts'
import { parseFormat, type Format } from '../print/output.ts'
import type { Invocation } from './command.ts'

export const filenameFlags: readonly Flag[] = [
  { name: 'filename', short: 'f', type: 'strings', default: [], values: 'file', usage: 'the files that contain the configurations' },
  { name: 'recursive', short: 'R', type: 'bool', default: false, usage: 'process the folder used in -f recursively' },
  { name: 'kustomize', short: 'k', type: 'string', default: '' },
]

export const selectorFlags: readonly Flag[] = [
  { name: 'selector', short: 'l', type: 'string', default: '', usage: 'label query to filter on' },
]

export const fieldSelectorFlag: Flag = { name: 'field-selector', type: 'string', default: '', usage: 'field query to filter on' }

export const dryRunFlag: Flag = {
  name: 'dry-run', type: 'string', default: 'none', alone: 'unchanged', values: ['none', 'client', 'server'],
  usage: 'must be "none", "server", or "client"',
}

export const outputFlags: readonly Flag[] = [
  { name: 'output', short: 'o', type: 'string', default: '', values: ['json', 'yaml', 'name', 'jsonpath='], usage: 'output format' },
  { name: 'show-managed-fields', type: 'bool', default: false },
  { name: 'template', type: 'string', default: '' },
  { name: 'allow-missing-template-keys', type: 'bool', default: true },
]

/** How objects are to be printed; nothing where nobody said so. */
export function formatOf(call: Invocation, allowed: readonly string[]): Format | undefined {
  const [output, template] = [call.text('output'), call.text('template')]
  return output || template ? parseFormat(output, allowed, template) : undefined
}

export const validateFlag: Flag = { name: 'validate', type: 'string', default: 'strict', alone: 'strict', values: ['strict', 'warn', 'ignore', 'true', 'false'] }

export const fieldManagerFlag = (value: string): Flag => ({ name: 'field-manager', type: 'string', default: value })

export const recordFlag: Flag = { name: 'record', type: 'bool', default: false, deprecated: '--record will be removed in the future' }

/** A line of kubectl's log: how bad it is, the day and the time, the process, the place in the source, the text. */
export function klogLine(call: Invocation, level: 'W' | 'F', place: string, text: string): string {
  const [, month, day, time] = /^\d+-(\d\d)-(\d\d)T([\d:.]+)Z$/.exec(microTimeOf(call.client.now))!
  return `${level}${month}${day} ${time}       1 ${place}] ${text}\n`
}

export const klogWarning = (call: Invocation, place: string, text: string): void => call.err(klogLine(call, 'W', place, text))

export type DryRun = 'none' | 'client' | 'server'

export function dryRunOf(call: Invocation): DryRun {
  const text = call.text('dry-run')
  if (text === 'none' || text === 'client' || text === 'server') return text
  if (text === 'unchanged') {
    klogWarning(call, 'helpers.go:731', '--dry-run is deprecated and can be replaced with --dry-run=client.')
    return 'client'
  }
  if (text === 'true' || text === 'false') {
    klogWarning(call, 'helpers.go:722', `--dry-run=${text} is deprecated (boolean value) and can be replaced with --dry-run=${text === 'true' ? 'client' : 'none'}.`)
    return text === 'true' ? 'client' : 'none'
  }
  throw new KubectlError(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`)
}

export type Validation = 'Strict' | 'Warn' | 'Ignore'

export function validationOf(call: Invocation): Validation {
  const text = call.text('validate')
  if (['strict', 'true'].includes(text)) return 'Strict'
  if (text === 'warn') return 'Warn'
  if (['ignore', 'false'].includes(text)) return 'Ignore'
  throw new KubectlError(`invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)`)
}

/** Prints each warning of the server once. */
function warner(call: Invocation): (text: string) => void {
  const told = new Set<string>()
  return text => {
    if (told.has(text)) return
    told.add(text)
    call.err(`Warning: ${text}\n`)
  }
}

export function writeOptions(call: Invocation, manager: string, extra: { validation?: Validation; dryRun?: DryRun } = {}): WriteOptions {
  return {
    fieldManager: call.given.has('field-manager') ? call.text('field-manager') : manager,
    // Commands without --validate leave it to the server, and that warns.
    fieldValidation: extra.validation ?? 'Warn',
    onWarning: warner(call),
    ...(extra.dryRun === 'server' ? { dryRun: true } : {}),
  }
}
