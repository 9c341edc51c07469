// kubectl wait. Upstream: kubectl/pkg/cmd/wait.
import { ApiError } from '../../engine/api/errors.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { nameOf, targetsOf } from '../parse/resources.ts'
import { find, goText, JsonPathError, parseRelaxed, type JsonPath } from '../print/jsonpath.ts'
import { isGone } from './delete.ts'
import { findObjects, hasFiles, manifestsOf } from './find.ts'
import { fieldSelectorFlag, filenameFlags, outputFlags, selectorFlags } from './flags.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { Reporter } from './shared.ts'

type Condition = (object: AnyObject) => boolean

/** What `--for` asks, of an object that is there. */
function conditionOf(text: string): Condition | 'delete' | 'create' {
  const lower = text.toLowerCase()
  if (lower === 'delete' || lower === 'create') return lower
  if (text.startsWith('condition=')) {
    const [type = '', status = 'true'] = text.slice('condition='.length).split('=')
    return o => {
      if ((o.status?.observedGeneration ?? Infinity) < (o.metadata.generation ?? 0)) return false
      const found = o.status?.conditions?.find((c: any) => c.type.toLowerCase() === type.toLowerCase())
      if (!found || (found.observedGeneration ?? Infinity) < (o.metadata.generation ?? 0)) return false
      return found.status.toLowerCase() === status.toLowerCase()
    }
  }
  if (text.startsWith('jsonpath=')) {
    if (text === 'jsonpath=') throw new KubectlError('jsonpath expression cannot be empty')
    const match = /^jsonpath=(?:'|")?(\{.*?\}|[^=]+)(?:'|")?(?:=(.*))?$/.exec(text)
    if (!match) throw new KubectlError('jsonpath wait format must be --for=jsonpath=\'{.status.readyReplicas}\'=3 or --for=jsonpath=\'{.status.readyReplicas}\'')
    return jsonPathCondition(match[1]!, match[2]?.replace(/^(['"])(.*)\1$/, '$2'))
  }
  throw new KubectlError(`unrecognized condition: ${JSON.stringify(text)}`)
}

function jsonPathCondition(expression: string, wanted: string | undefined): Condition {
  let path: JsonPath
  try {
    path = parseRelaxed(expression)
  } catch (e) {
    throw e instanceof JsonPathError ? new KubectlError(e.message) : e
  }
  if (wanted === '') throw new KubectlError("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3")
  return o => {
    const values = find(path, o)
    if (values.length === 0) return false
    if (wanted === undefined) return true
    if (values.length > 1) throw new KubectlError('given jsonpath expression matches more than one value')
    if (typeof values[0] === 'object') throw new KubectlError('jsonpath leads to a nested object or list which is not supported')
    return goText(values[0]).trim() === wanted.trim()
  }
}

interface Awaited {
  readonly kind: Kind
  readonly namespace: string | undefined
  readonly name: string
  readonly uid: string | undefined
}

/** Objects that need not be there yet: as named on the line or in files. */
function namesOnly(call: Invocation): Awaited[] {
  if (hasFiles(call)) {
    return manifestsOf(call, 'Ignore').map(item => {
      if ('error' in item) throw item.error
      return { kind: item.info.kind, namespace: item.info.namespace, name: item.info.object.metadata.name ?? '', uid: undefined }
    })
  }
  return targetsOf(call.args).flatMap(t => (t.name === undefined ? [] : [{ kind: t.kind, namespace: call.namespace, name: t.name, uid: undefined }]))
}

function select(call: Invocation, forDeletion: boolean): { list: Awaited[]; errors: unknown[] } {
  const [labelSelector, fieldSelector] = [call.text('selector'), call.text('field-selector')]
  const { found, errors } = findObjects(call, {
    lists: call.bool('all'), allNamespaces: call.bool('all-namespaces'), ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}),
  })
  const list = found.map(({ kind, object }) => ({ kind, namespace: object.metadata.namespace, name: object.metadata.name!, uid: object.metadata.uid }))
  if (forDeletion) return { list, errors: errors.filter(e => !(e instanceof ApiError && e.reason === 'NotFound')) }
  if (list.length === 0 && errors.length === 0) throw new KubectlError('no matching resources found')
  return { list, errors }
}

function run(call: Invocation): Waiting {
  const [text] = call.strings('for')
  if (!text) throw new KubectlError('unrecognized condition: []')
  const condition = conditionOf(text)
  const timeout = call.number('timeout')
  const deadline = timeout < 0 ? call.client.now + 168 * 3_600_000 : call.client.now + timeout
  const { list, errors } = condition === 'create' ? { list: namesOnly(call), errors: [] } : select(call, condition === 'delete')
  const report = new Reporter(call)
  const live = (a: Awaited): AnyObject => call.client.get(a.kind, a.kind.namespaced ? a.namespace : undefined, a.name) as unknown as AnyObject
  const met = (a: Awaited): boolean => {
    if (condition === 'delete') return isGone(call.client, a.kind, a.namespace, a.name, a.uid)
    try {
      const object = live(a)
      return condition === 'create' || condition(object)
    } catch (e) {
      if (condition === 'create' && e instanceof ApiError && e.reason === 'NotFound') return false
      throw e
    }
  }
  let left = [...list]
  return {
    get nextAt() {
      return deadline
    },
    step() {
      while (left.length && met(left[0]!)) {
        const [a] = left.splice(0, 1)
        if (report.printsObjects && condition !== 'delete') report.done(live(a!), 'condition met')
        else call.out(`${nameOf(a!.kind, a!.name)} condition met\n`)
      }
      if (left.length === 0) {
        throwAll(errors)
        return 0
      }
      if (call.client.now < deadline) return undefined
      if (timeout === 0) throwAll(left.map(a => new KubectlError(`condition not met for ${a.kind.plural}/${a.name}`)))
      // What waits to be made has no name yet for those who wait.
      if (condition === 'create') throw new KubectlError('timed out waiting for the condition')
      throwAll([...left.map(a => new KubectlError(`timed out waiting for the condition on ${a.kind.plural}/${a.name}`)), ...errors])
      return 1
    },
    rewound() {
      left = [...list]
    },
  }
}

export const wait: Command = {
  path: 'wait', summary: 'Wait for a specific condition on one or many resources', completes: 'resources', run,
  flags: [
    ...filenameFlags, ...selectorFlags, fieldSelectorFlag, ...outputFlags,
    { name: 'for', type: 'list', default: [], values: ['condition=', 'delete', 'create', 'jsonpath='] },
    { name: 'timeout', type: 'duration', default: 30_000 },
    { name: 'all', type: 'bool', default: false },
    { name: 'all-namespaces', short: 'A', type: 'bool', default: false },
  ],
}
