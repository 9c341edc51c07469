// What admission adds to every pod: its priority, its service account with the token's volume, and five minutes of patience
// with nodes that fall silent. Upstream: plugin/pkg/admission/{priority,serviceaccount,defaulttolerationseconds}.
import { Pod, PriorityClass, ServiceAccount } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { Container, Toleration, Volume } from '../../../kube/core.ts'
import { forbidden } from '../errors.ts'
import type { Admission } from './admission.ts'

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
const BUILT_IN: Record<string, number> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 }

export const priority: Admission = {
  name: 'Priority',
  create(object, kind, { store }) {
    if (kind !== Pod) return object
    const named: string | undefined = object.spec.priorityClassName
    let value = 0
    let policy: string = 'PreemptLowerPriority'
    let name = named
    if (named) {
      const found = store.get(PriorityClass, named)
      if (!found && BUILT_IN[named] === undefined) throw forbidden(Pod, object.metadata.name, `no PriorityClass with name ${named} was found`)
      value = found?.value ?? BUILT_IN[named]!
      policy = found?.preemptionPolicy ?? policy
    } else {
      const standard = store.list(PriorityClass, undefined).filter(c => c.globalDefault).sort((a, b) => a.value - b.value)[0]
      if (standard) {
        name = standard.metadata.name
        value = standard.value
        policy = standard.preemptionPolicy ?? policy
      }
    }
    if (object.spec.priority !== undefined && object.spec.priority !== value) {
      throw forbidden(Pod, object.metadata.name, `the integer value of priority (${object.spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`)
    }
    const wanted: string | undefined = object.spec.preemptionPolicy
    if (wanted !== undefined && wanted !== policy) {
      throw forbidden(Pod, object.metadata.name, `the string value of PreemptionPolicy (${wanted}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`)
    }
    return { ...object, spec: { ...object.spec, priority: value, preemptionPolicy: policy, ...(name ? { priorityClassName: name } : {}) } }
  },
}

export const serviceAccount: Admission = {
  name: 'ServiceAccount',
  create(object, kind, { store, chance }) {
    if (kind !== Pod || object.metadata.annotations?.['kubernetes.io/config.mirror']) return object
    const name: string = object.spec.serviceAccountName || 'default'
    const account = store.get(ServiceAccount, `${object.metadata.namespace}/${name}`)
    if (!account) {
      throw forbidden(Pod, object.metadata.name, `error looking up service account ${object.metadata.namespace}/${name}: serviceaccount "${name}" not found`)
    }
    let spec = { ...object.spec, serviceAccountName: name, serviceAccount: name }
    if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) spec = { ...spec, imagePullSecrets: account.imagePullSecrets }
    const automount = object.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true
    if (automount) spec = withToken(spec, `kube-api-access-${chance.letters(5, 'name-suffix', 'token', object.metadata.namespace ?? '', object.metadata.name, object.metadata.uid ?? '')}`)
    return { ...object, spec }
  },
}

/** What stands at the path; one value for all pods. */
const TOKEN: Volume['projected'] & {} = {
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
}

function withToken(spec: AnyObject['spec'], volumeName: string): AnyObject['spec'] {
  const mounted = (c: Container) => c.volumeMounts?.some(m => m.mountPath === TOKEN_PATH) ?? false
  const all: Container[] = [...(spec.initContainers ?? []), ...spec.containers]
  if (all.every(mounted)) return spec
  const mount = (c: Container): Container =>
    mounted(c) ? c : { ...c, volumeMounts: [...(c.volumeMounts ?? []), { name: volumeName, readOnly: true, mountPath: TOKEN_PATH }] }
  const volume: Volume = { name: volumeName, projected: TOKEN }
  return {
    ...spec,
    volumes: [...(spec.volumes ?? []), volume],
    containers: spec.containers.map(mount),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(mount) } : {}),
  }
}

const PATIENCE = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
/** What pods get that say nothing; one list for all of them. */
const PATIENT: Toleration[] = PATIENCE.map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))

function withPatience(object: AnyObject): AnyObject {
  const given: readonly Toleration[] | undefined = object.spec.tolerations
  if (!given) return { ...object, spec: { ...object.spec, tolerations: PATIENT } }
  const missing = PATIENCE.filter(key => !given.some(t =>
    (t.key === key || !t.key) && (t.effect === 'NoExecute' || !t.effect) && (t.key === key || t.operator === 'Exists')))
  if (missing.length === 0) return object
  const added = PATIENT.filter(t => missing.includes(t.key!))
  return { ...object, spec: { ...object.spec, tolerations: [...given, ...added] } }
}

export const defaultTolerationSeconds: Admission = {
  name: 'DefaultTolerationSeconds',
  create: (object, kind) => (kind === Pod ? withPatience(object) : object),
  update: (next, _old, kind) => (kind === Pod ? withPatience(next) : next),
}
