// kubectl debug on a whole cluster: what is made, what is said, and on which stream.
import { describe, expect, test } from 'vitest'
import { createCluster } from '../../../engine/index.ts'
import { Pod } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { consoleOn, printed } from '../../testing/console.ts'

/** A cluster with one pod `web` that sleeps; lines are typed, and time passes. */
function bench(spec: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) {
  const cluster = createCluster({ seed: 3, nodes: 2 })
  cluster.world.travel({ forMs: 1000 })
  const client = cluster.client()
  const { start, k } = consoleOn(client, { 'custom.yaml': 'securityContext:\n  runAsUser: 0\nenv:\n- name: A\n  value: "1"\n', 'bad.yaml': 'name: x\n' })
  client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec: { containers: [{ name: 'app', image: 'busybox', command: ['sleep', '100000'] }], ...spec } } as AnyObject, 'default')
  cluster.world.travel({ forMs: 20_000 })
  return {
    cluster, client, k,
    /** Types a line and waits so long for its end. */
    after(line: string, seconds = 20) {
      const running = start(line)
      for (let i = 0; i < seconds * 10 && running.exitCode === undefined; i++) {
        cluster.world.travel({ forMs: 100 })
        running.advance()
      }
      return { ...printed(running), running }
    },
    pod: (name: string) => client.get(Pod, 'default', name) as any,
    pods: () => client.list(Pod, 'default').map(p => p.metadata.name!),
    wait: (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 }),
  }
}
const RECORDED = 'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don\'t see a command prompt, try pressing enter.\n'
const TARGETING = 'Targeting container "app". If you don\'t see processes from this container it may be because the container runtime doesn\'t support this feature.\n'

describe('an ephemeral container', () => {
  test('comes to the pod, with a name that is made up and told', () => {
    const t = bench()
    const { out, err, code } = t.k('kubectl debug web --image=busybox -- sleep 5')
    const name = t.pod('web').spec.ephemeralContainers[0].name
    expect([out, err, code]).toEqual([`Defaulting debug container name to ${name}.\n`, '', 0])
    expect(name).toMatch(/^debugger-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(t.pod('web').spec.ephemeralContainers).toEqual([{
      command: ['sleep', '5'], image: 'busybox', imagePullPolicy: 'Always', name, resources: {}, securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
      terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File',
    }])
    t.k('kubectl debug web --image=busybox -q -- true')
    expect(new Set(t.pod('web').spec.ephemeralContainers.map((c: { name: string }) => c.name)).size).toBe(2)
  })

  test('with -it it is attached to, and ps shows whom it targets', () => {
    const t = bench()
    const { out, err, code } = t.after('kubectl debug -it web --image=busybox --target=app -c dbg -- sh -c "ps; sleep 2"')
    expect(err).toBe(RECORDED)
    expect(out).toBe(`${TARGETING}PID   USER     TIME  COMMAND\n    1 root      0:00 sleep 100000\n   67 root      0:00 sh -c ps; sleep 2\n   68 root      0:00 ps\n`
      + "Session ended, the ephemeral container will not be restarted but may be reattached using 'kubectl attach web -c dbg -n default -i -t' if it is still running\n")
    expect(code).toBe(0)
    expect(t.k('kubectl logs web -c dbg').out).toContain('sleep 100000')
    expect(t.pod('web').status.ephemeralContainerStatuses[0].state.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' })
  })

  test('a shell waits for what nobody types, and meanwhile other lines look into the pod', () => {
    const t = bench()
    const { code, running } = t.after('kubectl debug -it web --image=busybox --target=app -c dbg', 10)
    expect(code).toBeUndefined()
    expect(t.k('kubectl exec web -c dbg -- ps').out).toMatch(/^PID .*\n {4}1 root +0:00 sleep 100000\n +67 root +0:00 sh\n +\d+ root +0:00 ps\n$/)
    // The shell of the debugger may stop what it looks at.
    expect(t.k('kubectl exec web -c dbg -- kill -9 1').code).toBe(0)
    t.wait(5)
    expect(t.pod('web').status.containerStatuses[0]).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 137 } } })
    expect(t.k('kubectl get pod web').out).toMatch(/web +1\/1 +Running +1 /)
    running.interrupt()
    expect(running.exitCode).toBeDefined()
  })

  test('an image that is not there is told of while one waits', () => {
    const t = bench()
    const { err, code } = t.after('kubectl debug -i web --image=nginx:9.99 -c dbg', 15)
    expect(code).toBeUndefined()
    expect(err).toMatch(/^Warning: container dbg: .*nginx:9\.99/)
    expect(t.k('kubectl get pod web').out).toContain('Running')
  })

  test('describe shows it in a section of its own', () => {
    const t = bench()
    t.k('kubectl debug web --image=busybox -c dbg -- sleep 100')
    t.wait(10)
    expect(t.k('kubectl describe pod web').out).toMatch(/\nEphemeral Containers:\n {2}dbg:\n {4}Container ID: {2}containerd:\/\/\w+\n {4}Image: +busybox\n[^]*\n {4}State: +Running\n[^]*\n {4}Ready: +False\n {4}Restart Count: +0\n/)
    expect(t.k('kubectl logs web').err).toBe('Defaulted container "app" out of: app, dbg (ephem)\n')
  })
})

