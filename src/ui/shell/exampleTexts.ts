// The texts of the examples. A chunk of its own: import it through examples.ts.
import type { ExampleName } from './examples.ts'
import rabbitmq from '../../examples/rabbitmq.yaml?raw'
import redis from '../../examples/redis.yaml?raw'
import paraJob from '../../examples/para-job.yaml?raw'
import paral from '../../examples/paral-8x2.yaml?raw'
import calculatePi from '../../examples/calculate-pi.yaml?raw'
import piJob from '../../examples/pi-job.yaml?raw'
import jobV1 from '../../examples/testjobv1.yaml?raw'
import jobV2 from '../../examples/testjobv2.yaml?raw'
import jobV3 from '../../examples/testjobv3.yaml?raw'
import jobV4 from '../../examples/testjobv4.yaml?raw'
import jobV5 from '../../examples/testjobv5.yaml?raw'
import jobV6 from '../../examples/testjobv6.yaml?raw'
import queueCoarse from '../../examples/job-wq-1.yaml?raw'
import queueFine from '../../examples/job-wq-2.yaml?raw'
import cronJob from '../../examples/cronjob-hello.yaml?raw'
import myNginx from '../../examples/my-nginx.yaml?raw'
import deployment from '../../examples/testdeployment.yaml?raw'
import deployment2 from '../../examples/testdeployment2.yaml?raw'
import deployment3 from '../../examples/testdeployment3.yaml?raw'
import fluentd from '../../examples/fluentd.yaml?raw'
import daemonSet from '../../examples/testdaemonset.yaml?raw'
import daemonSetOnDelete from '../../examples/testdaemonset-ondelete.yaml?raw'
import statefulSet from '../../examples/statefulset-web.yaml?raw'
import oldCronJob from '../../examples/refused/cronjob-hello-v1beta1.yaml?raw'
import brokenFluentd from '../../examples/refused/fluentd-broken.yaml?raw'
import fiveTroubles from '../../examples/surprises/five-troubles.yaml?raw'
import fourPending from '../../examples/surprises/four-pending.yaml?raw'
import sidecarJob from '../../examples/surprises/sidecar-job.yaml?raw'
import oneBadIndex from '../../examples/surprises/one-bad-index.yaml?raw'
import exitCode42 from '../../examples/surprises/exit-code-42.yaml?raw'
import cronjobForbid from '../../examples/surprises/cronjob-forbid.yaml?raw'
import rolloutStuck from '../../examples/surprises/rollout-stuck.yaml?raw'
import statefulsetStuck from '../../examples/surprises/statefulset-stuck.yaml?raw'
import drainBlocked from '../../examples/surprises/drain-blocked.yaml?raw'
import hpaWeb from '../../examples/surprises/hpa-web.yaml?raw'
import volumesOnDemand from '../../examples/surprises/volumes-on-demand.yaml?raw'

export const examples: Readonly<Record<ExampleName, string>> = {
  'para-job.yaml': paraJob,
  'paral-8x2.yaml': paral,
  'calculate-pi.yaml': calculatePi,
  'pi-job.yaml': piJob,
  'testjobv1.yaml': jobV1,
  'testjobv2.yaml': jobV2,
  'testjobv3.yaml': jobV3,
  'testjobv4.yaml': jobV4,
  'testjobv5.yaml': jobV5,
  'testjobv6.yaml': jobV6,
  'rabbitmq.yaml': rabbitmq,
  'redis.yaml': redis,
  'job-wq-1.yaml': queueCoarse,
  'job-wq-2.yaml': queueFine,
  'cronjob-hello.yaml': cronJob,
  'my-nginx.yaml': myNginx,
  'testdeployment.yaml': deployment,
  'testdeployment2.yaml': deployment2,
  'testdeployment3.yaml': deployment3,
  'fluentd.yaml': fluentd,
  'testdaemonset.yaml': daemonSet,
  'testdaemonset-ondelete.yaml': daemonSetOnDelete,
  'statefulset-web.yaml': statefulSet,
  'five-troubles.yaml': fiveTroubles,
  'four-pending.yaml': fourPending,
  'sidecar-job.yaml': sidecarJob,
  'one-bad-index.yaml': oneBadIndex,
  'exit-code-42.yaml': exitCode42,
  'cronjob-forbid.yaml': cronjobForbid,
  'rollout-stuck.yaml': rolloutStuck,
  'statefulset-stuck.yaml': statefulsetStuck,
  'drain-blocked.yaml': drainBlocked,
  'hpa-web.yaml': hpaWeb,
  'volumes-on-demand.yaml': volumesOnDemand,
  'cronjob-hello-v1beta1.yaml': oldCronJob,
  'fluentd-broken.yaml': brokenFluentd,
}
