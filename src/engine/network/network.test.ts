import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../kube/object.ts'
import { aPod } from '../testing/builders.ts'
import { podIs, testCluster, type Question, type TestCluster } from '../testing/testCluster.ts'

const until = (says: string, holds: (t: TestCluster) => boolean): Question => Object.assign(holds, { says })
const service = (name: string, spec: object): AnyObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec } })
const deployment = (name: string, replicas: number, spec: object = {}, more: object = {}): AnyObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } }, ...more },
})
const available = (name: string, n: number) => until(`${n} of ${name} are available`, t => t.object('deployments', name)?.status?.availableReplicas === n)
const asks = (t: TestCluster, script: string): string => {
  const pod = aPod('asks', { script })
  t.apply(pod)
  t.runUntil(until('the client has ended', () => ['Succeeded', 'Failed'].includes(t.object('pods', 'asks')?.status?.phase)))
  const log = t.kubectl('logs asks')
  t.kubectl('delete pod asks')
  return log
}
const cluster = () => testCluster({ nodes: 2, system: 'network' })
const requests = (t: TestCluster) => t.cluster.network!.requests.list()

describe('a request by name', () => {
  test('[N1, N8] from a pod through a service to one that answers', () => {
    const t = cluster()
    t.apply(service('web', { ports: [{ port: 8080, targetPort: 80 }] }), deployment('web', 2))
    t.runUntil(available('web', 2))
    t.runFor(1500)
    const names = ['web', 'web.default', 'web.default.svc', 'web.default.svc.cluster.local', t.object('services', 'web')!.spec.clusterIP]
    expect(asks(t, names.map(name => `wget -qO- http://${name}:8080/ | grep -c '<h1>'`).join('; '))).toBe('1\n'.repeat(5))
    const [first] = requests(t)
    expect(first).toMatchObject({ from: 'pods/default/asks', kind: 'http', asked: 'web:8080/', service: 'services/default/web', outcome: 'answered', status: 200 })
    expect(first!.to).toMatch(/^pods\/default\/web-/)
    expect(new Set(requests(t).map(r => r.to)).size).toBe(2)
    expect(t.kubectl(`logs ${first!.to!.split('/').at(-1)}`)).toMatch(/"GET \/ HTTP\/1.1" 200/)
  })

  test('[N17] nobody pings the address of a service; the documentation’s busybox tells names in its own words', () => {
    const t = cluster()
    t.apply(service('web', {}), deployment('web', 1), service('alias', { type: 'ExternalName', externalName: 'example.com', selector: undefined, ports: undefined }))
    t.runUntil(available('web', 1))
    t.runFor(1500)
    expect(asks(t, 'ping -c 2 web; true')).toMatch(/2 packets transmitted, 0 packets received, 100% packet loss/)
    expect(asks(t, 'nslookup alias')).toContain('Address: 93.184.215.14')
    const ip = t.object('services', 'web')!.spec.clusterIP
    t.apply({ ...aPod('old', { script: 'nslookup web; nslookup nope' }), spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.28', command: ['sh', '-c', 'nslookup web; nslookup nope'] }] } } as AnyObject)
    t.runUntil(until('the client has ended', () => ['Succeeded', 'Failed'].includes(t.object('pods', 'old')?.status?.phase)))
    const server = 'Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\n'
    expect(t.kubectl('logs old')).toBe(`${server}Name:      web\nAddress 1: ${ip} web.default.svc.cluster.local\n${server}nslookup: can't resolve 'nope'\n`)
  })

  test('[N8] [N13] a name is told in full; one outside of the cluster is known where its page is', () => {
    const t = cluster()
    t.apply(service('web', {}))
    t.runFor(1500)
    expect(asks(t, 'nslookup web')).toContain('Name:\tweb.default.svc.cluster.local\n')
    expect(asks(t, 'wget -qO- http://info.cern.ch; nslookup info.cern.ch')).toMatch(/<title>http:\/\/info\.cern\.ch<\/title>[^]*Address: 188\.184\.67\.127/)
    expect(asks(t, 'wget -T 2 -qO- http://info.cern.ch:8080; wget -qO- http://nowhere.example')).toMatch(/timed out[^]*bad address 'nowhere.example'/)
  })

  test('[N8] a name that nobody has, and a name of another namespace', () => {
    const t = cluster()
    expect(asks(t, 'wget -qO- http://nobody')).toContain("bad address 'nobody'")
    t.kubectl('create namespace other')
    t.runFor(100)
    t.apply({ ...service('far', {}), metadata: { name: 'far', namespace: 'other' } })
    t.runFor(1500)
    const named = asks(t, 'nslookup far.other; nslookup far')
    expect(named).toContain(t.object('services', 'far')!.spec.clusterIP)
    expect(named).toContain('NXDOMAIN')
  })

  test('[N2] a service without endpoints refuses; another port of it says nothing', () => {
    const t = cluster()
    t.apply(service('web', {}))
    t.runFor(1500)
    expect(asks(t, 'wget -qO- -T 2 http://web/; wget -qO- -T 2 http://web:81/')).toMatch(/Connection refused[^]*timed out/)
    expect(requests(t).map(r => r.outcome)).toEqual(['no-endpoint', 'timed-out'])
  })

  test('[N8] a headless service: all its addresses, and each pod of a StatefulSet by its name', () => {
    const t = cluster()
    t.apply(service('db', { clusterIP: 'None' }), { ...deployment('db', 2), kind: 'StatefulSet', spec: { ...deployment('db', 2).spec, serviceName: 'db' } })
    t.runUntil(until('both are ready', () => t.object('statefulsets', 'db')?.status?.readyReplicas === 2))
    t.runFor(500)
    const ip = (name: string) => t.object('pods', name)!.status.podIP
    const found = asks(t, 'nslookup db')
    expect(found).toContain(ip('db-0'))
    expect(found).toContain(ip('db-1'))
    const named = asks(t, 'nslookup db-1.db; wget -qO- http://db-0.db/; nslookup db-2.db')
    for (const text of [ip('db-1'), 'Welcome', 'NXDOMAIN']) expect(named).toContain(text)
    expect(t.kubectl('exec db-0 -- cat /etc/hosts')).toContain(`${ip('db-0')}\tdb-0.db.default.svc.cluster.local\tdb-0`)
  })

  test('[N9] a container is told of the services that were there before it', () => {
    const t = cluster()
    t.apply(service('my-web', { ports: [{ name: 'http', port: 8080 }] }))
    const env = asks(t, 'env')
    const { clusterIP } = t.object('services', 'my-web')!.spec
    for (const line of [`MY_WEB_SERVICE_HOST=${clusterIP}`, 'MY_WEB_SERVICE_PORT_HTTP=8080', `MY_WEB_PORT_8080_TCP=tcp://${clusterIP}:8080`, 'KUBERNETES_SERVICE_PORT=443']) expect(env).toContain(line)
  })

  test('kubectl exec asks too', () => {
    const t = cluster()
    t.apply(service('web', {}), deployment('web', 1), aPod('shell', { script: 'sleep 1000' }))
    t.runUntil(available('web', 1))
    t.runUntil(podIs('shell', 'Running'))
    t.runFor(1500)
    expect(t.kubectl('exec shell -- wget -qO- http://web')).toContain('Welcome to nginx!')
    expect(requests(t).at(-1)).toMatchObject({ from: 'pods/default/shell', outcome: 'answered' })
  })
})

describe('who is asked', () => {
  test('[N3] readiness takes a pod out, and back in', () => {
    const t = cluster()
    t.apply(service('web', {}), deployment('web', 2, { containers: [{ name: 'c', image: 'nginx', readinessProbe: { exec: { command: ['cat', '/tmp/ready'] }, periodSeconds: 1, failureThreshold: 1 } }] }))
    t.runUntil(until('both run', () => t.objects('pods').filter(p => p.status?.phase === 'Running').length === 2))
    const [one, two] = t.objects('pods').map(p => p.metadata.name)
    t.kubectl(`exec ${one} -- touch /tmp/ready`)
    t.runFor(4000)
    asks(t, 'for i in 1 2 3 4 5 6; do wget -qO- http://web; done')
    expect(new Set(requests(t).map(r => r.to))).toEqual(new Set([`pods/default/${one}`]))
    t.kubectl(`exec ${two} -- touch /tmp/ready`)
    t.runFor(4000)
    asks(t, 'for i in 1 2 3 4 5 6; do wget -qO- http://web; done')
    expect(new Set(requests(t).map(r => r.to)).size).toBe(2)
  })

  test('[N4] with affinity a client keeps the pod that it had', () => {
    const t = cluster()
    t.apply(service('web', { sessionAffinity: 'ClientIP' }), deployment('web', 2), aPod('shell', { script: 'sleep 1000' }))
    t.runUntil(available('web', 2))
    t.runUntil(podIs('shell', 'Running'))
    t.runFor(1500)
    for (let i = 0; i < 10; i++) t.kubectl('exec shell -- wget -qO- http://web')
    expect(new Set(requests(t).map(r => r.to)).size).toBe(1)
  })

  test('[N5] a browser at a node port; with the policy Local only where a pod is', () => {
    const t = cluster()
    t.apply(service('web', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }), deployment('web', 1))
    t.runUntil(available('web', 1))
    t.runFor(1500)
    for (const url of ['http://node-1:30080/', 'http://node-2:30080/']) t.act({ do: 'browse', url })
    expect(requests(t).map(r => [r.from, r.node, r.outcome, r.says?.slice(0, 15)])).toEqual([['browser', 'node-1', 'answered', '<!DOCTYPE html>'], ['browser', 'node-2', 'answered', '<!DOCTYPE html>']])
    t.kubectl(`patch svc web -p '{"spec":{"externalTrafficPolicy":"Local"}}'`)
    t.runFor(1500)
    for (const url of ['http://node-1:30080/', 'http://node-2:30080/', 'http://node-1:30081/', 'http://1.2.3.4/']) t.act({ do: 'browse', url })
    expect(requests(t).slice(2).map(r => r.outcome).sort()).toEqual(['answered', 'refused', 'timed-out', 'timed-out'])
    expect(() => t.act({ do: 'browse', url: 'what is this' })).toThrow('no address')
  })
})

describe('a rollout under traffic', () => {
  const sums = (t: TestCluster) => t.cluster.network!.traffic.seconds.list().reduce((sum, s) => ({ answered: sum.answered + s.answered, lost: sum.lost + s.refused + s.timedOut + s.failed }), { answered: 0, lost: 0 })
  const rollout = (spec: object, replicas: number, perSecond: number) => {
    const t = cluster()
    t.apply(service('web', {}), deployment('web', replicas, spec))
    t.runUntil(available('web', replicas))
    t.runFor(1500)
    t.act({ do: 'traffic', service: 'default/web', perSecond })
    t.runFor(1000)
    expect(sums(t)).toEqual({ answered: perSecond + 1, lost: 0 })
    const old = t.objects('pods').map(p => p.metadata.name)
    t.kubectl('rollout restart deployment web')
    t.runUntil(until('the old pods are gone', () => !t.objects('pods').some(p => old.includes(p.metadata.name))))
    t.act({ do: 'traffic', service: 'default/web', perSecond: 0 })
    const before = sums(t)
    t.runFor(500)
    expect(sums(t)).toEqual(before)
    return sums(t)
  }

  test('[N6] pods that close their port at once are asked until kube-proxy has heard: there is a gap', () => {
    const { answered, lost } = rollout({}, 3, 20)
    expect(lost).toBeGreaterThan(0)
    expect(answered).toBeGreaterThan(10)
  })

  test('[N6] pods that wait before they end leave none', () => {
    expect(rollout({ containers: [{ name: 'c', image: 'nginx', readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 }, lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } } }] }, 2, 10).lost).toBe(0)
  })

  test('a Recreate is one long gap, and a service that is deleted ends its traffic', () => {
    const t = cluster()
    t.apply(service('web', { type: 'NodePort' }), deployment('web', 2, {}, { strategy: { type: 'Recreate' } }))
    t.runUntil(available('web', 2))
    t.runFor(2000)
    t.act({ do: 'traffic', service: 'default/web', perSecond: 100 })
    t.kubectl('rollout restart deployment web')
    t.runFor(3000)
    expect(sums(t).answered + sums(t).lost).toBe(301)
    expect(sums(t).lost).toBeGreaterThan(50)
    t.kubectl('delete svc web')
    t.runFor(1000)
    expect(t.cluster.network!.traffic.sources.size).toBe(0)
    expect(() => t.act({ do: 'traffic', service: 'default/web', perSecond: 1 })).toThrow('no service')
  })
})
