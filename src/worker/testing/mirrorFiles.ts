// What the law of the mirror is tried on: one file of each kind that has rows of its own.
export const FILES: readonly { readonly path: string; readonly text: string }[] = [
  { path: 'job.yaml', text: `apiVersion: batch/v1
kind: Job
metadata: {name: work}
spec:
  completions: 6
  parallelism: 2
  template:
    metadata: {annotations: {kubestep.dev/run-seconds: '4', kubestep.dev/failure-rate: '0.3'}}
    spec:
      restartPolicy: Never
      containers: [{name: c, image: 'busybox:1.36'}]
` },
  { path: 'web.yaml', text: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: 'nginx:1.27'}]}
` },
  { path: 'log.yaml', text: `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: log}
spec:
  selector: {matchLabels: {app: log}}
  updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
  template:
    metadata: {labels: {app: log}}
    spec: {containers: [{name: c, image: 'httpd:2.2'}]}
` },
  { path: 'db.yaml', text: `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 2
  serviceName: db
  minReadySeconds: 3
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: 'nginx:1.27'}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: pv-1}
spec: {accessModes: [ReadWriteOnce], storageClassName: none, capacity: {storage: 2Gi}, hostPath: {path: /tmp/x}}
` },
  { path: 'tick.yaml', text: `apiVersion: batch/v1
kind: CronJob
metadata: {name: tick}
spec:
  schedule: '* * * * *'
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 30
  successfulJobsHistoryLimit: 1
  jobTemplate:
    spec:
      template:
        metadata: {annotations: {kubestep.dev/run-seconds: '70', kubestep.dev/failure-rate: '0.3'}}
        spec:
          restartPolicy: Never
          containers: [{name: c, image: 'busybox:1.36'}]
` },
  { path: 'front.yaml', text: `apiVersion: v1
kind: Service
metadata: {name: front}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 1
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
` },
]
