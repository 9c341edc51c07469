// Every topic that can be run, written out.
import type { Topic } from './topic.ts'
import { applyTopic } from './apply.ts'
import { backoffTopic } from './backoff.ts'
import { daemonsetTopic } from './daemonset.ts'
import { cronTopic } from './cron.ts'
import { defaultingTopic } from './defaulting.ts'
import { deploymentsyncTopic } from './deploymentsync.ts'
import { hpaTopic } from './hpa.ts'
import { humandurationTopic } from './humanduration.ts'
import { intstrTopic } from './intstr.ts'
import { jobsimTopic } from './jobsim.ts'
import { jobsyncTopic } from './jobsync.ts'
import { kubectlDescribeTopic } from './kubectlDescribe.ts'
import { podhashTopic } from './podhash.ts'
import { podphaseTopic } from './podphase.ts'
import { podstatusTopic } from './podstatus.ts'
import { quantityTopic } from './quantity.ts'
import { quotaTopic } from './quota.ts'
import { replicasetTopic } from './replicaset.ts'
import { rolloutstatusTopic } from './rolloutstatus.ts'
import { schedulerTopic } from './scheduler.ts'
import { selectorsTopic } from './selectors.ts'
import { statefulsetTopic } from './statefulset.ts'
import { validationTopic } from './validation.ts'

const all: readonly Topic[] = [
  applyTopic, backoffTopic, cronTopic, daemonsetTopic, defaultingTopic, deploymentsyncTopic, hpaTopic, humandurationTopic, intstrTopic, jobsimTopic, jobsyncTopic, kubectlDescribeTopic, podhashTopic, podphaseTopic, podstatusTopic, quantityTopic, quotaTopic, replicasetTopic, rolloutstatusTopic, schedulerTopic, selectorsTopic, statefulsetTopic, validationTopic,
]

export const topics: ReadonlyMap<string, Topic> = new Map(all.map(t => [t.name, t]))
