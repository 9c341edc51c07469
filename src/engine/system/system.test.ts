import { expect, test } from 'vitest'
import { testCluster } from '../testing/testCluster.ts'
import { aPod } from '../testing/builders.ts'
import { Cluster } from '../cluster.ts'

test('DaemonSet scheduling, nodes: kube-system as a real cluster has it, at rest when time begins', () => {
  const cluster = new Cluster({ nodes: 2, system: 'full' })
  const pods = cluster.objects('pods')
  expect(pods.map(p => [p.metadata.name.replace(/-[a-z0-9]{8,10}-[a-z0-9]{5}$|(?<=kube-proxy)-[a-z0-9]{5}$/, ''), p.spec.nodeName, p.status.phase]).sort()).toEqual([
    ['coredns', 'control-plane', 'Running'], ['coredns', 'control-plane', 'Running'], ['etcd-control-plane', 'control-plane', 'Running'], ['kube-apiserver-control-plane', 'control-plane', 'Running'],
    ['kube-controller-manager-control-plane', 'control-plane', 'Running'], ['kube-proxy', 'control-plane', 'Running'], ['kube-proxy', 'node-1', 'Running'], ['kube-proxy', 'node-2', 'Running'],
    ['kube-scheduler-control-plane', 'control-plane', 'Running'],
  ])
  expect(cluster.world.position).toBe(0)
  const revision = cluster.server.store.revision
  cluster.world.travel({ forMs: 60_000 })
  // Nobody finds anything to put right: what is written in a minute is heartbeats (and that the nodes are registered).
  const written = Array.from({ length: cluster.world.position }, (_, i) => cluster.world.frameAt(i + 1)!).flatMap(f => (f.writes ?? []).map(w => w.table)).filter(t => t.startsWith('objects/'))
  expect([...new Set(written)].filter(t => t !== 'objects/events')).toEqual(['objects/leases'])
  expect(cluster.server.store.revision).toBeGreaterThan(revision)
  expect(cluster.world.position).toBeLessThan(150)
})

test('what the seeds ask of kube-system answers, names are answered by its pods, and a node that joins gets its proxy', () => {
  const t = testCluster({ nodes: 1, system: 'full' })
  expect(t.kubectl('get ds -n kube-system')).toMatch(/^kube-proxy +2 +2 +2 +2 +2 +kubernetes.io\/os=linux /m)
  expect(t.kubectl('get deploy -n kube-system')).toMatch(/^coredns +2\/2 +2 +2 /m)
  expect(t.kubectl('get svc -A')).toMatch(/default +kubernetes +ClusterIP +10.96.0.1 [^]*kube-system +kube-dns +ClusterIP +10.96.0.10 /)
  t.apply(aPod('asks', { script: 'nslookup kubernetes; wget -qO- --no-check-certificate https://kubernetes/healthz' }))
  t.runFor(4000)
  const log = t.kubectl('logs asks')
  expect(log).toContain('10.96.0.1')
  expect(log).toContain('ok')
  t.act({ do: 'add-node' })
  t.runFor(15_000)
  expect(t.kubectl('get ds -n kube-system')).toMatch(/^kube-proxy +3 +3 +3 +3 +3 /m)
  t.kubectl('scale deploy coredns -n kube-system --replicas=0')
  t.runFor(3000)
  t.apply(aPod('lost', { script: 'nslookup kubernetes' }))
  t.runFor(15_000)
  expect(t.kubectl('logs lost')).toContain('NXDOMAIN')
})

test('the control plane’s pods are mirrors: who deletes one gets it back, younger, and nothing was restarted', () => {
  const t = testCluster({ nodes: 1, system: 'full' })
  t.runFor(60_000)
  const pod = () => t.cluster.objects('pods').find(p => p.metadata.name === 'kube-scheduler-control-plane')
  const before = pod()!
  expect(t.kubectl('delete pod -n kube-system kube-scheduler-control-plane')).toBe('pod "kube-scheduler-control-plane" deleted from kube-system namespace\n')
  t.runFor(2000)
  const after = pod()!
  expect(after.metadata.uid).not.toBe(before.metadata.uid)
  expect(Date.parse(after.metadata.creationTimestamp!)).toBeGreaterThan(Date.parse(before.metadata.creationTimestamp!))
  expect(after.metadata.annotations).toEqual(before.metadata.annotations)
  expect(after.metadata.ownerReferences).toEqual(before.metadata.ownerReferences)
  expect(after.status.phase).toBe('Running')
  expect(after.status.containerStatuses[0]).toEqual(before.status.containerStatuses[0])
  // Also one that is forced away, and one that goes while its kubelet is down: it comes back with the kubelet.
  t.kubectl('delete pod -n kube-system etcd-control-plane --force --grace-period=0')
  t.act({ do: 'stop-kubelet', name: 'control-plane' })
  t.kubectl('delete pod -n kube-system kube-apiserver-control-plane --wait=false')
  t.runFor(40_000)
  expect(pod()).toBeDefined()
  t.act({ do: 'start-kubelet', name: 'control-plane' })
  t.runFor(30_000)
  expect(t.kubectl('get pods -n kube-system -l tier=control-plane --no-headers').trim().split('\n').map(line => line.split(/ +/).slice(0, 4).join(' '))).toEqual([
    'etcd-control-plane 1/1 Running 0', 'kube-apiserver-control-plane 1/1 Running 0', 'kube-controller-manager-control-plane 1/1 Running 0', 'kube-scheduler-control-plane 1/1 Running 0',
  ])
})

test('a claim that names no class gets the default one, and its volume on the node of its first pod', () => {
  const t = testCluster({ nodes: 2, system: 'full' })
  expect(t.kubectl('get sc')).toMatch(/^standard \(default\) +rancher.io\/local-path +Delete +WaitForFirstConsumer +false /m)
  t.apply({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data', namespace: 'default' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } })
  t.runFor(5000)
  expect(t.kubectl('get pvc')).toMatch(/^data +Pending +standard /m)
  const pod = aPod('uses', { script: 'sleep 1000' })
  t.apply({ ...pod, spec: { ...pod['spec'], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } })
  t.runFor(5000)
  expect(t.kubectl('get pvc')).toMatch(/^data +Bound +pvc-/m)
  expect(t.kubectl('get pod uses')).toContain('Running')
})
