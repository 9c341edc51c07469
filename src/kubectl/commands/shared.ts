// Flags and steps that several commands share.
import { ApiError } from '../../engine/api/errors.ts'
import type { WriteOptions } from '../../engine/api/client.ts'
import { apiVersionOf, kindNamed, type Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { microTimeOf } from '../../kube/rfc3339.ts'
import { KubectlError, Refused, throwAll } from '../errors.ts'
import type { Flag } from '../parse/flags.ts'
import { kustomize, kustomizeText } from '../kustomize/build.ts'
import { readManifests, readText, type Read, type ReadOptions } from '../parse/manifests.ts'
import { listOf, nameOf, targetsOf } from '../parse/resources.ts'
import { nameText, ObjectPrinter, OUTPUT_FORMATS, parseFormat } from '../print/output.ts'
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

export const validateFlag: Flag = { name: 'validate', type: 'string', default: 'strict', alone: 'strict', values: ['strict', 'warn', 'ignore', 'true', 'false'] }

export const fieldManagerFlag = (value: string): Flag => ({ name: 'field-manager', type: 'string', default: value })

export const recordFlag: Flag = { name: 'record', type: 'bool', default: false, deprecated: '--record will be removed in the future' }

/** A line of kubectl's log: the day and the time, the process, the place in the source, the text. */
export function klogWarning(call: Invocation, place: string, text: string): void {
  const [, month, day, time] = /^\d+-(\d\d)-(\d\d)T([\d:.]+)Z$/.exec(microTimeOf(call.client.now))!
  call.err(`W${month}${day} ${time}       1 ${place}] ${text}\n`)
}

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
export function warner(call: Invocation): (text: string) => void {
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

const SUFFIX: Readonly<Record<DryRun, string>> = { none: '', client: ' (dry run)', server: ' (server dry run)' }

/** Prints what was done with an object: `job.batch/pi created`, or the object itself where `-o` asks for it. */
export class Reporter {
  private readonly printer: ObjectPrinter | undefined
  private readonly call: Invocation
  private readonly dryRun: DryRun
  constructor(call: Invocation, dryRun: DryRun = 'none') {
    this.call = call
    this.dryRun = dryRun
    const output = call.text('output')
    if (output) this.printer = new ObjectPrinter(parseFormat(output, OUTPUT_FORMATS), call.files, call.bool('show-managed-fields'))
  }

  /** Whether the object itself is printed, instead of words about it. */
  get printsObjects(): boolean {
    return this.printer !== undefined
  }

  done(object: AnyObject, what: string): void {
    if (this.printer) this.call.out(this.printer.print(object))
    else this.call.out(`${nameText(object)} ${what}${SUFFIX[this.dryRun]}\n`)
  }
}

export const suffixOf = (dryRun: DryRun): string => SUFFIX[dryRun]

/** What commands say that were given nothing to work on. */
export const NO_RESOURCES = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`

/** Whether `-f` or `-k` names what the command works on. */
export const hasFiles = (call: Invocation): boolean => call.strings('filename').length > 0 || call.text('kustomize') !== ''

/** What the files of `-f` hold, or what the kustomization of `-k` makes. */
export function manifestsOf(call: Invocation, validation: Validation = 'Strict'): Read[] {
  const folder = call.text('kustomize')
  const options: ReadOptions = {
    files: call.files, stdin: call.stdin, namespace: call.namespace, enforceNamespace: call.given.has('namespace'), recursive: call.bool('recursive'),
    onUnsupported: () => klogWarning(call, 'schema.go:145', 'cannot perform warn validation if server-side field validation is unsupported, skipping validation'),
    validate: validation === 'Strict' ? 'strict' : validation === 'Warn' ? 'warn' : 'ignore',
  }
  if (!folder) return readManifests(call.strings('filename'), options)
  if (call.strings('filename').length) throw new KubectlError('only one of -f or -k can be specified')
  return readText(kustomizeText(kustomize(folder, call.files, text => call.err(`${text}\n`))), folder, options)
}

/** An object that a command works on. */
export interface Found {
  readonly kind: Kind
  readonly namespace: string | undefined
  readonly object: AnyObject
  /** The file it was named in; undefined for those named on the line. */
  readonly source?: string
}

/** As anything outside kubectl calls `get`, with the types forgotten. */
export const getAny = (call: Invocation, kind: Kind, namespace: string | undefined, name: string): AnyObject =>
  call.client.get(kind, kind.namespaced ? namespace : undefined, name) as ApiObject as AnyObject

function named(call: Invocation, kind: Kind, namespace: string | undefined, name: string, unread: boolean): AnyObject {
  try {
    return getAny(call, kind, namespace, name)
  } catch (e) {
    // A real one asks for it right away: whether it is there, only he learns who may.
    if (!unread || !(e instanceof ApiError) || !(e.reason === 'Forbidden' || (e.reason === 'NotFound' && call.given.has('as')))) throw e
    return { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name, ...(kind.namespaced && namespace ? { namespace } : {}) } } as AnyObject
  }
}

export interface FindOptions {
  /** Lists of a kind count as well: `-l`, `--all`, a kind alone. */
  readonly lists?: boolean
  readonly args?: readonly string[]
  /** The kind where the arguments are names only. */
  readonly defaultKind?: Kind
  readonly allNamespaces?: boolean
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** What was named and may not be read is worked on as well, by its name alone. */
  readonly unread?: boolean
  /** Says what to do when an object was named in no way. */
  readonly onNothing?: () => KubectlError
}

/**
 * The objects that arguments, selectors and files name, as they stand now, and what could not be found, in the order of the line.
 * Nothing is thrown for an object that is not there: the others are worked on first.
 */
export function findObjects(call: Invocation, options: FindOptions = {}): { found: Found[]; errors: unknown[] } {
  const found: Found[] = []
  const errors: unknown[] = []
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (e) {
      if (!(e instanceof ApiError || e instanceof KubectlError)) throw e
      errors.push(e)
    }
  }
  if (hasFiles(call)) {
    for (const item of manifestsOf(call, 'Ignore')) {
      if ('error' in item) errors.push(item.error)
      else {
        const { kind, namespace, object, source } = item.info
        attempt(() => found.push({ kind, namespace, object: getAny(call, kind, namespace, object.metadata.name ?? ''), source }))
      }
    }
    return { found, errors }
  }
  const args = options.args ?? call.args
  const { labelSelector, fieldSelector, defaultKind } = options
  if (args.length === 0 && options.onNothing) throw options.onNothing()
  const targets = defaultKind && !args.some(a => a.includes('/')) ? args.map(name => ({ kind: defaultKind, name })) : targetsOf(args)
  const namespace = options.allNamespaces ? undefined : call.namespace
  for (const target of targets) {
    const { kind, name } = target
    if (name !== undefined) {
      if (labelSelector || fieldSelector) throw new KubectlError('name cannot be provided when a selector is specified')
      attempt(() => found.push({ kind, namespace: kind.namespaced ? namespace : undefined, object: named(call, kind, namespace, name, options.unread === true) }))
    } else if (options.lists || labelSelector || fieldSelector) {
      attempt(() => {
        const list = listOf(call.client, kind, { namespace, ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) })
        found.push(...list.map(object => ({ kind, namespace: object.metadata.namespace, object })))
      })
    } else {
      throw new KubectlError('resource(s) were provided, but no name was specified')
    }
  }
  return { found, errors }
}

/** Does something with each object; refusals are told after the others were tried. */
export function forEach<T>(items: readonly T[], errors: readonly unknown[], work: (item: T) => void): void {
  const all = [...errors]
  for (const item of items) {
    try {
      work(item)
    } catch (e) {
      if (!(e instanceof ApiError || e instanceof Refused || e instanceof KubectlError)) throw e
      all.push(e)
    }
  }
  throwAll(all)
}

/** Says with which file or object a refusal was met. */
export function doing<T>(what: string, source: string | undefined, work: () => T): T {
  try {
    return work()
  } catch (e) {
    if (source === undefined || !(e instanceof ApiError)) throw e
    throw new Refused(e, `error when ${what} ${JSON.stringify(source)}`)
  }
}

export const namedIn = (namespace: string | undefined): string => (namespace ? ` from ${namespace} namespace` : '')

/** The words of a line as `--record` notes them. */
export function changeCause(call: Invocation): string {
  const plain: string[] = []
  const flags: string[] = []
  const rest = [...call.words]
  const named = new Map([['f', 'filename'], ['l', 'selector'], ['n', 'namespace'], ['R', 'recursive'], ['o', 'output'], ['c', 'containers'], ['p', 'patch']])
  while (rest.length) {
    const word = rest.shift()!
    if (!word.startsWith('-')) plain.push(word)
    else if (word.startsWith('--') && word.includes('=')) flags.push(word)
    else if (word === '--record' || word === '-R') flags.push(`--${named.get(word.slice(1)) ?? word.replace(/^-+/, '')}=true`)
    else flags.push(`--${named.get(word.replace(/^-+/, '')) ?? word.replace(/^-+/, '')}=${rest.shift() ?? 'true'}`)
  }
  return ['kubectl', ...plain, ...flags].join(' ')
}

export const CHANGE_CAUSE = 'kubernetes.io/change-cause'

export { kindNamed, nameOf }
