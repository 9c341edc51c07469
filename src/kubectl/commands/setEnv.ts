// kubectl set env: variables set, taken away, taken over from a ConfigMap or Secret, or listed. Upstream: kubectl/pkg/cmd/set/set_env.go, env/env_resolve.go.
import { fromBase64 } from '../../kube/base64.ts'
import type { Container, EnvVar, EnvVarSource, PodSpec } from '../../kube/core.ts'
import { ApiError } from '../../engine/api/errors.ts'
import { Pattern } from '../../engine/index.ts'
import { KubectlError } from '../errors.ts'
import type { Invocation } from './command.ts'
import { findObjects, type Found, getAny } from './find.ts'
import { forEach } from './shared.ts'
import { ConfigMap, Secret } from '../../kube/kinds.ts'
import { withPodSpec } from './templates.ts'
import { update, type Updated } from './podSpecs.ts'

const ENV_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*'
const NO_ENV_NAME = "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit " +
  `(e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '${ENV_NAME}')`

/** `KEY=VALUE` or `KEY-`; a reference to an object has a slash before the sign. */
const isPair = (arg: string) => /^[^/=]+=/.test(arg) || /^[A-Za-z_][\w.-]*-$/.test(arg)

/** Whether a container is meant by `-c`: a name, or a pattern with `*`. */
export const chosen = (pattern: string, name: string): boolean =>
  new Pattern(`^${pattern.split('*').map(s => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name)

/** The new variables take the places of those of their names; the others come after. */
export function updatedEnv(existing: readonly EnvVar[], set: readonly EnvVar[], removed: readonly string[]): EnvVar[] {
  const covered = new Set(removed)
  const out: EnvVar[] = []
  for (const e of existing) {
    if (covered.has(e.name)) continue
    const newer = set.find(s => s.name === e.name)
    if (newer) covered.add(e.name)
    out.push(newer ?? e)
  }
  for (const e of set) {
    if (covered.has(e.name)) continue
    covered.add(e.name)
    out.push(e)
  }
  return out
}

/** Where a variable's value comes from, in words. */
export function sourceText(from: EnvVarSource): string {
  if (from.configMapKeyRef) return `configmap ${from.configMapKeyRef.name}, key ${from.configMapKeyRef.key}`
  if (from.secretKeyRef) return `secret ${from.secretKeyRef.name}, key ${from.secretKeyRef.key}`
  if (from.fieldRef) return `field path ${from.fieldRef.fieldPath}`
  if (from.resourceFieldRef) return `resource field ${from.resourceFieldRef.containerName ? `${from.resourceFieldRef.containerName}/` : ''}${from.resourceFieldRef.resource}`
  return 'invalid valueFrom'
}

/** One variable for each key of the ConfigMap or Secret that `--from` names. */
function takenOver(call: Invocation, from: string): EnvVar[] {
  const keys = call.strings('keys')
  const { found, errors } = findObjects(call, { args: [from] })
  if (errors.length) throw errors[0]
  return found.flatMap(({ kind, object }) => {
    const ref = kind.kind === 'Secret' ? 'secretKeyRef' : kind.kind === 'ConfigMap' ? 'configMapKeyRef' : undefined
    if (!ref) throw new KubectlError('unsupported resource specified in --from')
    return Object.keys(object.data ?? {}).toSorted().filter(key => keys.length === 0 || keys.includes(key)).map((key): EnvVar => {
      const name = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase()
      if (name !== key) call.err(`Warning: key ${key} transferred to ${name}\n`)
      return { name, valueFrom: { [ref]: { name: object.metadata.name!, key } } }
    })
  })
}

function pairsIn(texts: readonly string[]): { set: EnvVar[]; removed: string[] } {
  const set = texts.filter(p => p.includes('=')).map(p => ({ name: p.slice(0, p.indexOf('=')), value: p.slice(p.indexOf('=') + 1) }))
  const removed = texts.filter(p => !p.includes('=') && p.endsWith('-')).map(p => p.slice(0, -1))
  for (const { name } of set) {
    if (!new Pattern(`^${ENV_NAME}$`).test(name)) throw new KubectlError(`${JSON.stringify(name)} is not a valid key name: ${NO_ENV_NAME}`)
  }
  const both = set.find(s => removed.includes(s.name))
  if (both) throw new KubectlError('can not both modify and remove the same environment variable in the same command')
  return { set, removed }
}

/** The value behind a reference, as `--resolve` shows it; undefined where only the cluster's kubelet knows it. */
function resolved(call: Invocation, f: Found, from: EnvVarSource): string | undefined {
  const ref = from.configMapKeyRef ?? from.secretKeyRef
  if (ref) {
    const value = getAny(call, from.secretKeyRef ? Secret : ConfigMap, f.namespace, ref.name!).data?.[ref.key]
    if (value === undefined) throw new KubectlError(`key ${ref.key} not found in ${from.secretKeyRef ? 'secret' : 'config map'} ${ref.name}`)
    return from.secretKeyRef ? fromBase64(value) : value
  }
  const path = from.fieldRef?.fieldPath
  const at = path === 'metadata.name' ? f.object.metadata.name : path === 'metadata.namespace' ? f.object.metadata.namespace : undefined
  return at
}

function list(call: Invocation, f: Found, c: Container): boolean {
  let missed = false
  const trouble = new Map<string, string[]>()
  call.out(`# ${f.kind.kind} ${f.object.metadata.name}, container ${c.name}\n`)
  for (const e of c.env ?? []) {
    if (!e.valueFrom) {
      call.out(`${e.name}=${e.value ?? ''}\n`)
      continue
    }
    let value: string | undefined
    try {
      value = call.bool('resolve') ? resolved(call, f, e.valueFrom) : undefined
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof KubectlError)) throw error
      trouble.set(error.message, [...(trouble.get(error.message) ?? []), e.name])
      missed = true
    }
    call.out(value === undefined ? `# ${e.name} from ${sourceText(e.valueFrom)}\n` : `${e.name}=${value}\n`)
  }
  for (const line of [...trouble].map(([message, names]) => `error retrieving reference for ${names.toSorted().join(', ')}: ${message}`).toSorted()) call.err(`${line}\n`)
  return !missed
}

