// What every input meets: a cluster with something of nearly every kind in it, and the files that lie beside it.
import type { Editor } from '../../kubectl/editor.ts'
import type { Files } from '../../kubectl/index.ts'
import { spoiledText } from './manifests.ts'
import { randomOf } from './random.ts'

/** The objects, small and mostly at rest: what moves costs every input its time. */
export const GROUND = `
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {app: web}}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: nginx, image: nginx}]}}}}
---
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: sts}, spec: {serviceName: web, selector: {matchLabels: {app: s}}, template: {metadata: {labels: {app: s}}, spec: {containers: [{name: c, image: nginx}]}}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: a, image: busybox, command: [sleep, "1000"]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: plain, labels: {app: x}}
spec: {containers: [{name: c, image: busybox, command: [sh, -c, "echo one; echo two; sleep 1000"], env: [{name: A, value: b}], volumeMounts: [{name: v, mountPath: /data}]}], volumes: [{name: v, emptyDir: {}}]}
---
{apiVersion: batch/v1, kind: Job, metadata: {name: pi}, spec: {completions: 3, template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: [sleep, "5"]}]}}}}
---
{apiVersion: batch/v1, kind: CronJob, metadata: {name: cj}, spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: cm}, data: {a: "1", file.conf: "x=1\\ny=2\\n"}}
---
{apiVersion: v1, kind: Secret, metadata: {name: sec}, data: {user: YWRtaW4=}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: other}}
---
{apiVersion: v1, kind: ResourceQuota, metadata: {name: quota, namespace: other}, spec: {hard: {pods: "2", requests.cpu: "1"}}}
---
{apiVersion: v1, kind: LimitRange, metadata: {name: limits, namespace: other}, spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}, max: {cpu: "2"}}]}}
---
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}
---
{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny}, spec: {podSelector: {}, policyTypes: [Ingress]}}
---
{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}
---
{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: kata}, handler: runc, overhead: {podFixed: {cpu: 50m}}}
---
{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: slow}, provisioner: example.com/slow}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
---
{apiVersion: v1, kind: ReplicationController, metadata: {name: old}, spec: {replicas: 0, selector: {app: old}, template: {metadata: {labels: {app: old}}, spec: {containers: [{name: c, image: nginx}]}}}}
`

/** How long it has run when the input comes. */
export const GROUND_MS = 4000

const OTHER_FILES: Readonly<Record<string, string>> = {
  'f.txt': 'one 1\ntwo 2\nthree 3\ntwo 2\n', 'app.env': 'A=1\n# no\nB=two words\n', 'tls.crt': 'no certificate\n', 'patch.yaml': 'spec: {replicas: 3}\n', 'wait.sh': 'echo from a file $1\n',
  'bad.yaml': 'a: [1, {b\n- c: :', 'base/kustomization.yaml': 'resources: [d.yaml]\ncommonLabels: {of: base}\nconfigMapGenerator: [{name: gen, literals: [a=1]}]\n',
  'base/d.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: based}\ndata: {a: "1"}\n',
}

/** The files that kubectl and the shell find: those of before, and the manifest that is tried, under its name and as a kustomization. */
export function filesWith(manifest: string): Files {
  const texts: Record<string, string> = { 'x.yaml': manifest, 'kustomization.yaml': manifest, ...OTHER_FILES }
  return {
    read: path => (Object.hasOwn(texts, path.replace(/^\.\//, '')) ? texts[path.replace(/^\.\//, '')] : undefined),
    list(folder) {
      const head = folder === '.' || folder === '' ? '' : `${folder.replace(/^\.\//, '').replace(/\/$/, '')}/`
      const inside = Object.keys(texts).filter(p => p.startsWith(head)).map(p => p.slice(head.length).split('/')[0]!)
      return inside.length ? [...new Set(inside)] : undefined
    },
  }
}

/** Somebody who edits: changes a word or breaks the text, and gives up when he is asked again too often. */
export function editorOf(seed: number): Editor {
  const r = randomOf(seed)
  const changed = (text: string): string => (r.oneIn(6) ? '' : r.oneIn(2) ? text.replace(/replicas: \d+/, `replicas: ${r.below(9)}`).replace(/labels:/, 'labels:\n    new: "1"') : spoiledText(r, text))
  return {
    open(text) {
      let times = 0
      let result: string | undefined = changed(text)
      return {
        path: '/tmp/kubectl-edit-1.yaml',
        get result() { return result },
        again(words) { result = ++times > 3 ? '' : changed(words) },
        done() {},
      }
    },
  }
}
