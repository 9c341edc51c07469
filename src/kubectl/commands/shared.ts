// What commands do to the objects they were given: one after the other, telling what was done and what was refused.
import { ApiError } from '../../engine/api/errors.ts'
import type { AnyObject } from '../../kube/object.ts'
import { asOne, KubectlError, Refused, throwAll } from '../errors.ts'
import { nameText, ObjectPrinter, OUTPUT_FORMATS } from '../print/output.ts'
import type { Invocation } from './command.ts'
import { formatOf, type DryRun } from './flags.ts'

const SUFFIX: Readonly<Record<DryRun, string>> = { none: '', client: ' (dry run)', server: ' (server dry run)' }

/** Prints what was done with an object: `job.batch/pi created`, or the object itself where `-o` asks for it. */
export class Reporter {
  private readonly printer: ObjectPrinter | undefined
  private readonly call: Invocation
  private readonly dryRun: DryRun
  constructor(call: Invocation, dryRun: DryRun = 'none') {
    this.call = call
    this.dryRun = dryRun
    const format = formatOf(call, OUTPUT_FORMATS)
    if (format) this.printer = new ObjectPrinter(format, call.files, call.bool('show-managed-fields'), call.bool('allow-missing-template-keys'))
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

/** Does something with each object; refusals are told after the others were tried, and last what could not be read. */
export function forEach<T>(items: readonly T[], errors: readonly unknown[], work: (item: T) => void, unread: readonly unknown[] = []): void {
  const all = [...errors]
  for (const item of items) {
    try {
      work(item)
    } catch (e) {
      if (!(e instanceof ApiError || e instanceof Refused || e instanceof KubectlError)) throw e
      all.push(e)
    }
  }
  throwAll(all.length ? [...all, ...asOne(unread)] : unread)
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
