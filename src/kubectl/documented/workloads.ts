// controllers/, application/ and service/ of the documentation's examples.
import { amounts, container, type Fields, job, mount, ports, scratch, script, service, template, workload } from './make.ts'

const nginx = (image: string, more: Fields = {}): Fields => ({ containers: [container('nginx', image, { ...ports(80), ...more })] })
const APP = { app: 'nginx' }
const nginxDeployment = (name: string, replicas: number | undefined, image: string): Fields => workload('Deployment', name, APP, nginx(image), replicas === undefined ? {} : { replicas })
const python = (text: string): Fields => ({ command: ['python3', '-c', text] })
const indexed = { completionMode: 'Indexed' }
const never = (...containers: readonly Fields[]): Fields => ({ restartPolicy: 'Never', containers })
const failing = (code: number): Fields => ({ command: ['bash'], args: ['-c', `echo "Hello world!" && sleep 5 && exit ${code}`] })

const fluentd = (more: Fields = {}): Fields => ({
  ...workload('DaemonSet', 'fluentd-elasticsearch', { name: 'fluentd-elasticsearch' }, {
    tolerations: ['control-plane', 'master'].map(role => ({ key: `node-role.kubernetes.io/${role}`, operator: 'Exists', effect: 'NoSchedule' })),
    containers: [container('fluentd-elasticsearch', 'quay.io/fluentd_elasticsearch/fluentd:v5.0.1', { ...more, ...mount('varlog', '/var/log') })],
    terminationGracePeriodSeconds: 30, volumes: [{ name: 'varlog', hostPath: { path: '/var/log' } }],
  }),
  metadata: { name: 'fluentd-elasticsearch', namespace: 'kube-system', labels: { 'k8s-app': 'fluentd-logging' } },
})
const fluentdUpdate = (more?: Fields): Fields => {
  const made = fluentd(more) as { spec: Fields }
  return { ...made, spec: { ...made.spec, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } } }
}

const web = (more: Fields): Fields => ({
  ...workload('StatefulSet', 'web', APP, { containers: [container('nginx', 'registry.k8s.io/nginx-slim:0.21', { ports: [{ containerPort: 80, name: 'web' }], ...mount('www', '/usr/share/nginx/html') })] }, {
    serviceName: 'nginx', replicas: 2, ...more,
    volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
  }),
})
const headless = service('nginx', APP, { port: 80, name: 'web' }, { clusterIP: 'None' }, APP)

const redis = (role: 'leader' | 'follower', image: string, replicas: number): Fields => workload('Deployment', `redis-${role}`, { app: 'redis', role, tier: 'backend' }, {
  containers: [container(role, image, { resources: { requests: amounts('100m', '100Mi') }, ...ports(6379) })],
}, { replicas }, { app: 'redis', role, tier: 'backend' })
const redisService = (role: string): Fields => service(`redis-${role}`, { app: 'redis', role, tier: 'backend' }, { port: 6379, targetPort: 6379 }, {}, { app: 'redis', role, tier: 'backend' })

const HELLO = { app: 'hello', tier: 'backend', track: 'stable' }
const hello = 'gcr.io/google-samples/hello-go-gke:1.0'

