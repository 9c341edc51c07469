// The names of the manifests to begin with, in groups; their titles are in ui/i18n, by file name. Their texts are fetched later, but
// for the first.
import firstText from '../../examples/para-job.yaml?raw'
import type { Messages } from '../i18n/index.ts'
import { alsoLater } from '../kit/Later.tsx'

export type ExampleName = keyof Messages['examples']
export type ExampleGroup = keyof Messages['exampleGroups']

export const exampleGroups: readonly (readonly [ExampleGroup, readonly ExampleName[]])[] = [
  ['jobs', ['para-job.yaml', 'paral-8x2.yaml', 'calculate-pi.yaml', 'pi-job.yaml', 'testjobv2.yaml', 'testjobv3.yaml']],
  ['jobsThatFail', ['testjobv4.yaml', 'testjobv5.yaml', 'testjobv6.yaml', 'testjobv1.yaml']],
  ['queues', ['rabbitmq.yaml', 'job-wq-1.yaml', 'redis.yaml', 'job-wq-2.yaml']],
  ['cronJobs', ['cronjob-hello.yaml']],
  ['deployments', ['my-nginx.yaml', 'testdeployment.yaml', 'testdeployment2.yaml', 'testdeployment3.yaml']],
  ['daemonSets', ['fluentd.yaml', 'testdaemonset.yaml', 'testdaemonset-ondelete.yaml']],
  ['statefulSets', ['statefulset-web.yaml']],
  ['refused', ['cronjob-hello-v1beta1.yaml', 'fluentd-broken.yaml']],
]

const texts = () => import('./exampleTexts.ts')
alsoLater(texts)

/** The text of an example. Rejects where it cannot be fetched. */
export const exampleText = async (name: ExampleName): Promise<string> => (await texts()).examples[name]

/** What a newcomer finds in the editor. */
export const FIRST: ExampleName = 'para-job.yaml'
export { firstText }
