// As whom a container runs, and what its programs see of it.
import { expect, test } from 'vitest'
import type { Container, PodSpec } from '../../kube/core.ts'
import { identityForProgram, identityOf } from './identity.ts'
import { runExec } from './runtime/programs/exec.ts'

const container = (more: Partial<Container> = {}): Container => ({ name: 'c', image: 'busybox', ...more })

test.each<[string, Partial<PodSpec>, Partial<Container>, object]>([
  ['nobody asks', {}, {}, { uid: 0, gid: 0, groups: [0] }],
  ['the pod asks', { securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000] } }, {}, { uid: 1000, gid: 3000, groups: [2000, 3000, 4000] }],
  ['the container outdoes the pod', { securityContext: { runAsUser: 1000 } }, { securityContext: { runAsUser: 2000 } }, { uid: 2000, gid: 0, groups: [0] }],
])('%s', (_name, spec, more, identity) => expect(identityOf({ containers: [], ...spec }, container(more))).toEqual(identity))

const spec = { containers: [], securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 }, volumes: [{ name: 'v', emptyDir: {} }] } satisfies PodSpec
const mounted = container({ volumeMounts: [{ name: 'v', mountPath: '/data/demo' }] })
const seen = (script: string, of: Container = mounted, image = 'busybox') => {
  const start = { image, command: ['sleep', '1d'], env: {}, hostname: 'box', startedAt: 0, seed: 's', restartCount: 0, files: { '/data/demo/': '' }, ...identityForProgram({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }, of) }
  return runExec(start, [], 5000, ['sh', '-c', script])
}

test('id, ps and whoami tell of the user by number', () => {
  expect(seen('id').stdout).toBe('uid=1000 gid=3000 groups=2000,3000\n')
  expect(seen('ps | sed -n 2p').stdout).toMatch(/^ +1 1000 /)
  expect(seen('whoami')).toMatchObject({ exitCode: 1, stderr: 'whoami: unknown uid 1000\n' })
  expect(seen('whoami', mounted, 'debian').stderr).toBe('whoami: cannot find name for user ID 1000\n')
})

test('a volume belongs to the group of the pod’s files, and what is written there too; elsewhere to the user’s own', () => {
  expect(seen('cd /data; ls -l | tail -1').stdout).toMatch(/^drwxrwsrwx +1 root +2000 .* demo\n$/)
  expect(seen('cd /data/demo; echo hi >f; ls -l f').stdout).toMatch(/^-rw-r--r-- +1 1000 +2000 .* f\n$/)
  expect(seen('echo hi >/tmp/f; ls -l /tmp/f; ls -l /etc/passwd').stdout).toMatch(/^-rw-r--r-- +1 1000 +3000 .*\n-rw-r--r-- +1 root +root .*\n$/)
})