/** `set env`, with everything that it does in one go: what is listed is what would be set. */
export function env(call: Invocation): void {
  const { args } = call
  if (call.bool('all') && call.text('selector')) throw new KubectlError('cannot set --all and --selector at the same time')
  const at = args.findIndex(isPair)
  const resources = (at < 0 ? args : args.slice(0, at)).filter(a => a !== '-')
  if (at >= 0 && !args.slice(at).every(isPair)) throw new KubectlError(`all resources must be specified before environment changes: ${args.join(' ')}`)
  if (resources.length === 0 && call.strings('filename').length === 0) throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  if (call.bool('list') && call.text('output')) throw new KubectlError('--list and --output may not be specified together')
  const from = call.text('from')
  if (call.strings('keys').length && !from) throw new KubectlError('when specifying --keys, a configmap or secret must be provided with --from')
  const { set: typed, removed } = pairsIn([...call.strings('env'), ...(at < 0 ? [] : args.slice(at))])
  const prefix = call.text('prefix')
  const set = [...typed, ...(from ? takenOver(call, from) : [])].map(e => (prefix ? { ...e, name: `${prefix}${e.name}` } : e))
  const pattern = call.text('containers') || '*'

  const change = (spec: PodSpec, f: Found): PodSpec => {
    const to = (c: Container): Container => {
      if (!chosen(pattern, c.name)) return c
      const before = call.bool('overwrite') ? undefined : (c.env ?? []).find(e => set.some(s => s.name === e.name && (s.value ?? '') !== (e.value ?? '')))
      if (before) throw new KubectlError(`${f.kind.plural}/${f.object.metadata.name} '${before.name}' already has a value (${before.value ?? ''}), and --overwrite is false`)
      const variables = updatedEnv(c.env ?? [], set, removed)
      const { env: _, ...rest } = c
      return variables.length ? { ...rest, env: variables } : rest
    }
    if (![...spec.containers, ...(spec.initContainers ?? [])].some(c => chosen(pattern, c.name))) {
      call.err(`Warning: ${f.kind.kind}/${f.object.metadata.name} does not have any containers matching ${JSON.stringify(pattern)}\n`)
    }
    return { ...spec, containers: spec.containers.map(to), ...(spec.initContainers ? { initContainers: spec.initContainers.map(to) } : {}) }
  }
  const what: Updated = { resources, manager: 'kubectl-set', done: 'env updated', failed: 'failed to patch env update to pod template:' }
  if (!call.bool('list')) return update(call, what, change)
  const labelSelector = call.text('selector')
  const { found, errors } = findObjects(call, { args: resources, lists: call.bool('all'), ...(labelSelector ? { labelSelector } : {}) })
  forEach(found, errors, f => {
    let whole = true
    withPodSpec(f.object, spec => {
      const after = change(spec, f)
      for (const c of [...after.containers, ...(after.initContainers ?? [])]) if (chosen(pattern, c.name)) whole = list(call, f, c) && whole
      return spec
    })
    if (!whole) throw new KubectlError('failed to retrieve valueFrom references')
  })
}
