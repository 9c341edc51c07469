// kubectl run. Upstream: kubectl/pkg/cmd/run.
import { ApiError } from '../../engine/api/errors.ts'
import type { Pod as PodObject } from '../../kube/core.ts'
import { Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError, usage } from '../errors.ts'
import { kindName } from '../parse/resources.ts'
import { cascadeOf } from './cascade.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { untilGone } from './delete.ts'
import { atoi, overridden, pairs } from './overrides.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, writeOptions } from './flags.ts'
import { namedIn, Reporter } from './shared.ts'
import { Attachment, farewell, hasTypist, pipedIn } from './typist.ts'

const RESTARTS = ['Always', 'OnFailure', 'Never']

function podFrom(call: Invocation, name: string, argv: readonly string[]): AnyObject {
  const labels = call.text('labels') ? pairs(call.text('labels'), p => `unexpected label spec: ${p}`) : { run: name }
  const port = call.text('port')
  const env = call.strings('env').map(e => {
    if (e.indexOf('=') <= 0 || /\s/.test(e.slice(0, e.indexOf('=')))) throw new KubectlError(`invalid env: ${e}`)
    return { name: e.slice(0, e.indexOf('=')), value: e.slice(e.indexOf('=') + 1) }
  })
  const interactive = call.bool('stdin')
  if (call.bool('tty') && !interactive) throw usage('run', '-i/--stdin is required for containers with -t/--tty=true')
  const container = {
    ...(argv.length ? { [call.bool('command') ? 'command' : 'args']: argv } : {}), ...(env.length ? { env } : {}), image: call.text('image'),
    ...(call.text('image-pull-policy') ? { imagePullPolicy: call.text('image-pull-policy') } : {}), name,
    ...(port ? { ports: [{ containerPort: atoi(port) }] } : {}), resources: {},
    ...(call.bool('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(interactive ? { stdin: true, stdinOnce: true } : {}), ...(call.bool('tty') ? { tty: true } : {}),
  }
  const annotations = Object.assign({}, ...call.strings('annotations').map(a => pairs(a, p => `invalid annotations format: ${p}`)))
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { labels, name, ...(Object.keys(annotations).length ? { annotations } : {}) },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: call.text('restart') || 'Always' }, status: {},
  } as AnyObject
}

export const PULLS = ['Always', 'IfNotPresent', 'Never']
/** A name of an image as registries read it: small letters in its path, then a tag, then a digest. */
export const isReference = (image: string): boolean => /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,})?$/.test(image)

function run(call: Invocation): Waiting | undefined {
  const names = call.dashAt < 0 ? call.args.slice(0, 1) : call.args.slice(0, Math.min(1, call.dashAt))
  const [name] = names
  if (!name) throw usage('run', 'NAME is required for run')
  if (call.number('pod-running-timeout') <= 0) throw usage('run', '--pod-running-timeout must be higher than zero')
  if (!call.text('image')) throw new KubectlError('--image is required')
  if (!isReference(call.text('image'))) throw new KubectlError(`Invalid image name ${JSON.stringify(call.text('image'))}: invalid reference format`)
  const restart = call.text('restart')
  if (restart && !RESTARTS.includes(restart)) throw usage('run', `invalid restart policy: ${restart}`)
  const [interactive, remove] = [call.bool('stdin') || call.bool('tty') || call.bool('attach'), call.bool('rm')]
  if (remove && !interactive) throw usage('run', '--rm should only be used for attached containers')
  const pull = call.text('image-pull-policy')
  if (pull && !PULLS.includes(pull)) throw usage('run', `invalid image pull policy: ${pull}`)
  const port = Number(call.text('port'))
  if (call.bool('expose') && !port) throw usage('run', '--port must be set when exposing a service')
  const dryRun = dryRunOf(call)
  cascadeOf(call)
  if (interactive && dryRun !== 'none') throw usage('run', "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)")
  let pod = podFrom(call, name, call.args.slice(1))
  pod = overridden(call, pod, Pod)
  const report = new Reporter(call, dryRun)
  const created = dryRun === 'client' ? pod : call.client.create(pod, call.namespace, writeOptions(call, 'kubectl-run', { dryRun }))
  if (call.bool('expose')) {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: pod.metadata.labels }, status: { loadBalancer: {} } }
    report.done(dryRun === 'client' ? service as AnyObject : call.client.create(service as AnyObject, call.namespace, writeOptions(call, 'kubectl-run', { dryRun })), 'created')
    // Upstream sets YAML off by a line of its own, and its printer does so again.
    if (call.text('output') === 'yaml') call.out('---\n')
  }
  if (interactive) return attached(call, created, remove)
  report.done(created, 'created')
  return undefined
}

