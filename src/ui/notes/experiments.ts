// What to try with the examples that show what is often expected otherwise (docs/misconceptions.md). Their words: i18n/examples/experiments.
import { act, at, run, type Try } from './try.ts'

const stop = act({ do: 'break', fault: { kind: 'controller-stopped', name: 'cronjob-controller' } })
const mend = act({ do: 'mend-all' })

export const experiments = {
  'job-many-hands.yaml': [run(`kubectl patch job many-hands -p '{"spec":{"parallelism":2}}'`), at(10)],
  'job-parallel-failures.yaml': [
    run(`kubectl get job all-fail -o jsonpath='{.status.failed}'`), run(`sed 's/parallelism: 10/parallelism: 1/' job-parallel-failures.yaml | kubectl replace --force -f -`), at(10),
  ],
  'job-twice.yaml': [act({ do: 'break', fault: { kind: 'network-cut', node: 'node-1' } }), at(60), run('kubectl get pods -o wide'), mend],
  'job-suspended-deadline.yaml': [run(`kubectl patch job one-minute -p '{"spec":{"suspend":true}}'`), at(60), run(`kubectl patch job one-minute -p '{"spec":{"suspend":false}}'`)],
  'job-two-deadlines.yaml': [at(10), run('kubectl get jobs,pods'), run('kubectl describe job deadline-of-pod')],
  'job-replacement.yaml': [run('kubectl delete pod -l shows=replacement --wait=false'), run('kubectl get pods -w')],
  'job-shared-selector.yaml': [run('kubectl delete job first --cascade=orphan'), run(`sed '/manualSelector/d' job-shared-selector.yaml | kubectl create --dry-run=server -f -`)],
  'cronjob-late-start.yaml': [stop, at(60), mend],
  'cronjob-missed.yaml': [
    stop, at(1000), mend, run('kubectl describe cronjob each-minute'), run(`kubectl patch cronjob each-minute -p '{"spec":{"suspend":true}}'`),
    run(`kubectl patch cronjob each-minute -p '{"spec":{"suspend":false}}'`),
  ],
  'cronjob-stuck.yaml': [at(60), run('kubectl set image cronjob/report report=busybox:1.36'), run('kubectl delete pod -l app=report --wait=false'), run('kubectl delete job -l app=report')],
  'cronjob-clocks.yaml': [at(1000), run('kubectl get jobs --sort-by=.metadata.creationTimestamp'), run(`kubectl patch cronjob berlin -p '{"spec":{"schedule":"TZ=Europe/Berlin 0 11 * * *"}}'`)],
  'daemonset-dead-node.yaml': [
    act({ do: 'break', fault: { kind: 'node-down', node: 'node-2' } }), at(60), run('kubectl set image daemonset/agent agent=httpd:2.4.62'),
    run(`kubectl patch daemonset agent -p '{"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":2}}}}'`), mend,
  ],
  'daemonset-bad-updates.yaml': [
    run('kubectl set image daemonset/guard guard=nginx:1.97'), run('kubectl set image daemonset/guard guard=nginx:1.98'), run('kubectl delete pod -l app=guard --wait=false'),
    run('kubectl rollout undo daemonset/guard --to-revision=1'),
  ],
  'daemonset-by-label.yaml': [
    run('kubectl label node node-1 node-3 gpu=yes'), run('kubectl label node node-1 gpu-'), run(`kubectl patch daemonset gpu-agent -p '{"spec":{"updateStrategy":{"rollingUpdate":{"maxSurge":1}}}}'`),
  ],
  'rollout-undo.yaml': [
    run('kubectl set image deployment/news web=nginx:1.26'), run('kubectl set image deployment/news web=nginx:1.27'), run('kubectl scale deployment news --replicas=5'),
    run('kubectl rollout undo deployment/news'), run('kubectl rollout undo deployment/news'), run('kubectl rollout history deployment/news'),
  ],
  'rollout-paused.yaml': [
    run('kubectl set image deployment/shelf web=nginx:1.26'), run('kubectl rollout pause deployment/shelf'), run('kubectl set image deployment/shelf web=nginx:1.27'),
    run('kubectl scale deployment shelf --replicas=5'), run('kubectl rollout undo deployment/shelf'), run('kubectl rollout resume deployment/shelf'),
  ],
  'rollover.yaml': [run('kubectl get deployment slow'), run('kubectl set image deployment/slow web=nginx:1.26'), run('kubectl set image deployment/slow web=nginx:1.27'), run('kubectl get rs -o wide')],
  'adopted.yaml': [
    run('kubectl get pods -o custom-columns=POD:.metadata.name,OWNER:.metadata.ownerReferences[0].name'), run('kubectl run late --image=nginx:1.27 --labels=app=shared'),
    run('kubectl delete rs first --cascade=orphan'),
  ],
  'replicaset-template.yaml': [
    run('kubectl set image rs/plain web=nginx:1.27'), run('kubectl delete $(kubectl get pod -l app=plain -o name | head -1) --wait=false'),
    run('kubectl get pods -o custom-columns=POD:.metadata.name,IMAGE:.spec.containers[0].image'), run('kubectl scale rs plain --replicas=2'),
  ],
  'apply-replicas.yaml': [
    run('kubectl scale deployment counted --replicas=5'), run('kubectl apply -f apply-replicas.yaml'), run('sed /replicas/d apply-replicas.yaml | kubectl apply -f -'),
    run(`kubectl patch deployment counted -p '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}'`),
  ],
  'dead-node.yaml': [act({ do: 'break', fault: { kind: 'node-down', node: 'node-1' } }), at(60), run('kubectl get pods -o wide'), run('kubectl delete node node-1')],
  'drain-crashing.yaml': [
    run(`kubectl drain $(kubectl get pod -l app=broken -o jsonpath='{.items[0].spec.nodeName}') --ignore-daemonsets --timeout=15s`),
    run(`kubectl patch pdb broken -p '{"spec":{"unhealthyPodEvictionPolicy":"AlwaysAllow"}}'`),
    run(`kubectl drain $(kubectl get pod -l app=broken -o jsonpath='{.items[0].spec.nodeName}') --ignore-daemonsets --timeout=60s`),
  ],
} as const satisfies Readonly<Record<string, readonly Try[]>>
