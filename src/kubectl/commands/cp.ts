// kubectl cp: files between where kubectl stands and a container, by programs of the container. Upstream: kubectl/pkg/cmd/cp.
import { Pod } from '../../kube/kinds.ts'
import { KubectlError } from '../errors.ts'
import type { Command, Invocation } from './command.ts'
import { defaultContainer, requireContainer } from './pods.ts'

/** `[[namespace/]pod:]path`; without a pod the path is here. */
interface Place { readonly namespace?: string; readonly pod?: string; readonly path: string }

const FORM = 'filespec must match the canonical format: [[namespace/]pod:]file/path'
const nameOf = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1)!

function placeOf(text: string): Place {
  const at = text.indexOf(':')
  if (at === 0) throw new KubectlError(FORM)
  if (at < 0) return { path: text }
  const [pod, path, parts] = [text.slice(0, at), text.slice(at + 1), text.slice(0, at).split('/')]
  if (parts.length > 2) throw new KubectlError(FORM)
  return parts.length === 2 ? { namespace: parts[0]!, pod: parts[1]!, path } : { pod, path }
}

/** Runs a script in the container; `$0` is the path that it is about. */
type Script = (script: string, path: string, stdin?: string) => { readonly stdout: string; readonly stderr: string; readonly exitCode: number }

function containerOf(call: Invocation, place: Place): { readonly run: Script; readonly image: string } {
  const pod = call.client.get(Pod, place.namespace ?? call.namespace, place.pod!)
  const phase = pod.status?.phase ?? ''
  if (phase === 'Succeeded' || phase === 'Failed') throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`)
  const named = call.text('container')
  const container = named ? requireContainer(pod, named) : defaultContainer(call, pod)
  const image = pod.spec.containers.find(c => c.name === container)?.image ?? ''
  return { image, run: (script, path, stdin) => call.client.exec(pod.metadata.namespace!, pod.metadata.name!, container, ['sh', '-c', script, path], stdin) }
}

/** Files below a folder here, by their paths in it; a file itself is the empty path. */
function filesUnder(call: Invocation, path: string): readonly (readonly [path: string, text: string])[] {
  const text = call.files.read(path)
  if (text !== undefined) return [['', text]]
  const names = call.files.list(path)
  if (names === undefined) throw new KubectlError(`${path} doesn't exist in local filesystem`)
  return names.flatMap(name => filesUnder(call, `${path.replace(/\/+$/, '')}/${name}`).map(([below, of]) => [below === '' ? name : `${name}/${below}`, of] as const))
}

function toContainer(call: Invocation, from: string, place: Place): number {
  const files = filesUnder(call, from)
  const { run } = containerOf(call, place)
  // What is copied to a folder that is there stands in it under its own name.
  const top = place.path.endsWith('/') || run('test -d "$0"', place.path).exitCode === 0 ? `${place.path.replace(/\/+$/, '')}/${nameOf(from)}` : place.path
  for (const [below, text] of files) {
    const { stderr, exitCode } = run(below !== '' ? 'mkdir -p "$(dirname "$0")" && cat > "$0"' : 'cat > "$0"', below === '' ? top : `${top}/${below}`, text)
    if (exitCode === 0) continue
    call.err(stderr)
    call.err(`command terminated with exit code ${exitCode}\n`)
    return exitCode
  }
  return 0
}

function fromContainer(call: Invocation, place: Place, to: string): number {
  const { run, image } = containerOf(call, place)
  // Tar in the container speaks, in the words of whoever wrote it.
  const busybox = /(^|\/)(busybox|alpine)([:@]|$)|-alpine/.test(image)
  if (place.path.startsWith('/')) call.err(busybox ? "tar: removing leading '/' from member names\n" : "tar: Removing leading `/' from member names\n")
  const isFolder = run('test -d "$0"', place.path).exitCode === 0
  const found = isFolder ? run('cd "$0" && find . -type f', place.path) : run('test -e "$0"', place.path)
  if (found.exitCode !== 0) throw new KubectlError(`${place.path} no such file or directory`)
  const below = isFolder ? found.stdout.split('\n').filter(Boolean).map(path => path.replace(/^\.\//, '')) : ['']
  const intoFolder = !isFolder && (to.endsWith('/') || call.files.list(to) !== undefined)
  const top = intoFolder ? `${to.replace(/\/+$/, '')}/${nameOf(place.path)}` : to
  for (const path of below) {
    const { stdout, stderr, exitCode } = run('cat "$0"', path === '' ? place.path : `${place.path.replace(/\/+$/, '')}/${path}`)
    if (exitCode !== 0) {
      call.err(stderr)
      return exitCode
    }
    call.save(path === '' ? top : `${top}/${path}`, stdout)
  }
  return 0
}

function cp(call: Invocation): number {
  if (call.args.length !== 2) throw new KubectlError('source and destination are required')
  const [from, to] = call.args.map(placeOf) as [Place, Place]
  if (from.pod !== undefined && to.pod !== undefined) throw new KubectlError('one of src or dest must be a local file specification')
  if (from.pod === undefined && to.pod === undefined) throw new KubectlError('one of src or dest must be a remote file specification')
  if (from.path === '' || to.path === '') throw new KubectlError('filepath can not be empty')
  return from.pod === undefined ? toContainer(call, from.path, to) : fromContainer(call, from, to.path)
}

export const cpCommand: Command = {
  path: 'cp', summary: 'Copy files and directories to and from containers', completes: 'pods', run: cp,
  flags: [{ name: 'container', short: 'c', type: 'string', default: '', values: 'container' }, { name: 'no-preserve', type: 'bool', default: false }, { name: 'retries', type: 'int', default: 0 }],
}