describe('a copy', () => {
  const probed = { containers: [{ name: 'app', image: 'busybox', command: ['sleep', '100000'], livenessProbe: { exec: { command: ['true'] } } }, { name: 'side', image: 'busybox', command: ['sleep', '100000'] }] }
  test('has other images, without labels and probes, in one process namespace', () => {
    const t = bench(probed, { labels: { app: 'web' }, annotations: { note: 'x' } })
    expect(t.k('kubectl debug web --copy-to=copy --image=nginx -c dbg --set-image=side=alpine')).toMatchObject({ out: '', err: '', code: 0 })
    const { metadata, spec } = t.pod('copy')
    expect([metadata.labels, metadata.annotations, spec.shareProcessNamespace]).toEqual([undefined, undefined, true])
    expect(spec.containers.map((c: any) => [c.name, c.image, c.livenessProbe])).toEqual([['app', 'busybox', undefined], ['side', 'alpine', undefined], ['dbg', 'nginx', undefined]])
    t.wait(20)
    expect(t.k('kubectl exec copy -c app -- ps').out).toMatch(/ {4}1 root +0:00 \/pause\n +37 root +0:00 sleep 100000\n +67 root/)
  })
  test('keeps what it is told to keep, and its node', () => {
    const t = bench(probed, { labels: { app: 'web' } })
    t.k('kubectl debug web --copy-to=copy -c app --keep-labels --keep-liveness --same-node --share-processes=false -- sleep 3')
    const { metadata, spec } = t.pod('copy')
    expect(metadata.labels).toEqual({ app: 'web' })
    expect([spec.nodeName, spec.shareProcessNamespace]).toEqual([t.pod('web').spec.nodeName, false])
    expect(spec.containers[0]).toMatchObject({ command: ['sleep', '3'], livenessProbe: { exec: { command: ['true'] } }, securityContext: { capabilities: { add: ['SYS_PTRACE'] } } })
  })
  test('with images alone it is the pod as it was, labels too; --replace deletes the pod', () => {
    const t = bench(probed, { labels: { app: 'web' } })
    t.k('kubectl debug web --copy-to=copy --set-image=*=alpine --replace')
    expect(t.pod('copy').metadata.labels).toEqual({ app: 'web' })
    expect(t.pod('copy').spec.containers.map((c: any) => [c.image, c.livenessProbe !== undefined])).toEqual([['alpine', true], ['alpine', false]])
    expect(t.pods()).toEqual(['copy'])
  })
})

describe('a node', () => {
  test('is entered by a pod in its namespaces, with its files under /host', () => {
    const t = bench()
    const { out, code } = t.after('kubectl debug node/node-1 -it --image=busybox -- ps')
    const name = t.pods().find(p => p.startsWith('node-debugger-node-1-'))!
    expect(out).toContain(`Creating debugging pod ${name} with container debugger on node node-1.\n`)
    expect(out).toContain('/usr/bin/kubelet')
    expect(code).toBe(0)
    expect(t.pod(name)).toMatchObject({
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
      spec: { hostPID: true, hostIPC: true, hostNetwork: true, nodeName: 'node-1', restartPolicy: 'Never', volumes: [{ name: 'host-root', hostPath: { path: '/' } }, {}] },
    })
  })
})