/** Waits for the container, shows what it prints until it ends, and takes the pod away again where that was asked. */
function attached(call: Invocation, created: AnyObject, remove: boolean): Waiting {
  const { name, namespace } = created.metadata
  const container: string = created.spec.containers[0].name
  let printed = 0
  let attachedAt: number | undefined
  const { stdin: open = false, tty = false } = created.spec.containers[0]
  const place = { namespace: namespace!, pod: name!, container }
  const typist = open && hasTypist(call)
  const terminal = new Attachment(call, place, tty, 'start')
  const always = created.spec.restartPolicy === 'Always'
  let going: Waiting | undefined
  let code = 0
  const pod = (): PodObject | undefined => {
    try {
      return call.client.get(Pod, namespace, name!) as PodObject
    } catch (e) {
      if (e instanceof ApiError && e.reason === 'NotFound') return undefined
      throw e
    }
  }
  const lines = () => {
    try {
      return call.client.logs(namespace!, name!, { container })
    } catch (e) {
      if (e instanceof ApiError) return []
      throw e
    }
  }
  return {
    restless: true,
    step() {
      if (going) return going.step() === undefined ? undefined : code
      const now = pod()
      const phase = now?.status?.phase
      const ended = now === undefined || phase === 'Succeeded' || phase === 'Failed'
      if (!ended && phase !== 'Running' && attachedAt === undefined) return undefined
      if (attachedAt === undefined) {
        attachedAt = call.client.now
        call.err('All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n')
        call.err("If you don't see a command prompt, try pressing enter.\n")
        terminal.show()
        if (open && !typist && !ended) pipedIn(call, place)
      }
      const there = terminal.show()
      if (!typist && !terminal.isOther) {
        const all = lines()
        call.out(all.slice(printed).map(l => l.text).join(''))
        printed = Math.max(printed, all.length)
      }
      // Who is restarted has no exit code to wait for: the session is over with the run that it was in.
      if (always ? there && !ended : !ended) return undefined
      if (always && now) call.out(farewell(call, now, container))
      const state = now?.status?.containerStatuses?.find(s => s.name === container)?.state
      const exit = always ? 0 : state?.terminated?.exitCode ?? 0
      if (exit !== 0) call.err(`pod ${namespace}/${name} terminated (${state?.terminated?.reason ?? 'Error'})\n`)
      code = exit
      if (!remove || !now) return code
      call.client.delete(Pod, namespace, name!, { propagationPolicy: 'Background' })
      call.out(`${kindName(Pod)} ${JSON.stringify(name)} deleted${namedIn(namespace)}\n`)
      going = untilGone(call, [{ kind: Pod, object: now as unknown as AnyObject }], 3_600_000)
      return going.step() === undefined ? undefined : code
    },
    rewound() {
      printed = Math.min(printed, lines().length)
      terminal.rewound()
    },
    ...(typist ? { interrupted: () => (going || attachedAt === undefined ? 1 : terminal.interrupted()) } : {}),
  }
}

export const runCommand: Command = {
  path: 'run', summary: 'Run a particular image on the cluster', completes: 'none', run,
  flags: [
    ...outputFlags, dryRunFlag, recordFlag, fieldManagerFlag('kubectl-run'),
    { name: 'image', type: 'string', default: '', required: true }, { name: 'restart', type: 'string', default: 'Always', values: RESTARTS },
    { name: 'command', type: 'bool', default: false }, { name: 'env', type: 'list', default: [] }, { name: 'labels', short: 'l', type: 'string', default: '' },
    { name: 'annotations', type: 'list', default: [] }, { name: 'port', type: 'string', default: '' }, { name: 'expose', type: 'bool', default: false },
    { name: 'stdin', short: 'i', type: 'bool', default: false }, { name: 'tty', short: 't', type: 'bool', default: false }, { name: 'attach', type: 'bool', default: false },
    { name: 'rm', type: 'bool', default: false }, { name: 'quiet', short: 'q', type: 'bool', default: false }, { name: 'overrides', type: 'string', default: '' },
    { name: 'override-type', type: 'string', default: 'merge' }, { name: 'image-pull-policy', type: 'string', default: '' }, { name: 'privileged', type: 'bool', default: false },
    { name: 'leave-stdin-open', type: 'bool', default: false }, { name: 'save-config', type: 'bool', default: false },
    { name: 'pod-running-timeout', type: 'duration', default: 60_000 }, { name: 'grace-period', type: 'int', default: -1 }, { name: 'force', type: 'bool', default: false },
    { name: 'wait', type: 'bool', default: false }, { name: 'timeout', type: 'duration', default: 0 }, { name: 'cascade', type: 'string', default: 'background', alone: 'background' },
    ...filenameFlags.filter(f => f.name !== 'kustomize' && f.name !== 'filename'),
  ],
}
