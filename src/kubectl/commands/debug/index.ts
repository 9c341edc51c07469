// kubectl debug: a container beside those of a pod, a copy of a pod that is changed, or a pod on a node. Upstream: kubectl/pkg/cmd/debug/debug.go.
import { chanceOf, createStrategicPatch } from '../../../engine/index.ts'
import type { Container, Pod as PodObject } from '../../../kube/core.ts'
import { apiVersionOf, Node, Pod } from '../../../kube/kinds.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { ParseError, parseYaml } from '../../../kube/yaml.ts'
import { KubectlError, throwAll } from '../../errors.ts'
import type { Command, Invocation, Waiting } from '../command.ts'
import { findObjects, hasFiles, type Found } from '../find.ts'
import { filenameFlags, writeOptions } from '../flags.ts'
import { isReference, PULLS } from '../run.ts'
import { hasTypist } from '../typist.ts'
import { attachTo } from './attach.ts'
import { copyOf, ephemeralFor, podOnNode, type Wish } from './made.ts'
import { isProfile, PROFILES } from './profiles.ts'

/** `a=1,b=2`, several times: what flags of pairs hold. */
function pairsOf(call: Invocation, name: string): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const pair of call.strings(name)) {
    const cut = pair.indexOf('=')
    if (cut < 0) throw new KubectlError(`invalid argument ${JSON.stringify(call.strings(name).join(','))} for "--${name}" flag: ${pair} must be formatted as key=value`)
    pairs.set(pair.slice(0, cut), pair.slice(cut + 1))
  }
  return pairs
}

function customOf(call: Invocation): Partial<Container> | undefined {
  const path = call.text('custom')
  if (!path) return undefined
  const text = call.files.read(path)
  if (text === undefined) throw new KubectlError(`must pass a container spec json file for custom profile: open ${path}: no such file or directory`)
  try {
    return (parseYaml(text)[0]?.value ?? {}) as Partial<Container>
  } catch (e) {
    if (!(e instanceof ParseError)) throw e
    throw new KubectlError(`${path} does not contain a valid container spec: ${e.message}`)
  }
}

/** What the line asks for; throws where it contradicts itself, in the order in which upstream looks. */
function wishOf(call: Invocation): Wish {
  const profile = call.text('profile')
  if (!isProfile(profile)) throw new KubectlError(`unknown profile: ${profile}`)
  const wish: Wish = {
    container: call.text('container'), image: call.text('image'), pullPolicy: call.text('image-pull-policy'), words: call.dashAt < 0 ? [] : call.args.slice(call.dashAt),
    argsOnly: call.bool('arguments-only'), env: [...pairsOf(call, 'env')].map(([name, value]) => ({ name, value })), stdin: call.bool('stdin'), tty: call.bool('tty'),
    target: call.text('target'), profile, copyTo: call.text('copy-to'), sameNode: call.bool('same-node'),
    shareProcesses: call.given.has('share-processes') ? call.bool('share-processes') : undefined, setImages: pairsOf(call, 'set-image'), custom: customOf(call),
    keep: {
      labels: call.bool('keep-labels'), annotations: call.bool('keep-annotations'), liveness: call.bool('keep-liveness'), readiness: call.bool('keep-readiness'),
      startup: call.bool('keep-startup'), initContainers: call.bool('keep-init-containers'),
    },
  }
  const { image, words, setImages, custom } = wish
  if (call.bool('attach') && !image && !wish.container) throw new KubectlError('you must specify --container or create a new container using --image in order to attach.')
  if (wish.copyTo) {
    if (!image && setImages.size === 0 && words.length === 0) throw new KubectlError('you must specify --image, --set-image or command arguments.')
    if (words.length > 0 && !wish.container && !image) throw new KubectlError('you must specify an existing container or a new image when specifying args.')
  } else if (call.bool('replace')) throw new KubectlError('--replace may only be used with --copy-to.')
  else if (wish.sameNode) throw new KubectlError('--same-node may only be used with --copy-to.')
  else if (setImages.size > 0) throw new KubectlError('--set-image may only be used with --copy-to.')
  else if (!image) throw new KubectlError('you must specify --image when not using --copy-to.')
  if (image && !isReference(image)) throw new KubectlError(`invalid image name ${JSON.stringify(image)}: invalid reference format`)
  if (targetNames(call).length === 0 && !hasFiles(call)) throw new KubectlError('NAME or filename is required for debug')
  if (wish.pullPolicy && !PULLS.includes(wish.pullPolicy)) throw new KubectlError(`invalid image pull policy: ${wish.pullPolicy}`)
  for (const [name, other] of setImages) {
    if (!isReference(other)) throw new KubectlError(`invalid image name ${JSON.stringify(other)} for container ${JSON.stringify(name)}: invalid reference format`)
  }
  if (wish.target) {
    if (wish.copyTo) throw new KubectlError('--target is incompatible with --copy-to. Use --share-processes instead.')
    if (!call.bool('quiet')) call.out(`Targeting container ${JSON.stringify(wish.target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`)
  }
  if (wish.tty && !wish.stdin) throw new KubectlError('-i/--stdin is required for containers with -t/--tty=true')
  if (custom && (custom.name || custom.command?.length || custom.image || custom.lifecycle || custom.volumeDevices?.length)) {
    throw new KubectlError('name, command, image, lifecycle and volume devices are not modifiable via custom profile')
  }
  if (profile === 'legacy') call.err('--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n')
  return wish
}

const targetNames = (call: Invocation): readonly string[] => (call.dashAt < 0 ? call.args : call.args.slice(0, call.dashAt))

/** A container to attach to, where one was made. */
interface Made { readonly namespace: string; readonly pod: string; readonly container: string }

