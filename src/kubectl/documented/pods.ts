// pods/, debug/, admin/ and policy/ of the documentation's examples.
import { amounts, container, type Fields, mount, pod, ports, scratch, script } from './make.ts'

const stress = (name: string, namespace: string, requests: Fields, limits: Fields, args: readonly string[], image = 'polinux/stress'): Fields =>
  pod(name, { containers: [container(`${name}-ctr`, image, { resources: { requests, limits }, ...(image === 'polinux/stress' ? { command: ['stress'] } : {}), args })] }, undefined, { namespace })
const vm = (bytes: string): readonly string[] => ['--vm', '1', '--vm-bytes', bytes, '--vm-hang', '1']
const qos = (name: string, container_: Fields): Fields => pod(name, { containers: [container_] }, undefined, { namespace: 'qos-example' })
const nginx = (more: Fields = {}, spec: Fields = {}): Fields => pod('nginx', { ...spec, containers: [container('nginx', 'nginx', { imagePullPolicy: 'IfNotPresent', ...more })] })
const onDisk = (weight: boolean): Fields => {
  const term = { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd'] }] }
  return { affinity: { nodeAffinity: weight ? { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: term }] } : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } }
}
const quota = (name: string, hard: Fields): Fields => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard } })
const limits = (name: string, ...of: readonly Fields[]): Fields => ({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name }, spec: { limits: of } })
const budget = (spec: Fields): Fields => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'zk-pdb' }, spec: { ...spec, selector: { matchLabels: { app: 'zookeeper' } } } })
const namespace = (name: string): Fields => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { name } } })

