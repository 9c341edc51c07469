// `kubectl create KIND NAME …`: an object made of words. What every such command does with it.
import { ApiError } from '../../../engine/api/errors.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { KubectlError, usage } from '../../errors.ts'
import { hashOf } from '../../kustomize/generate.ts'
import { withLastApplied } from '../../lastApplied.ts'
import type { Flag } from '../../parse/flags.ts'
import type { Command, Invocation } from '../command.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, outputFlags, validateFlag, validationOf, writeOptions } from '../flags.ts'
import { Reporter } from '../shared.ts'

const common: readonly Flag[] = [
  ...outputFlags, dryRunFlag, validateFlag, fieldManagerFlag('kubectl-create'), { name: 'save-config', type: 'bool', default: false },
]

export interface Generator {
  /** `job`, `service nodeport`. */
  readonly path: string
  readonly aliases?: readonly string[]
  readonly summary: string
  /** What stands behind its path in its usage line. */
  readonly usage?: string
  readonly flags: readonly Flag[]
  /** `failed to create job`; left out where the server's refusal is passed on as it is. */
  readonly failure?: string
  /** How many words may stand behind the name (a command behind `--` counts). */
  readonly more?: boolean
  /** Kinds without a namespace. */
  readonly cluster?: boolean
  make(call: Invocation, name: string): AnyObject
}

export function generatorCommand(g: Generator): Command {
  const path = `create ${g.path}`
  return {
    path, summary: g.summary, flags: [...common, ...g.flags], completes: 'none', ...(g.usage ? { usage: `${path} ${g.usage}` } : {}), ...(g.aliases ? { aliases: g.aliases } : {}),
    run(call) {
      const names = call.dashAt < 0 ? call.args : call.args.slice(0, call.dashAt)
      // A command without `--` before it is taken as names, too many of them.
      if (g.more ? names.length === 0 || names.length > 1 : call.args.length !== 1) throw usage(path, `exactly one NAME is required, got ${g.more ? names.length : call.args.length}`)
      const dryRun = dryRunOf(call)
      const object = g.make(call, names[0]!)
      const placed: AnyObject = g.cluster || (dryRun === 'client' && !call.given.has('namespace')) ? object
        : { ...object, metadata: { ...object.metadata, namespace: call.namespace } }
      const final = call.bool('save-config') ? withLastApplied(placed) : placed
      const report = new Reporter(call, dryRun)
      if (dryRun === 'client') return report.done(final, 'created')
      try {
        report.done(call.client.create(final, g.cluster ? undefined : call.namespace, writeOptions(call, 'kubectl-create', { dryRun, validation: validationOf(call) })), 'created')
      } catch (e) {
        if (!(e instanceof ApiError) || !g.failure) throw e
        throw new KubectlError(`${g.failure}: ${e.message}`)
      }
    },
  }
}

export const appendHash: Flag = { name: 'append-hash', type: 'bool', default: false }

/** `--append-hash`: the name ends in a hash of what the object holds. */
export const withHash = (call: Invocation, o: AnyObject): AnyObject =>
  (call.bool('append-hash') ? { ...o, metadata: { ...o.metadata, name: `${o.metadata.name}-${hashOf({ type: '', ...o }, o.metadata.name)}` } } : o)

export const imageFlag: Flag = { name: 'image', type: 'string', default: '', usage: 'image name to run' }

/** What stands behind the name: the command of the container. */
export const commandOf = (call: Invocation): readonly string[] => (call.dashAt < 0 ? call.args.slice(1) : [...call.args.slice(1, call.dashAt), ...call.args.slice(call.dashAt)])
