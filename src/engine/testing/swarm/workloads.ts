// Workloads that run on by chance, with what belongs to them: Deployments, ReplicaSets, DaemonSets, StatefulSets, CronJobs; Services,
// budgets, autoscalers, quotas. Small, so that they meet.
import type { AnyObject } from '../../../kube/object.ts'
import type { Draw } from './draw.ts'
import { randomJob } from './workload.ts'

const MIB = 64

/** A server that is ready after a moment; now and then a program that ends, and is therefore started again and again. */
function template(draw: Draw, app: string): AnyObject['spec'] {
  const crashes = draw.oneIn(10)
  const asks = draw.oneIn(3) ? { resources: { requests: { cpu: `${100 + draw.below(10) * 100}m`, memory: `${MIB + draw.below(12) * MIB}Mi` } } } : {}
  const probe = draw.oneIn(3) ? { readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 + draw.below(3), ...(draw.oneIn(2) ? { initialDelaySeconds: draw.below(6) } : {}) } } : {}
  return {
    metadata: {
      labels: { app },
      ...(crashes ? { annotations: { 'kubestep.dev/run-seconds': String(1 + draw.below(20)), 'kubestep.dev/exit-code': String(draw.below(2)) } } : {}),
    },
    spec: {
      containers: [{ name: 'c', image: draw.pick(['nginx:1.27', 'nginx:1.28', 'httpd:2.4']), ports: [{ containerPort: 80 }], ...asks, ...probe }],
      ...(draw.oneIn(2) ? { terminationGracePeriodSeconds: draw.below(8) } : {}),
      ...(draw.oneIn(6) ? { tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }] } : {}),
    },
  }
}

const object = (apiVersion: string, kind: string, name: string, spec: object): AnyObject => ({ apiVersion, kind, metadata: { name }, spec }) as AnyObject
const chosen = (app: string) => ({ selector: { matchLabels: { app } } })
const settles = (draw: Draw) => (draw.oneIn(3) ? { minReadySeconds: 1 + draw.below(10) } : {})

export function rollingUpdate(draw: Draw): { readonly maxSurge: number | string; readonly maxUnavailable: number | string } {
  const maxSurge = draw.pick([0, 1, 2, '25%', '50%', '100%'])
  return { maxSurge, maxUnavailable: maxSurge === 0 ? draw.pick([1, 2, '30%']) : draw.pick([0, 1, '25%', '100%']) }
}

const makers: Readonly<Record<string, (draw: Draw, app: string) => AnyObject>> = {
  Deployment: (draw, app) => object('apps/v1', 'Deployment', app, {
    ...chosen(app), ...settles(draw), replicas: draw.below(5), template: template(draw, app),
    strategy: draw.oneIn(4) ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: rollingUpdate(draw) },
    ...(draw.oneIn(2) ? { revisionHistoryLimit: draw.below(3) } : {}), ...(draw.oneIn(3) ? { progressDeadlineSeconds: 15 + draw.below(30) } : {}),
  }),
  ReplicaSet: (draw, app) => object('apps/v1', 'ReplicaSet', app, { ...chosen(app), ...settles(draw), replicas: draw.below(5), template: template(draw, app) }),
  DaemonSet: (draw, app) => object('apps/v1', 'DaemonSet', app, {
    ...chosen(app), ...settles(draw), template: template(draw, app),
    updateStrategy: draw.oneIn(4) ? { type: 'OnDelete' } : { type: 'RollingUpdate', rollingUpdate: draw.oneIn(3) ? { maxSurge: draw.pick([1, '50%']), maxUnavailable: 0 } : { maxUnavailable: draw.pick([1, 2, '50%']) } },
  }),
  StatefulSet: (draw, app) => object('apps/v1', 'StatefulSet', app, {
    ...chosen(app), ...settles(draw), replicas: draw.below(4), serviceName: app, template: template(draw, app),
    ...(draw.oneIn(3) ? { podManagementPolicy: 'Parallel' } : {}),
    updateStrategy: draw.oneIn(4) ? { type: 'OnDelete' } : { type: 'RollingUpdate', rollingUpdate: { partition: draw.oneIn(3) ? draw.below(3) : 0 } },
    ...(draw.oneIn(3) ? {
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
      ...(draw.oneIn(2) ? { persistentVolumeClaimRetentionPolicy: { whenDeleted: draw.pick(['Retain', 'Delete']), whenScaled: draw.pick(['Retain', 'Delete']) } } : {}),
    } : {}),
  }),
  CronJob: (draw, app) => object('batch/v1', 'CronJob', app, {
    schedule: '* * * * *', concurrencyPolicy: draw.pick(['Allow', 'Forbid', 'Replace']), jobTemplate: { spec: randomJob(draw, app).spec },
    ...(draw.oneIn(3) ? { startingDeadlineSeconds: 10 + draw.below(100) } : {}), successfulJobsHistoryLimit: draw.below(3), failedJobsHistoryLimit: draw.below(3),
  }),
}

const companions: Readonly<Record<string, (draw: Draw, app: string, kind: string) => AnyObject | undefined>> = {
  Service: (draw, app, kind) => object('v1', 'Service', app, {
    selector: { app }, ports: [{ port: 80 }], ...(kind === 'StatefulSet' ? { clusterIP: 'None' } : {}), ...(draw.oneIn(4) ? { publishNotReadyAddresses: true } : {}),
  }),
  PodDisruptionBudget: (draw, app) => object('policy/v1', 'PodDisruptionBudget', app, {
    ...chosen(app), ...(draw.oneIn(2) ? { minAvailable: draw.pick([1, 2, '50%']) } : { maxUnavailable: draw.pick([0, 1, '30%']) }),
  }),
  HorizontalPodAutoscaler: (draw, app, kind) => (kind === 'DaemonSet' ? undefined : object('autoscaling/v2', 'HorizontalPodAutoscaler', app, {
    scaleTargetRef: { apiVersion: 'apps/v1', kind, name: app }, minReplicas: 1, maxReplicas: 2 + draw.below(4),
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  })),
}

/** A workload and what goes with it, in the order in which they are applied. */
export function randomWorkload(draw: Draw, app: string): readonly AnyObject[] {
  const kind = draw.pick(Object.keys(makers))
  const workload = makers[kind]!(draw, app)
  if (kind === 'CronJob') return [workload]
  const others = Object.values(companions).map(make => (draw.oneIn(3) ? make(draw, app, kind) : undefined)).filter(o => o !== undefined)
  return draw.oneIn(2) ? [...others, workload] : [workload, ...others]
}

/** Limits of the whole namespace. */
export function randomLimits(draw: Draw): readonly AnyObject[] {
  return [
    ...(draw.oneIn(5) ? [object('v1', 'ResourceQuota', 'quota', { hard: { pods: String(3 + draw.below(9)), ...(draw.oneIn(2) ? { 'count/jobs.batch': String(2 + draw.below(4)) } : {}) } })] : []),
    ...(draw.oneIn(6) ? [object('v1', 'LimitRange', 'limits', { limits: [{ type: 'Container', defaultRequest: { cpu: '100m', memory: '64Mi' } }] })] : []),
  ]
}