export const workloads: Readonly<Record<string, () => readonly Fields[]>> = {
  'controllers/nginx-deployment.yaml': () => [{ ...nginxDeployment('nginx-deployment', 3, 'nginx:1.14.2'), metadata: { name: 'nginx-deployment', labels: APP } }],
  'controllers/frontend.yaml': () => [{
    ...workload('ReplicaSet', 'frontend', { tier: 'frontend' }, { containers: [container('php-redis', 'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend:v5')] }, { replicas: 3 }, { app: 'guestbook', tier: 'frontend' }),
  }],
  'controllers/hpa-rs.yaml': () => [{
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'frontend-scaler' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'frontend' }, minReplicas: 3, maxReplicas: 10, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }] },
  }],
  'controllers/replication.yaml': () => [{
    apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'nginx' }, spec: { replicas: 3, selector: APP, template: { metadata: { name: 'nginx', labels: APP }, spec: nginx('nginx') } },
  }],
  'controllers/daemonset.yaml': () => [fluentd({ resources: { limits: amounts(undefined, '200Mi'), requests: amounts('100m', '200Mi') } })],
  'controllers/fluentd-daemonset.yaml': () => [fluentdUpdate()],
  'controllers/fluentd-daemonset-update.yaml': () => [fluentdUpdate({ resources: { limits: amounts(undefined, '200Mi'), requests: amounts('100m', '200Mi') } })],
  'controllers/job.yaml': () => [job('pi', never(container('pi', 'perl:5.34.0', { command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'] })), { backoffLimit: 4 })],
  'controllers/job-backoff-limit-per-index-example.yaml': () => [job('job-backoff-limit-per-index-example', never(container('example', 'python', python(
    'import os, sys\nprint("Hello world")\nif int(os.environ.get("JOB_COMPLETION_INDEX")) % 2 == 0:\n  sys.exit(1)\n',
  ))), { completions: 10, parallelism: 3, ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 5 })],
  'controllers/job-success-policy.yaml': () => [job('job-success', never(container('main', 'python', python(
    'import os, sys\nif os.environ.get("JOB_COMPLETION_INDEX") == "2":\n  sys.exit(0)\nelse:\n  sys.exit(1)\n',
  ))), { parallelism: 10, completions: 10, ...indexed, successPolicy: { rules: [{ succeededIndexes: '0,2-3', succeededCount: 1 }] } })],
  'controllers/job-pod-failure-policy-example.yaml': () => [job('job-pod-failure-policy-example', never(container('main', 'docker.io/library/bash:5', failing(42))), {
    completions: 12, parallelism: 3, backoffLimit: 6,
    podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }, { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
  })],
  'controllers/job-pod-failure-policy-failjob.yaml': () => [job('job-pod-failure-policy-failjob', never(container('main', 'docker.io/library/bash:5', { command: ['bash'], args: ['-c', 'echo "Hello world! I\'m going to exit with 42 to simulate a software bug." && sleep 30 && exit 42'] })), {
    completions: 8, parallelism: 2, backoffLimit: 6, podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } }] },
  })],
  'controllers/job-pod-failure-policy-ignore.yaml': () => [job('job-pod-failure-policy-ignore', never(container('main', 'docker.io/library/bash:5', { command: ['bash'], args: ['-c', 'echo "Hello world! I\'m going to exit with 0 (success)." && sleep 90 && exit 0'] })), {
    completions: 4, parallelism: 2, backoffLimit: 0, podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
  })],
  'controllers/job-pod-failure-policy-config-issue.yaml': () => [job('job-pod-failure-policy-config-issue', never(container('main', 'non-existing-repo/non-existing-image:example')), {
    completions: 8, parallelism: 2, backoffLimit: 6, podFailurePolicy: { rules: [{ action: 'FailJob', onPodConditions: [{ type: 'ConfigIssue' }] }] },
  })],

  'application/deployment.yaml': () => [nginxDeployment('nginx-deployment', 2, 'nginx:1.14.2')],
  'application/deployment-update.yaml': () => [nginxDeployment('nginx-deployment', 2, 'nginx:1.16.1')],
  'application/deployment-scale.yaml': () => [nginxDeployment('nginx-deployment', 4, 'nginx:1.16.1')],
  'application/simple_deployment.yaml': () => [workload('Deployment', 'nginx-deployment', APP, nginx('nginx:1.14.2'), { minReadySeconds: 5 })],
  'application/update_deployment.yaml': () => [nginxDeployment('nginx-deployment', undefined, 'nginx:1.16.1')],
  'application/nginx-app.yaml': () => [service('my-nginx-svc', APP, { port: 80 }, { type: 'LoadBalancer' }, APP), { ...nginxDeployment('my-nginx', 3, 'nginx:1.14.2'), metadata: { name: 'my-nginx', labels: APP } }],
  'application/nginx/nginx-svc.yaml': () => [service('my-nginx-svc', APP, { port: 80 }, { type: 'LoadBalancer' }, APP)],
  'application/nginx/nginx-deployment.yaml': () => [{ ...nginxDeployment('my-nginx', 3, 'nginx:1.14.2'), metadata: { name: 'my-nginx', labels: APP } }],
  'application/nginx-with-request.yaml': () => [workload('Deployment', 'nginx-deployment', APP, nginx('nginx', { resources: { limits: amounts('500m', '128Mi') } }), { replicas: 2 })],
  'application/deployment-patch.yaml': () => [workload('Deployment', 'patch-demo', APP, {
    containers: [container('patch-demo-ctr', 'nginx')], tolerations: [{ effect: 'NoSchedule', key: 'dedicated', value: 'test-team' }],
  }, { replicas: 2 })],
  'application/deployment-retainkeys.yaml': () => [workload('Deployment', 'retainkeys-demo', APP, { containers: [container('retainkeys-demo-ctr', 'nginx')] }, { strategy: { rollingUpdate: { maxSurge: '30%' } } })],
  'application/ssa/nginx-deployment.yaml': () => [{ ...workload('Deployment', 'nginx-deployment', APP, { containers: [container('nginx', 'nginx:1.14.2')] }, { replicas: 3 }), metadata: { name: 'nginx-deployment', labels: APP } }],
  'application/ssa/nginx-deployment-replicas-only.yaml': () => [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'nginx-deployment' }, spec: { replicas: 3 } }],
  'application/ssa/nginx-deployment-no-replicas.yaml': () => [{ ...workload('Deployment', 'nginx-deployment', APP, { containers: [container('nginx', 'nginx:1.14.2')] }), metadata: { name: 'nginx-deployment', labels: APP } }],
  'application/php-apache.yaml': () => [
    workload('Deployment', 'php-apache', { run: 'php-apache' }, { containers: [container('php-apache', 'registry.k8s.io/hpa-example', { ...ports(80), resources: { limits: amounts('500m', undefined), requests: amounts('200m', undefined) } })] }),
    service('php-apache', { run: 'php-apache' }, { port: 80 }, {}, { run: 'php-apache' }),
  ],
  'application/hpa/php-apache.yaml': () => [{
    apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'php-apache' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'php-apache' }, minReplicas: 1, maxReplicas: 10, targetCPUUtilizationPercentage: 50 },
  }],
  'application/shell-demo.yaml': () => [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shell-demo' }, spec: {
    ...scratch('shared-data'), containers: [container('nginx', 'nginx', mount('shared-data', '/usr/share/nginx/html'))], hostNetwork: true, dnsPolicy: 'Default',
  } }],
  'application/web/web.yaml': () => [headless, web({})],
  'application/web/web-parallel.yaml': () => [headless, web({ podManagementPolicy: 'Parallel' })],
  'application/guestbook/redis-leader-deployment.yaml': () => [redis('leader', 'docker.io/redis:6.0.5', 1)],
  'application/guestbook/redis-leader-service.yaml': () => [redisService('leader')],
  'application/guestbook/redis-follower-deployment.yaml': () => [redis('follower', 'us-docker.pkg.dev/google-samples/containers/gke/gb-redis-follower:v2', 2)],
  'application/guestbook/redis-follower-service.yaml': () => [redisService('follower')],
  'application/guestbook/frontend-deployment.yaml': () => [workload('Deployment', 'frontend', { app: 'guestbook', tier: 'frontend' }, {
    containers: [container('php-redis', 'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend:v5', { env: [{ name: 'GET_HOSTS_FROM', value: 'dns' }], resources: { requests: amounts('100m', '100Mi') }, ...ports(80) })],
  }, { replicas: 3 })],
  'application/guestbook/frontend-service.yaml': () => [service('frontend', { app: 'guestbook', tier: 'frontend' }, { port: 80 }, {}, { app: 'guestbook', tier: 'frontend' })],
  'application/job/cronjob.yaml': () => [{
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'hello' },
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template: template(undefined, { restartPolicy: 'OnFailure', containers: [container('hello', 'busybox:1.28', { imagePullPolicy: 'IfNotPresent', command: ['/bin/sh', '-c', 'date; echo Hello from the Kubernetes cluster'] })] }) } } },
  }],
  'application/job/indexed-job.yaml': () => [job('indexed-job', {
    restartPolicy: 'Never', ...scratch('input'),
    initContainers: [container('input', 'docker.io/library/bash', { ...script('items=(foo bar baz qux xyz)\necho ${items[$JOB_COMPLETION_INDEX]} > /input/data.txt\n', 'bash'), ...mount('input', '/input') })],
    containers: [container('worker', 'docker.io/library/busybox', { command: ['rev', '/input/data.txt'], ...mount('input', '/input') })],
  }, { completions: 5, parallelism: 3, ...indexed })],
  'application/job/redis/redis-pod.yaml': () => [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'redis-master', labels: { app: 'redis' } }, spec: { containers: [container('master', 'redis', { env: [{ name: 'MASTER', value: 'true' }], ...ports(6379) })] } }],
  'application/job/redis/redis-service.yaml': () => [service('redis', { app: 'redis' }, { port: 6379, targetPort: 6379 })],
  'application/job/rabbitmq/rabbitmq-service.yaml': () => [service('rabbitmq-service', { app: 'taskQueue', component: 'rabbitmq' }, { port: 5672 }, {}, { component: 'rabbitmq' })],
  'application/job/rabbitmq/rabbitmq-statefulset.yaml': () => [workload('StatefulSet', 'rabbitmq', { app: 'taskQueue', component: 'rabbitmq' }, {
    containers: [container('rabbitmq', 'rabbitmq', { ...ports(5672), resources: { requests: amounts(undefined, '16M'), limits: amounts('250m', '512Mi') }, ...mount('rabbitmq-data', '/var/lib/rabbitmq') })], ...scratch('rabbitmq-data'),
  }, { serviceName: 'rabbitmq-service', replicas: 1 }, { component: 'rabbitmq' })],

  'service/load-balancer-example.yaml': () => [workload('Deployment', 'hello-world', { 'app.kubernetes.io/name': 'load-balancer-example' }, { containers: [container('hello-world', 'gcr.io/google-samples/hello-app:2.0', ports(8080))] }, { replicas: 5 }, { 'app.kubernetes.io/name': 'load-balancer-example' })],
  'service/networking/run-my-nginx.yaml': () => [workload('Deployment', 'my-nginx', { run: 'my-nginx' }, { containers: [container('my-nginx', 'nginx', ports(80))] }, { replicas: 2 })],
  'service/networking/nginx-svc.yaml': () => [service('my-nginx', { run: 'my-nginx' }, { port: 80, protocol: 'TCP' }, {}, { run: 'my-nginx' })],
  'service/access/hello-application.yaml': () => [workload('Deployment', 'hello-world', { run: 'load-balancer-example' }, { containers: [container('hello-world', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app:2.0', { ports: [{ containerPort: 8080, protocol: 'TCP' }] })] }, { replicas: 2 })],
  'service/access/backend-deployment.yaml': () => [workload('Deployment', 'backend', HELLO, { containers: [container('hello', hello, { ports: [{ name: 'http', containerPort: 80 }] })] }, { replicas: 3 })],
  'service/access/backend-service.yaml': () => [service('hello', { app: 'hello', tier: 'backend' }, { protocol: 'TCP', port: 80, targetPort: 'http' })],
}
