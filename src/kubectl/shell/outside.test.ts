// What the terminal gets to over the network: nodes, ports that kubectl opens on the person's own machine, and the documentation's manifests.
import { expect, test } from 'vitest'
import { createCluster, type Cluster } from '../../engine/index.ts'
import { documented, documentedPaths } from '../documented/index.ts'
import { filesFrom, printed } from '../testing/console.ts'
import { startLine } from './shell.ts'
import { Shell } from './session.ts'

function terminal() {
  const cluster: Cluster = createCluster({ seed: 1, nodes: 2, system: 'network' })
  const shell = new Shell()
  const start = (line: string) => startLine(line, { client: cluster.client(), files: filesFrom({}), inPage: true }, shell)
  const sh = (line: string) => printed(start(line))
  const after = (ms: number) => cluster.world.travel({ forMs: ms })
  after(1000)
  return { cluster, start, sh, after }
}

function withWeb() {
  const t = terminal()
  t.sh('kubectl create deployment web --image=nginx:1.28 --port=80; kubectl expose deployment web --type=NodePort --port=8080 --target-port=80')
  t.after(10_000)
  return t
}

test('[N14] a node port answers under every node’s name and address, and the pod sees the node', () => {
  const { sh } = withWeb()
  const port = sh("kubectl get svc web -o jsonpath='{.spec.ports[0].nodePort}'").out
  expect(sh(`curl -s http://node-2:${port} | grep title`).out).toContain('Welcome to nginx!')
  expect(sh(`curl -s http://$(minikube ip):${port} -o page.html; wc -l < page.html`)).toMatchObject({ err: '', code: 0 })
  expect(sh(`wget -qO- $(minikube service web --url) | head -1`).out).toBe('<!DOCTYPE html>\n')
  expect(sh('kubectl logs deploy/web').out).toMatch(/^172\.18\.0\.\d+ - - .*"curl\//m)
  expect(sh('curl -s http://node-1:31999').code).toBe(7)
})

test('[N14] nobody outside gets to a service or a pod by its name or address', () => {
  const { sh } = withWeb()
  for (const to of ['web:8080', "$(kubectl get svc web -o jsonpath='{.spec.clusterIP}'):8080", "$(kubectl get pods -o jsonpath='{.items[0].status.podIP}')", 'example.com']) {
    expect(sh(`curl -s http://${to}`)).toMatchObject({ out: '', err: expect.stringContaining('outside of the cluster'), code: 6 })
  }
})

test('a forwarded port leads to the pod while port-forward runs, and to nobody after it', () => {
  const { start, sh, cluster, after } = withWeb()
  expect(sh('curl localhost:9000').err).toContain('Failed to connect to localhost port 9000')
  const forward = start('kubectl port-forward svc/web 9000:8080')
  expect(printed(forward).out).toBe('Forwarding from 127.0.0.1:9000 -> 80\nForwarding from [::1]:9000 -> 80\n')
  expect(sh('curl -s localhost:9000 | head -1').out).toBe('<!DOCTYPE html>\n')
  forward.advance()
  expect(printed(forward).out).toContain('Handling connection for 9000\n')
  expect(sh('kubectl port-forward deploy/web 9000:80').err).toContain('unable to listen on any of the requested ports: [{9000 80}]')
  const before = cluster.world.position
  sh('kubectl delete pod -l app=web --now --wait=false')
  after(5000)
  expect(sh('curl -s localhost:9000').code).toBe(56)
  cluster.world.travel({ toFrame: before })
  forward.rewound()
  expect(sh('curl -s localhost:9000 | head -1').out).toBe('<!DOCTYPE html>\n')
  forward.interrupt()
  expect(sh('curl -s localhost:9000').code).toBe(7)
})

test('the API server is behind kubectl proxy, and pods and services behind the API server', () => {
  const { start, sh } = withWeb()
  start('kubectl proxy')
  expect(JSON.parse(sh('curl -s http://localhost:8001/version').out)).toMatchObject({ major: '1', minor: '36' })
  expect(JSON.parse(sh('curl -s http://localhost:8001/api/v1/namespaces/default/pods').out).items).toHaveLength(1)
  expect(JSON.parse(sh('curl -s http://localhost:8001/api/v1/namespaces/default/pods/nope').out)).toMatchObject({ code: 404, message: 'pods "nope" not found' })
  const pod = sh("kubectl get pods -o jsonpath='{.items[0].metadata.name}'").out
  for (const path of [`pods/${pod}:80`, `pods/${pod}`, 'services/web', 'services/web:8080', 'services/http:web:8080']) {
    expect(sh(`curl -s http://localhost:8001/api/v1/namespaces/default/${path}/proxy/`).out).toContain('Welcome to nginx!')
  }
  sh('kubectl scale deploy web --replicas=0')
  expect(JSON.parse(sh('curl -s http://localhost:8001/api/v1/namespaces/default/services/web:81/proxy/').out)).toMatchObject({ code: 503, message: 'no service port "81" found for service "web"' })
})

test('played again, a line hears again what it heard', () => {
  const { start, cluster, after } = withWeb()
  const line = start('wget -qO- $(minikube service web --url) | head -1; sleep 5; echo done')
  const there = cluster.world.position
  after(2000)
  line.advance()
  cluster.world.travel({ toFrame: there })
  line.rewound()
  const again = line.forked(there)
  expect(printed(again).out).toBe('<!DOCTYPE html>\n')
  expect(cluster.network!.requests.list()).toHaveLength(1)
})

test('every manifest that the documentation names is there under its address, and is accepted', () => {
  expect(documented('https://k8s.io/examples/controllers/nginx-deployment.yaml')).toContain('nginx')
  expect(documented('https://raw.githubusercontent.com/kubernetes/website/main/content/en/examples/pods/simple-pod.yaml')).toBe(documented('https://kubernetes.io/examples/pods/simple-pod.yaml'))
  expect(documented('https://example.com/examples/controllers/nginx-deployment.yaml')).toBeUndefined()
  const { sh, cluster, after } = terminal()
  sh('for n in mem cpu qos; do kubectl create ns $n-example; done; kubectl create ns ssa; kubectl apply -n ssa --server-side -f https://k8s.io/examples/application/ssa/nginx-deployment-no-replicas.yaml')
  after(1000)
  const { position } = cluster.world
  // The one that gives replicas alone is meant for a Deployment that is there.
  for (const path of documentedPaths()) expect([path, sh(`kubectl apply --dry-run=server ${path.includes('/ssa/') ? '-n ssa --server-side --field-manager=other ' : ''}-f https://k8s.io/examples/${path}`)]).toMatchObject([path, { err: '', code: 0 }])
  expect(cluster.world.position).toBe(position)
  expect(terminal().sh('kubectl apply -f https://example.com/x.yaml').err).toBe('error: unable to read URL "https://example.com/x.yaml", there is no network here\n')
  expect(terminal().sh('curl -sLO https://k8s.io/examples/pods/simple-pod.yaml; kubectl create -f simple-pod.yaml').out).toBe('pod/nginx created\n')
})