describe('profiles', () => {
  const contextOf = (line: string) => {
    const t = bench()
    t.k(`kubectl debug web --image=busybox -c dbg ${line}`)
    return t.pod('web').spec.ephemeralContainers[0].securityContext
  }
  test.each([
    ['--profile=general', { capabilities: { add: ['SYS_PTRACE'] } }], ['--profile=baseline', undefined], ['--profile=netadmin', { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } }],
    ['--profile=sysadmin', { privileged: true }],
    ['--profile=restricted', { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }],
    ['--profile=legacy', undefined], ['--custom=custom.yaml', { capabilities: { add: ['SYS_PTRACE'] }, runAsUser: 0 }],
  ])('%s', (line, context) => expect(contextOf(line)).toEqual(context))

  test('who is not root is warned of what it grants in vain', () => {
    const t = bench({ securityContext: { runAsUser: 1000 } })
    expect(t.k('kubectl debug web --image=busybox -c a').err).toMatch(/^Warning: Non-root user is configured for the entire target Pod/)
    expect(t.k('kubectl debug web --image=busybox -c b --profile=baseline').err).toBe('')
    expect(t.k('kubectl debug web --image=busybox -c d --custom=custom.yaml').err).toBe('')
  })
})

describe('what is refused', () => {
  const t = bench()
  t.k('kubectl debug web --image=busybox -c dbg -- sleep 100')
  t.k('kubectl create deployment d --image=nginx')
  test.each([
    ['web', 'error: you must specify --image when not using --copy-to.\n'], ['--image=busybox', 'error: NAME or filename is required for debug\n'],
    ['web --image=busybox --profile=auto', 'error: unknown profile: auto\n'], ['web --image=Busybox', 'error: invalid image name "Busybox": invalid reference format\n'],
    ['web --image=busybox -t', 'error: -i/--stdin is required for containers with -t/--tty=true\n'], ['web --image=busybox --replace', 'error: --replace may only be used with --copy-to.\n'],
    ['web --image=busybox --same-node', 'error: --same-node may only be used with --copy-to.\n'], ['web --set-image=*=busybox', 'error: --set-image may only be used with --copy-to.\n'],
    ['web --copy-to=c', 'error: you must specify --image, --set-image or command arguments.\n'],
    ['web --copy-to=c -- sh', 'error: you must specify an existing container or a new image when specifying args.\n'],
    ['web --copy-to=c --image=busybox --target=app', 'error: --target is incompatible with --copy-to. Use --share-processes instead.\n'],
    ['web --image=busybox --image-pull-policy=Bad', 'error: invalid image pull policy: Bad\n'], ['web --attach', 'error: you must specify --container or create a new container using --image in order to attach.\n'],
    ['web --image=busybox --custom=bad.yaml', 'error: name, command, image, lifecycle and volume devices are not modifiable via custom profile\n'],
    ['deploy/d --image=busybox', 'error: "apps/v1, Kind=Deployment" not supported by debug\n'],
    ['nobody --image=busybox', 'Error from server (NotFound): pods "nobody" not found\n'],
    ['web --image=busybox -c app', 'The Pod "web" is invalid: spec.ephemeralContainers[1].name: Duplicate value: "app"\n'],
    ['web --image=busybox -c x --target=nobody', 'The Pod "web" is invalid: spec.ephemeralContainers[1].targetContainerName: Not found: "nobody"\n'],
  ])('kubectl debug %s', (line, words) => {
    const { err, code } = t.k(`kubectl debug ${line}`)
    expect(err).toBe(words)
    expect(code).toBe(1)
  })
  test('a container that is there stays as it is', () =>
    expect(t.k('kubectl debug web --image=alpine -c dbg').err).toMatch(/^The Pod "web" is invalid: spec\.ephemeralContainers: Forbidden: existing ephemeral containers "dbg" may not be changed\n/))
})
