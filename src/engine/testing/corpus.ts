// Every manifest there is, as scenarios for the laws: what the page offers, what was recorded on a real cluster, and small ones made
// by hand for the corners that neither has.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseYaml } from '../../kube/yaml.ts'
import type { AnyObject } from '../../kube/object.ts'
import { aJob, aPod, runsFor } from './builders.ts'

export interface Scenario {
  readonly name: string
  readonly objects: readonly AnyObject[]
}

const src = fileURLToPath(new URL('../../', import.meta.url))
const examples = join(src, 'examples')
const recordings = join(src, '..', 'test-data', 'golden')

const objectsOf = (file: string): AnyObject[] => parseYaml(readFileSync(file, 'utf8')).map(d => d.value as AnyObject).filter(o => o?.kind)
const manifestsIn = (folder: string): string[] => readdirSync(folder).filter(name => /\.ya?ml$/.test(name)).sort().map(name => join(folder, name))

/** What the page offers; at most one object of a name in each, so each file is a scenario. */
const offered: Scenario[] = manifestsIn(examples).map(file => ({ name: file.slice(examples.length + 1), objects: objectsOf(file) }))

/** Jobs and pods that were recorded. */
const recorded: Scenario[] = !existsSync(recordings) ? [] : readdirSync(recordings)
  .filter(name => /^(job-|jobfail-|rand-job-|pod-)/.test(name))
  // A hundred pods say nothing new here, and take long.
  .filter(name => name !== 'job-big-100-10')
  .sort().map(name => ({ name, objects: manifestsIn(join(recordings, name)).flatMap(objectsOf) }))
  .filter(scenario => scenario.objects.length > 0)

const handmade: Scenario[] = [
  { name: 'nothing at all', objects: [] },
  { name: 'two Jobs that share one node', objects: [aJob('a', { completions: 4, parallelism: 4, requests: { cpu: '1500m' } }), aJob('b', { completions: 4, parallelism: 2, requests: { cpu: '1' } })] },
  { name: 'indexes that fail one by one', objects: [aJob('i', { completions: 4, parallelism: 2, runs: runsFor(2_000).fails(0.6), job: { completionMode: 'Indexed', backoffLimitPerIndex: 1, maxFailedIndexes: 2 } })] },
  { name: 'a Job that ends early', objects: [aJob('s', { completions: 5, parallelism: 3, job: { completionMode: 'Indexed', successPolicy: { rules: [{ succeededCount: 2 }] } } })] },
  { name: 'a Job that nobody may keep', objects: [aJob('t', { completions: 2, parallelism: 2, job: { ttlSecondsAfterFinished: 5 } })] },
  { name: 'pods that only crash', objects: [aPod('c', { script: 'exit 3', spec: { restartPolicy: 'Always' } }), aPod('d', { image: 'nginx:9.99' })] },
]

const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }
const handmadeAccess: Scenario = {
  name: 'roles, one that a cluster is born with among them, who has them, and classes',
  objects: ([
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'readers' }, roleRef: { ...role, name: 'view' }, subjects: [{ kind: 'ServiceAccount', name: 'default' }] },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'view' }, rules: [] },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'all' }, roleRef: { ...role, name: 'edit' }, subjects: [{ kind: 'User', name: 'u' }] },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'c' }, spec: { controller: 'a.b/c' } },
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'heavy' }, handler: 'runc', overhead: { podFixed: { cpu: '50m' } } },
  ] as unknown as readonly AnyObject[]),
}

export const corpus: readonly Scenario[] = [...offered, ...recorded, ...handmade, handmadeAccess]
