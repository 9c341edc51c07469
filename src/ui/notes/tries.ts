// What to try with an example once it is applied: lines for the terminal, a speed, or something done to the machines. What there is to
// see stands in i18n/examples, in the same order.
import { experiments } from './experiments.ts'
import { act, at, run, type Try } from './try.ts'

export type { Try } from './try.ts'

export const tries = {
  'para-job.yaml': [run('kubectl logs -l job-name=calculate-pi'), run('kubectl set image job/calculate-pi pi-container=busybox'), run('kubectl delete job calculate-pi')],
  'paral-8x2.yaml': [run(`kubectl patch job paral-1 -p '{"spec":{"parallelism":4}}'`), run(`kubectl patch job paral-1 -p '{"spec":{"suspend":true}}'`), run(`kubectl patch job paral-1 -p '{"spec":{"suspend":false}}'`)],
  'calculate-pi.yaml': [run('kubectl delete --raw /apis/batch/v1/namespaces/default/jobs/calculate-pi'), run('kubectl get jobs,pods')],
  'pi-job.yaml': [run('kubectl logs job/pi')],
  'testjobv3.yaml': [at(10)],
  'testjobv4.yaml': [at(60), run('kubectl get pods'), run('kubectl describe job testjobv4')],
  'testjobv5.yaml': [at(60), run('kubectl get pods')],
  'testjobv6.yaml': [run('kubectl describe job testjobv6')],
  'testjobv1.yaml': [at(10), run('kubectl get jobs,pods')],
  'rabbitmq.yaml': [run(`kubectl exec deploy/rabbitmq -- sh -c 'for f in apple banana cherry date fig grape lemon melon; do amqp-publish -r job1 -p -b $f; done'`)],
  'redis.yaml': [run('kubectl exec deploy/redis -- redis-cli rpush job2 apple banana cherry date fig grape lemon melon orange')],
  'job-wq-1.yaml': [at(10), run('kubectl logs -l job-name=job-wq-1')],
  'job-wq-2.yaml': [at(10), run('kubectl logs -l job-name=job-wq-2')],
  'cronjob-hello.yaml': [at(60), run(`kubectl patch cronjob hello -p '{"spec":{"suspend":true}}'`), run('kubectl create job by-hand --from=cronjob/hello')],
  'my-nginx.yaml': [run('kubectl scale deployment my-nginx --replicas=4'), run('kubectl delete pod -l run=my-nginx --wait=false'), run('kubectl label pod -l run=my-nginx run=mine --overwrite')],
  'testdeployment.yaml': [run('kubectl set image deployment/testdeployment nginx=nginx:1.8.1'), run('kubectl rollout undo deployment/testdeployment'), run('kubectl rollout history deployment/testdeployment')],
  'testdeployment2.yaml': [run('kubectl rollout restart deployment/testdeployment')],
  'testdeployment3.yaml': [run('kubectl rollout restart deployment/testdeployment')],
  'fluentd.yaml': [run('kubectl cordon node-1'), run('kubectl -n kube-system delete pod -l name=fluentd-elasticsearch --wait=false'), run('kubectl drain node-1')],
  'testdaemonset.yaml': [run('kubectl set image daemonset/testdaemonset httpd=httpd:2.4'), run('kubectl taint node node-2 for=others:NoExecute')],
  'testdaemonset-ondelete.yaml': [run('kubectl set image daemonset/testdaemonset httpd=httpd:2.2'), run('kubectl delete pod -l example=deploymenthttp --wait=false')],
  'statefulset-web.yaml': [run('kubectl scale statefulset web --replicas=1'), run('kubectl get pvc'), act({ do: 'break', fault: { kind: 'node-down', node: 'node-1' } }), at(60)],
  'five-troubles.yaml': [at(10), run('kubectl logs crashes'), run('kubectl create configmap settings --from-literal=COLOUR=blue'), run('kubectl set image pod/wrong-tag c=nginx:1.27')],
  'four-pending.yaml': [run('kubectl describe pod too-large'), run('kubectl label node node-2 disk=ssd')],
  'sidecar-job.yaml': [run('kubectl get jobs,pods')],
  'one-bad-index.yaml': [at(10), run(`kubectl get job one-bad-index -o jsonpath='{.status.failedIndexes}'`)],
  'exit-code-42.yaml': [run('kubectl describe job exit-code-42')],
  'cronjob-forbid.yaml': [at(60), run('kubectl create job by-hand --from=cronjob/slow'), act({ do: 'break', fault: { kind: 'controller-stopped', name: 'cronjob-controller' } }), act({ do: 'mend-all' })],
  'rollout-stuck.yaml': [run('kubectl set image deployment/shop web=nginx:1.99'), run('kubectl rollout status deployment/shop --timeout=90s'), run('kubectl rollout undo deployment/shop')],
  'statefulset-stuck.yaml': [run('kubectl set image statefulset/db redis=redis:7.2'), at(60), run('kubectl delete pod db-0 --wait=false')],
  'drain-blocked.yaml': [
    run(`kubectl drain $(kubectl get pod -l app=only -o jsonpath='{.items[0].spec.nodeName}') --ignore-daemonsets --timeout=30s`),
    run('kubectl rollout restart deployment/only'), run('kubectl scale deployment only --replicas=2'),
  ],
  'hpa-web.yaml': [act({ do: 'set-load', workload: 'deployments/default/web', cpuMilli: 600 }), at(10), act({ do: 'set-load', workload: 'deployments/default/web', cpuMilli: 0 })],
  'volumes-on-demand.yaml': [
    run('kubectl get pvc,pv'), run('kubectl scale statefulset postgres --replicas=1'), run('kubectl exec postgres-0 -- pg_isready'),
    run(`kubectl patch statefulset postgres --type=json -p '[{"op":"replace","path":"/spec/volumeClaimTemplates/0/spec/resources/requests/storage","value":"2Gi"}]'`),
  ],
  ...experiments,
  'cronjob-hello-v1beta1.yaml': [],
  'fluentd-broken.yaml': [],
} as const satisfies Readonly<Record<string, readonly Try[]>>

/** The examples of which there is more to say than their title. */
export type Noted = keyof typeof tries
