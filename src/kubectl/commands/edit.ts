// kubectl edit: objects as a text that somebody changes; what changed is sent as a patch, and what was refused is shown in the text again.
// Upstream: kubectl/pkg/cmd/util/editor/editoptions.go.
import { ApiError } from '../../engine/api/errors.ts'
import { createStrategicPatch, PatchError, withManagedFields } from '../../engine/index.ts'
import { resourceOf, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { schemaOf } from '../../kube/schema.ts'
import { toYaml } from '../../kube/yaml.ts'
import { EditorFailure, type Editing } from '../editor.ts'
import { KubectlError } from '../errors.ts'
import { readText, type Info } from '../parse/manifests.ts'
import { compactJson, prettyJson } from '../print/json.ts'
import { sameJson } from '../sameJson.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { findObjects, type Found, hasFiles, NO_RESOURCES } from './find.ts'
import { fieldManagerFlag, filenameFlags, outputFlags, validateFlag, validationOf, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

/** What is edited, and what is done with what somebody left. */
export interface Editable {
  readonly header: string
  /** What is said of an object that was sent. */
  readonly done: string
  /** Each object was read from the cluster, and is found again among those by its uid; otherwise every object of the text is sent. */
  readonly existing: boolean
  /** apiVersion, kind and name stay as they were. */
  readonly keepsName: boolean
  send(call: Invocation, kind: Kind, place: Pick<Found, 'namespace'>, before: AnyObject, edited: AnyObject): AnyObject
}

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`

/** Why a text is opened again. */
interface Reason { readonly head: string; readonly other: readonly string[] }

const inComment = (text: string): string => text.replaceAll('\n', '\n# ')
const headerOf = (header: string, reasons: readonly Reason[]): string =>
  header + reasons.map(({ head, other }) => `# ${inComment(head)}${other.length ? ':' : ''}\n${other.map(o => `# * ${inComment(o)}\n`).join('')}#\n`).join('')
/** A text without the lines that are remarks. */
const bare = (text: string): string => text.split('\n').filter(l => !/^\s*#/.test(l)).join('\n')

function edit(call: Invocation): Waiting {
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const subresource = call.text('subresource')
  const format = call.text('output') || 'yaml'
  if (call.bool('output-patch') && call.given.has('output')) throw new KubectlError("the edit mode doesn't support output the patch")
  if (!['yaml', 'json'].includes(format)) throw new KubectlError(`The flag 'output' must be one of yaml|json`)
  const labelSelector = call.text('selector')
  const { found, errors } = findObjects(call, { lists: true, ...(labelSelector ? { labelSelector } : {}) })
  forEach([], errors, () => {})
  if (found.length === 0) throw new KubectlError('edit cancelled, no objects found')
  return new Edit(call, found, format, live(subresource))
}

/** A live object: what changed of it is sent as a patch. */
const live = (subresource: string): Editable => ({
  header: HEADER, done: 'edited', existing: true, keepsName: true,
  send(call, kind, { namespace }, before, edited) {
    const patch = createStrategicPatch(schemaOf(kind)!, before as any, edited as any) as Record<string, unknown>
    if (call.bool('output-patch')) call.out(`Patch: ${compactJson(patch)}\n`)
    const options = { ...writeOptions(call, 'kubectl-edit', { validation: validationOf(call) }), ...(subresource ? { subresource } : {}) }
    return call.client.patch(kind, namespace, before.metadata.name, 'strategic', patch, options) as unknown as AnyObject
  },
})

/** Objects that are not there yet: they are made as they were left. Upstream: kubectl/pkg/cmd/create, RunEditOnCreate. */
export const beforeCreation: Editable = {
  header: HEADER, done: 'created', existing: false, keepsName: false,
  send: (call, _kind, { namespace }, _before, edited) => call.client.create(edited, namespace, writeOptions(call, 'kubectl-create', { validation: validationOf(call) })),
}

export class Edit implements Waiting {
  /** Saving writes nothing to the cluster until this command has read what was saved. */
  readonly restless = true
  readonly #call: Invocation
  readonly #found: readonly Found[]
  readonly #mode: Editable
  /** The text as it was handed out first, and as it was left before the last time it was opened. */
  readonly #original: string
  #before: string | undefined
  readonly #editing: Editing

  constructor(call: Invocation, found: readonly Found[], format: string, mode: Editable) {
    this.#call = call
    this.#found = found
    this.#mode = mode
    if (!call.editor) throw new KubectlError('unable to launch the editor "vi"')
    const shown = found.map(f => (call.bool('show-managed-fields') ? withManagedFields(f.object) : f.object))
    const value = shown.length === 1 ? shown[0]! : { apiVersion: 'v1', items: shown, kind: 'List', metadata: {} }
    this.#original = headerOf(mode.header, []) + (format === 'json' ? `${prettyJson(value)}\n` : toYaml(value))
    this.#editing = opened(() => call.editor!.open(this.#original))
  }

  step(): number | undefined {
    for (;;) {
      const { result } = this.#editing
      if (result === undefined) return undefined
      const code = this.#left(result)
      if (code !== undefined) {
        if (code === 0) this.#editing.done(false)
        return code
      }
    }
  }

  /** What somebody left: done, or opened again. */
  #left(text: string): number | undefined {
    if (this.#before !== undefined && bare(text) === bare(this.#before)) throw this.#kept(new KubectlError('Edit cancelled, no valid changes were saved.'))
    if (bare(text) === bare(this.#original)) {
      this.#call.err('Edit cancelled, no changes made.\n')
      return 0
    }
    if (bare(text).trim() === '') {
      this.#call.err('Edit cancelled, saved file was empty.\n')
      return 0
    }
    const { files, stdin, namespace, given } = this.#call
    const read = readText(bare(text), this.#editing.path, { files, stdin, namespace, enforceNamespace: given.has('namespace'), recursive: false, validate: 'ignore' })
    const unread = read.find(r => 'error' in r)
    if (unread && 'error' in unread) {
      const why = unread.error instanceof Error ? unread.error.message : String(unread.error)
      return this.#again(text, [{ head: `The edited file had a syntax error: ${why}`, other: [] }])
    }
    const reasons: Reason[] = []
    const lost = { retryable: false, notFound: false }
    for (const item of read) if ('info' in item) this.#send(item.info, reasons, lost)
    const { path } = this.#editing
    if (lost.retryable) return this.#gaveUp(`You can run \`kubectl replace -f ${path}\` to try this update again.\n`)
    if (lost.notFound) return this.#gaveUp(`The edits you made on deleted resources have been saved to ${JSON.stringify(path)}\n`)
    return reasons.length ? this.#again(text, reasons) : 0
  }

  /** Sends what changed of one object; an error that the person can mend is a reason to open the text again. */
  #send({ kind, object: edited, namespace }: Info, reasons: Reason[], lost: { retryable: boolean; notFound: boolean }): void {
    const [call, mode] = [this.#call, this.#mode]
    const original = mode.existing ? this.#found.find(f => f.object.metadata.uid === edited.metadata.uid) : { namespace, object: edited }
    if (!original) throw this.#kept(new KubectlError(`no original object found for ${compactJson(edited)}`))
    const before = mode.existing && call.bool('show-managed-fields') ? withManagedFields(original.object) : original.object
    const report = new Reporter(call)
    if (mode.existing && sameJson(before, edited)) return report.done(before, 'skipped')
    if (mode.keepsName && (before.apiVersion !== edited.apiVersion || before.kind !== edited.kind || before.metadata.name !== edited.metadata.name)) {
      throw this.#kept(new KubectlError('At least one of apiVersion, kind and name was changed'))
    }
    const resource = resourceOf(kind)
    // What shall be named by the server has none yet.
    const { name = '' } = before.metadata
    try {
      report.done(mode.send(call, kind, original, before, edited), mode.done)
    } catch (e) {
      if (e instanceof PatchError) throw this.#kept(new KubectlError(e.message))
      if (!(e instanceof ApiError)) throw e
      if (e.reason === 'Invalid') {
        reasons.push({ head: `${resource} ${JSON.stringify(name)} was not valid`, other: (e.details.causes ?? []).map(c => `${c.field}: ${c.message}`) })
        call.err(`error: ${resource} ${JSON.stringify(name)} is invalid\n`)
      } else if (!mode.existing) {
        throw this.#kept(new KubectlError(e.message))
      } else if (e.reason === 'NotFound') {
        lost.notFound = true
        call.err(`error: ${resource} ${JSON.stringify(name)} could not be found on the server\n`)
      } else {
        lost.retryable = true
        call.err(`error: ${resource} ${JSON.stringify(name)} could not be patched: ${e.message}\n`)
      }
    }
  }

  #again(text: string, reasons: readonly Reason[]): undefined {
    this.#before = text
    opened(() => this.#editing.again(headerOf(this.#mode.header, reasons) + bare(text)))
  }

  #gaveUp(advice: string): number {
    this.#call.err(advice)
    this.#editing.done(true)
    return 1
  }

  /** What was typed is never lost to an error: it lies where it was edited. */
  #kept(error: KubectlError): KubectlError {
    this.#call.err(`A copy of your changes has been stored to ${JSON.stringify(this.#editing.path)}\n`)
    this.#editing.done(true)
    return error
  }
}

function opened<T>(work: () => T): T {
  try {
    return work()
  } catch (e) {
    if (e instanceof EditorFailure) throw new KubectlError(e.message)
    throw e
  }
}

export const editCommand: Command = {
  path: 'edit', summary: 'Edit a resource on the server', completes: 'resources', run: edit,
  flags: [
    ...filenameFlags, ...outputFlags, validateFlag, fieldManagerFlag('kubectl-edit'), { name: 'selector', short: 'l', type: 'string', default: '' },
    { name: 'save-config', type: 'bool', default: false }, { name: 'subresource', type: 'string', default: '' },
    { name: 'output-patch', type: 'bool', default: false }, { name: 'windows-line-endings', type: 'bool', default: false },
  ],
}