export const podExamples: Readonly<Record<string, () => readonly Fields[]>> = {
  'pods/simple-pod.yaml': () => [pod('nginx', { containers: [container('nginx', 'nginx:1.14.2', ports(80))] })],
  'pods/two-container-pod.yaml': () => [pod('two-containers', {
    restartPolicy: 'Never', ...scratch('shared-data'),
    containers: [container('nginx-container', 'nginx', mount('shared-data', '/usr/share/nginx/html')), container('debian-container', 'debian', { ...mount('shared-data', '/pod-data'), command: ['/bin/sh'], args: ['-c', 'echo Hello from the debian container > /pod-data/index.html'] })],
  })],
  'pods/commands.yaml': () => [pod('command-demo', { restartPolicy: 'OnFailure', containers: [container('command-demo-container', 'debian', { command: ['printenv'], args: ['HOSTNAME', 'KUBERNETES_PORT'] })] }, { purpose: 'demonstrate-command' })],
  'pods/init-containers.yaml': () => [pod('init-demo', {
    initContainers: [container('install', 'busybox:1.28', { command: ['wget', '-O', '/work-dir/index.html', 'http://info.cern.ch'], ...mount('workdir', '/work-dir') })],
    containers: [container('nginx', 'nginx', { ...ports(80), ...mount('workdir', '/usr/share/nginx/html') })], dnsPolicy: 'Default', ...scratch('workdir'),
  })],
  'pods/lifecycle-events.yaml': () => [pod('lifecycle-demo', { containers: [container('lifecycle-demo-container', 'nginx', { lifecycle: {
    postStart: { exec: { command: ['/bin/sh', '-c', 'echo Hello from the postStart handler > /usr/share/message'] } }, preStop: { exec: { command: ['/bin/sh', '-c', 'nginx -s quit; while killall -0 nginx; do sleep 1; done'] } },
  } })] })],
  'pods/share-process-namespace.yaml': () => [pod('nginx', { shareProcessNamespace: true, containers: [container('nginx', 'nginx'), container('shell', 'busybox:1.28', { command: ['sleep', '3600'], securityContext: { capabilities: { add: ['SYS_PTRACE'] } }, stdin: true, tty: true })] })],
  'pods/pod-nginx.yaml': () => [pod('nginx', { containers: [container('nginx', 'nginx', { imagePullPolicy: 'IfNotPresent' })], nodeSelector: { disktype: 'ssd' } }, { env: 'test' })],
  'pods/pod-nginx-required-affinity.yaml': () => [nginx({}, onDisk(false))],
  'pods/pod-nginx-preferred-affinity.yaml': () => [nginx({}, onDisk(true))],
  'pods/pod-with-toleration.yaml': () => [pod('nginx', { containers: [container('nginx', 'nginx', { imagePullPolicy: 'IfNotPresent' })], tolerations: [{ key: 'example-key', operator: 'Exists', effect: 'NoSchedule' }] }, { env: 'test' })],
  'pods/pod-with-scheduling-gates.yaml': () => [pod('test-pod', { schedulingGates: [{ name: 'example.com/foo' }, { name: 'example.com/bar' }], containers: [container('pause', 'registry.k8s.io/pause:3.6')] })],
  'pods/pod-without-scheduling-gates.yaml': () => [pod('test-pod', { containers: [container('pause', 'registry.k8s.io/pause:3.6')] })],
  'pods/probe/exec-liveness.yaml': () => [pod('liveness-exec', { containers: [container('liveness', 'registry.k8s.io/busybox:1.27.2', {
    args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'], livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 },
  })] }, { test: 'liveness' })],
  'pods/probe/http-liveness.yaml': () => [pod('liveness-http', { containers: [container('liveness', 'registry.k8s.io/e2e-test-images/agnhost:2.40', {
    args: ['liveness'], livenessProbe: { httpGet: { path: '/healthz', port: 8080, httpHeaders: [{ name: 'Custom-Header', value: 'Awesome' }] }, initialDelaySeconds: 3, periodSeconds: 3 },
  })] }, { test: 'liveness' })],
  'pods/probe/tcp-liveness-readiness.yaml': () => [pod('goproxy', { containers: [container('goproxy', 'registry.k8s.io/goproxy:0.1', {
    ...ports(8080), readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10 }, livenessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10 },
  })] }, { app: 'goproxy' })],
  'pods/qos/qos-pod.yaml': () => [qos('qos-demo', container('qos-demo-ctr', 'nginx', { resources: { limits: amounts('700m', '200Mi'), requests: amounts('700m', '200Mi') } }))],
  'pods/qos/qos-pod-2.yaml': () => [qos('qos-demo-2', container('qos-demo-2-ctr', 'nginx', { resources: { limits: amounts(undefined, '200Mi'), requests: amounts(undefined, '100Mi') } }))],
  'pods/qos/qos-pod-3.yaml': () => [qos('qos-demo-3', container('qos-demo-3-ctr', 'nginx'))],
  'pods/resource/memory-request-limit.yaml': () => [stress('memory-demo', 'mem-example', amounts(undefined, '100Mi'), amounts(undefined, '200Mi'), vm('150M'))],
  'pods/resource/memory-request-limit-2.yaml': () => [stress('memory-demo-2', 'mem-example', amounts(undefined, '50Mi'), amounts(undefined, '100Mi'), vm('250M'))],
  'pods/resource/memory-request-limit-3.yaml': () => [stress('memory-demo-3', 'mem-example', amounts(undefined, '1000Gi'), amounts(undefined, '1000Gi'), vm('150M'))],
  'pods/resource/cpu-request-limit.yaml': () => [stress('cpu-demo', 'cpu-example', amounts('0.5', undefined), amounts('1', undefined), ['-cpus', '2'], 'vish/stress')],
  'pods/resource/cpu-request-limit-2.yaml': () => [stress('cpu-demo-2', 'cpu-example', amounts('100', undefined), amounts('100', undefined), ['-cpus', '2'], 'vish/stress')],
  'pods/inject/envars.yaml': () => [pod('envar-demo', { containers: [container('envar-demo-container', 'gcr.io/google-samples/hello-app:2.0', { env: [{ name: 'DEMO_GREETING', value: 'Hello from the environment' }, { name: 'DEMO_FAREWELL', value: 'Such a sweet sorrow' }] })] }, { purpose: 'demonstrate-envars' })],
  'pods/storage/redis.yaml': () => [pod('redis', { containers: [container('redis', 'redis', mount('redis-storage', '/data/redis'))], ...scratch('redis-storage') })],
  'pods/storage/pv-volume.yaml': () => [{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'task-pv-volume', labels: { type: 'local' } }, spec: { storageClassName: 'manual', capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/mnt/data' } } }],
  'pods/storage/pv-claim.yaml': () => [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'task-pv-claim' }, spec: { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '3Gi' } } } }],
  'pods/storage/pv-pod.yaml': () => [pod('task-pv-pod', {
    volumes: [{ name: 'task-pv-storage', persistentVolumeClaim: { claimName: 'task-pv-claim' } }], containers: [container('task-pv-container', 'nginx', { ports: [{ containerPort: 80, name: 'http-server' }], ...mount('task-pv-storage', '/usr/share/nginx/html') })],
  })],
  'debug/counter-pod.yaml': () => [pod('counter', { containers: [container('count', 'busybox:1.28', { args: ['/bin/sh', '-c', 'i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done'] })] })],
  'debug/termination.yaml': () => [pod('termination-demo', { containers: [container('termination-demo-container', 'debian', { command: ['/bin/sh'], args: ['-c', 'sleep 10 && echo Sleep expired > /dev/termination-log'] })] })],
  'admin/dns/dnsutils.yaml': () => [pod('dnsutils', { restartPolicy: 'Always', containers: [container('dnsutils', 'registry.k8s.io/e2e-test-images/agnhost:2.39', { imagePullPolicy: 'IfNotPresent' })] }, undefined, { namespace: 'default' })],
  'admin/dns/busybox.yaml': () => [pod('busybox', { restartPolicy: 'Always', containers: [container('busybox', 'busybox:1.28', { ...script('sleep 3600'), imagePullPolicy: 'IfNotPresent' })] }, undefined, { namespace: 'default' })],
  'admin/namespace-dev.yaml': () => [namespace('development')],
  'admin/namespace-prod.yaml': () => [namespace('production')],
  'admin/resource/quota-mem-cpu.yaml': () => [quota('mem-cpu-demo', { 'requests.cpu': '1', 'requests.memory': '1Gi', 'limits.cpu': '2', 'limits.memory': '2Gi' })],
  'admin/resource/quota-pod.yaml': () => [quota('pod-demo', { pods: '2' })],
  'admin/resource/quota-objects.yaml': () => [quota('object-quota-demo', { persistentvolumeclaims: '1', 'services.loadbalancers': '2', 'services.nodeports': '0' })],
  'admin/resource/memory-defaults.yaml': () => [limits('mem-limit-range', { default: amounts(undefined, '512Mi'), defaultRequest: amounts(undefined, '256Mi'), type: 'Container' })],
  'admin/resource/cpu-defaults.yaml': () => [limits('cpu-limit-range', { default: amounts('1', undefined), defaultRequest: amounts('0.5', undefined), type: 'Container' })],
  'admin/resource/memory-constraints.yaml': () => [limits('mem-min-max-demo-lr', { max: amounts(undefined, '1Gi'), min: amounts(undefined, '500Mi'), type: 'Container' })],
  'admin/resource/cpu-constraints.yaml': () => [limits('cpu-min-max-demo-lr', { max: amounts('800m', undefined), min: amounts('200m', undefined), type: 'Container' })],
  'policy/zookeeper-pod-disruption-budget-minavailable.yaml': () => [budget({ minAvailable: 2 })],
  'policy/zookeeper-pod-disruption-budget-maxunavailable.yaml': () => [budget({ maxUnavailable: 1 })],
}