function make(call: Invocation, wish: Wish, { kind, object }: Found): Made {
  const options = writeOptions(call, 'kubectl')
  if (kind === Node) {
    const name = object.metadata.name!
    const podName = `node-debugger-${name}-${letters(call, name)}`
    if (!call.bool('quiet')) call.out(`Creating debugging pod ${podName} with container ${wish.container || 'debugger'} on node ${name}.\n`)
    const pod = call.client.create(podOnNode(wish, name, podName), call.namespace, options)
    return { namespace: pod.metadata.namespace!, pod: podName, container: wish.container || 'debugger' }
  }
  if (kind !== Pod) throw new KubectlError(`${JSON.stringify(`${apiVersionOf(kind)}, Kind=${kind.kind}`)} not supported by debug`)
  const pod = object as unknown as PodObject
  const { namespace, name } = pod.metadata
  if (wish.copyTo) {
    const { copy, container } = copyOf(wish, pod, () => nameFor(call, pod))
    warn(call, copy.spec!.containers.find(c => c.name === container), copy)
    call.client.create(copy, namespace, options)
    if (call.bool('replace')) call.client.delete(Pod, namespace, name!, { gracePeriodSeconds: 0 })
    return { namespace: namespace!, pod: wish.copyTo, container }
  }
  const container = ephemeralFor(wish, wish.container || nameFor(call, pod))
  warn(call, container as Container, pod)
  const before = pod.spec!.ephemeralContainers ?? []
  const patch = before.some(c => c.name === container.name) ? { spec: { ephemeralContainers: [container] } }
    : createStrategicPatch(schemaOf(Pod)!, object as any, { ...object, spec: { ...pod.spec, ephemeralContainers: [...before, container] } } as any)
  call.client.patch(Pod, namespace, name!, 'strategic', patch, { ...options, subresource: 'ephemeralcontainers' })
  return { namespace: namespace!, pod: name!, container: container.name }
}

/** Five letters: others for every moment of the cluster, and the same when the same line is typed at the same moment again. */
const letters = (call: Invocation, about: string, attempt = 0): string => chanceOf(call.client.revision).letters(5, 'name-suffix', 'debug', about, call.client.now, attempt)

function nameFor(call: Invocation, { metadata, spec }: PodObject): string {
  const taken = new Set([...(spec?.containers ?? []), ...(spec?.initContainers ?? []), ...(spec?.ephemeralContainers ?? [])].map(c => c.name))
  for (let attempt = 0; ; attempt++) {
    const name = `debugger-${letters(call, metadata.uid ?? '', attempt)}`
    if (taken.has(name)) continue
    if (!call.bool('quiet')) call.out(`Defaulting debug container name to ${name}.\n`)
    return name
  }
}

/** What a profile grants is of no use to somebody who is not root. */
function warn(call: Invocation, container: Container | undefined, { spec }: PodObject): void {
  const own = container?.securityContext
  if (!own || !spec?.securityContext?.runAsUser || own.runAsUser === 0 || !(own.privileged || own.capabilities?.add?.length)) return
  call.err('Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n')
}

function debug(call: Invocation): Waiting | undefined {
  const wish = wishOf(call)
  const { found, errors } = findObjects(call, { args: targetNames(call), defaultKind: Pod })
  throwAll(errors)
  const attaches = call.given.has('attach') ? call.bool('attach') : wish.stdin
  const left = [...found]
  let current: Waiting | undefined
  /** One after the other: the next is made when the session in the one before is over. */
  const goOn = (): number | undefined => {
    for (;;) {
      if (current && current.step() === undefined) return undefined
      const next = left.shift()
      if (!next) return 0
      const { namespace, pod, container } = make(call, wish, next)
      current = attaches && container ? attachTo(call, namespace, pod, container) : undefined
    }
  }
  if (goOn() !== undefined) return undefined
  return {
    restless: true, step: goOn, rewound: () => current?.rewound?.(),
    ...(hasTypist(call) ? { interrupted: () => (current?.interrupted ? current.interrupted() : 1) } : {}),
  }
}

export const debugCommand: Command = {
  path: 'debug', summary: 'Create debugging sessions for troubleshooting workloads and nodes', completes: 'pods', usage: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]', run: debug,
  flags: [
    ...filenameFlags.filter(f => f.name === 'filename'),
    { name: 'arguments-only', type: 'bool', default: false }, { name: 'attach', type: 'bool', default: false }, { name: 'container', short: 'c', type: 'string', default: '', values: 'container' },
    { name: 'copy-to', type: 'string', default: '' }, { name: 'custom', type: 'string', default: '', values: 'file' }, { name: 'env', type: 'strings', default: [] },
    { name: 'image', type: 'string', default: '', values: ['busybox'] }, { name: 'image-pull-policy', type: 'string', default: '', values: PULLS },
    { name: 'keep-annotations', type: 'bool', default: false }, { name: 'keep-init-containers', type: 'bool', default: true }, { name: 'keep-labels', type: 'bool', default: false },
    { name: 'keep-liveness', type: 'bool', default: false }, { name: 'keep-readiness', type: 'bool', default: false }, { name: 'keep-startup', type: 'bool', default: false },
    { name: 'profile', type: 'string', default: 'general', values: PROFILES }, { name: 'quiet', short: 'q', type: 'bool', default: false }, { name: 'replace', type: 'bool', default: false },
    { name: 'same-node', type: 'bool', default: false }, { name: 'set-image', type: 'strings', default: [] }, { name: 'share-processes', type: 'bool', default: true },
    { name: 'stdin', short: 'i', type: 'bool', default: false }, { name: 'target', type: 'string', default: '', values: 'container' }, { name: 'tty', short: 't', type: 'bool', default: false },
  ],
}
