// Volumes outlast containers and are shared by them: what the image has below a mount is not seen, what commands write there stays.
import { expect, test } from 'vitest'
import { Pod } from '../../kube/kinds.ts'
import { container, podBed, podOf } from '../testing/podBed.ts'

type Bed = ReturnType<typeof podBed>
const said = (t: Bed, pod: string, command: string, name?: string) => t.client.exec('default', pod, name, ['sh', '-c', command]).stdout
const web = { name: 'web', image: 'nginx', volumeMounts: [{ name: 'www', mountPath: '/usr/share/nginx/html' }] }
const volumes = [{ name: 'www', hostPath: { path: '/data', type: 'DirectoryOrCreate' } }]

test('a mount hides what the image has there, and nothing else; a directory without a page is forbidden', () => {
  const t = podBed()
  t.client.create(podOf('p', { containers: [web], volumes }), 'default')
  t.run(5)
  expect(said(t, 'p', 'ls /usr/share/nginx/html; ls /etc/nginx')).toBe('conf.d\nnginx.conf\n')
  expect(said(t, 'p', 'curl -s localhost')).toContain('403 Forbidden')
  expect(said(t, 'p', 'curl -s localhost/page')).toContain('404 Not Found')
  expect(t.client.logs('default', 'p').map(l => l.text).find(l => l.includes('directory index'))).toContain('directory index of "/usr/share/nginx/html/" is forbidden')
})

test('what a command has written to a volume is there for the pod after this one', () => {
  const t = podBed()
  t.client.create(podOf('p', { containers: [web], volumes, nodeName: 'node-1' }), 'default')
  t.run(5)
  said(t, 'p', 'echo one > /usr/share/nginx/html/index.html; echo two > /tmp/own')
  t.run(1)
  expect(said(t, 'p', 'curl -s localhost')).toBe('one\n')
  t.client.delete(Pod, 'default', 'p')
  t.run(5)
  t.client.create(podOf('q', { containers: [web], volumes, nodeName: 'node-1' }), 'default')
  t.run(5)
  expect(said(t, 'q', 'curl -s localhost; cat /tmp/own')).toBe('one\n')
})

test('the containers beside it see it at once, where they have mounted it', () => {
  const t = podBed()
  const other = { ...container('until [ -e /in/go ]; do sleep 1; done; echo gone'), name: 'other', volumeMounts: [{ name: 'box', mountPath: '/in' }] }
  const apart = { ...container('sleep 1000'), name: 'apart' }
  t.client.create(podOf('p', { containers: [{ ...container('sleep 1000'), name: 'c', volumeMounts: [{ name: 'box', mountPath: '/out' }] }, other, apart], volumes: [{ name: 'box', emptyDir: {} }] }), 'default')
  t.run(10)
  said(t, 'p', 'echo x > /out/go', 'c')
  t.run(2)
  expect(said(t, 'p', 'ls /in /out', 'apart')).toBe('')
  expect(t.client.logs('default', 'p', { container: 'other' }).map(l => l.text)).toEqual(['gone\n'])
})
