// What kubectl debug puts into the cluster: an ephemeral container, a copy of a pod, a pod on a node. Upstream: kubectl/pkg/cmd/debug/debug.go.
import { applyPatch } from '../../../engine/index.ts'
import type { Container, EnvVar, EphemeralContainer, Pod as PodObject, PodSpec } from '../../../kube/core.ts'
import { Pod } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { KubectlError } from '../../errors.ts'
import { copiedSpec, entersHost, profiled, type Keep, type Profile } from './profiles.ts'

/** What the line asked for. */
export interface Wish {
  readonly container: string
  readonly image: string
  readonly pullPolicy: string
  readonly words: readonly string[]
  readonly argsOnly: boolean
  readonly env: readonly EnvVar[]
  readonly stdin: boolean
  readonly tty: boolean
  readonly target: string
  readonly profile: Profile
  readonly keep: Keep
  readonly copyTo: string
  readonly sameNode: boolean
  /** Undefined where the line does not say. */
  readonly shareProcesses: boolean | undefined
  readonly setImages: ReadonlyMap<string, string>
  /** A part of a container, laid over the debugging one. */
  readonly custom: Partial<Container> | undefined
}

const wordsOf = ({ words, argsOnly }: Wish) => (words.length ? { [argsOnly ? 'args' : 'command']: [...words] } : {})
const ioOf = ({ stdin, tty }: Wish) => ({ ...(stdin ? { stdin: true } : {}), ...(tty ? { tty: true } : {}) })

const fresh = (wish: Wish, name: string): Container => ({
  ...wordsOf(wish), ...(wish.env.length ? { env: [...wish.env] } : {}), image: wish.image, ...(wish.pullPolicy ? { imagePullPolicy: wish.pullPolicy as 'Always' } : {}),
  name, resources: {}, ...ioOf(wish), terminationMessagePolicy: 'File',
})

/** With the person's own profile over it, merged as a container in a list is. */
function customized<C extends Container>(wish: Wish, container: C): C {
  if (!wish.custom) return container
  const over = { spec: { containers: [{ ...wish.custom, name: container.name }] } }
  return (applyPatch(Pod, 'strategic', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [container] } }, over) as AnyObject)['spec'].containers[0] as C
}

/** The container that is put into a pod while it runs. */
export function ephemeralFor(wish: Wish, name: string): EphemeralContainer {
  const { resources: _none, ...container } = customized(wish, profiled(wish.profile, 'ephemeral', fresh(wish, name)))
  return { ...container, ...(wish.target ? { targetContainerName: wish.target } : {}) } as EphemeralContainer
}

/** The pod that looks at a node from within. */
export function podOnNode(wish: Wish, node: string, podName: string): AnyObject {
  const host = entersHost(wish.profile)
  const name = wish.container || 'debugger'
  const mounted = { ...fresh(wish, name), ...(host.files ? { volumeMounts: [{ mountPath: '/host', name: 'host-root' }] } : {}) }
  const spec: PodSpec = {
    containers: [customized(wish, profiled(wish.profile, 'node', mounted))],
    ...(host.namespaces ? { hostIPC: true, hostNetwork: true, hostPID: true } : {}),
    nodeName: node, restartPolicy: 'Never', tolerations: [{ operator: 'Exists' }],
    ...(host.files ? { volumes: [{ hostPath: { path: '/' }, name: 'host-root' }] } : {}),
  }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' }, name: podName }, spec } as unknown as AnyObject
}

/** A copy of the pod with another container in it, or with one of its own changed; and that container's name, where there is one. `newName` makes one up. */
export function copyOf(wish: Wish, pod: PodObject, newName: () => string): { readonly copy: PodObject & AnyObject; readonly container: string } {
  const { ephemeralContainers: _left, nodeName, ...own } = pod.spec!
  let spec: PodSpec = {
    ...own, ...(wish.sameNode && nodeName ? { nodeName } : {}), ...(wish.shareProcesses === undefined ? {} : { shareProcessNamespace: wish.shareProcesses }),
    containers: own.containers.map(c => ({ ...c, ...imageFor(wish, c.name) })),
  }
  const known = [...spec.containers, ...(spec.initContainers ?? [])].some(c => c.name === wish.container)
  let name = wish.container
  if (!known) {
    if (!wish.image) {
      if (wish.setImages.size > 0) return { copy: copied(wish, pod, spec, true), container: '' }
      throw new KubectlError('you must specify image when creating new container')
    }
    name ||= newName()
    spec = { ...spec, containers: [...spec.containers, { name, terminationMessagePolicy: 'File' }] }
  }
  const change = (c: Container): Container => {
    if (c.name !== name) return c
    const { command: _c, args, stdin: _s, tty: _t, ...rest } = c
    return {
      ...rest, ...(wish.words.length ? { ...(wish.argsOnly && c.command ? { command: c.command } : {}), ...wordsOf(wish) } : { ...(c.command ? { command: c.command } : {}), ...(args ? { args } : {}) }),
      ...(wish.env.length ? { env: [...wish.env] } : {}), ...(wish.image ? { image: wish.image } : {}), ...(wish.pullPolicy ? { imagePullPolicy: wish.pullPolicy as 'Always' } : {}), ...ioOf(wish),
    }
  }
  spec = { ...spec, containers: spec.containers.map(change), ...(spec.initContainers ? { initContainers: spec.initContainers.map(change) } : {}) }
  spec = copiedSpec(wish.profile, wish.keep, spec)
  const dressed = (c: Container): Container => (c.name === name ? customized(wish, profiled(wish.profile, 'copy', c)) : c)
  return { copy: copied(wish, pod, { ...spec, containers: spec.containers.map(dressed) }, false), container: name }
}

const imageFor = ({ setImages }: Wish, name: string) => {
  const image = setImages.get(name) ?? setImages.get('*')
  return image ? { image } : {}
}

/** `whole`: no profile is laid over it, so labels and annotations stay. */
function copied({ copyTo, keep, profile }: Wish, { metadata }: PodObject, spec: PodSpec, whole: boolean): PodObject & AnyObject {
  const labels = whole || (keep.labels && profile !== 'legacy') ? metadata.labels : undefined
  const annotations = whole || keep.annotations || profile === 'legacy' ? metadata.annotations : undefined
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: { ...(annotations ? { annotations } : {}), ...(labels ? { labels } : {}), name: copyTo, namespace: metadata.namespace! }, spec,
  } as unknown as PodObject & AnyObject
}
